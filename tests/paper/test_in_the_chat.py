"""The papers of an appointment, asked for in the chat."""

from collections.abc import AsyncIterator

import pytest_asyncio

from bot.dialogue.model import GetCalendarFile, GetPage
from bot.local import Citizen
from handlers.buttons import encode
from tests.bench import Bench, running
from tests.paper.rfc5545 import faults, properties


@pytest_asyncio.fixture
async def bench() -> AsyncIterator[Bench]:
    async with running() as started:
        yield started


async def booked(bench: Bench) -> tuple[Citizen, str]:
    """Somebody who has just booked, and the reference."""
    ana = bench.citizen("en")
    await ana.says("book passport renewal next friday at 9")
    await ana.says("John Miller")
    await ana.says("yes")
    ana.sees("Booked")
    return ana, ana.reply.text.split()[2]


async def test_the_confirmation_offers_both_files_side_by_side(bench: Bench) -> None:
    ana, _ = await booked(bench)

    assert ana.reply.buttons[0] == ("Calendar file", "Printable page")


async def test_each_button_sends_its_file_and_leaves_the_confirmation_as_it_is(
    bench: Bench,
) -> None:
    ana, reference = await booked(bench)
    confirmation = ana.reply
    await ana.taps("Calendar file")
    calendar = ana.reply.document
    await ana.taps("Printable page")
    page = ana.reply.document

    assert calendar
    assert page
    assert (calendar.name, page.name) == (f"{reference}.ics", f"{reference}.pdf")
    assert faults(calendar.body) == []
    assert page.body.startswith(b"%PDF")
    ana.sees(reference, "print it and bring it")
    assert ana.shown(confirmation.message_id).text == confirmation.text


async def test_a_moved_and_then_cancelled_appointment_keeps_its_identity(bench: Bench) -> None:
    ana, reference = await booked(bench)
    files = []
    await ana.taps("Calendar file")
    files.append(ana.reply.document)
    await ana.says("move my appointment to monday 7 december at 10")
    await ana.says("yes")
    await ana.taps("Calendar file")
    ana.sees("delete that one")
    files.append(ana.reply.document)
    await ana.says("cancel my appointment")
    await ana.says("yes")
    await ana.taps("Calendar file")
    ana.sees("is cancelled", "please delete it")
    files.append(ana.reply.document)
    bodies = [file.body for file in files if file]
    events = [properties(body, "VEVENT") for body in bodies]

    assert [event["SEQUENCE"] for event in events] == ["0", "1", "2"]
    assert {event["UID"] for event in events} == {events[0]["UID"]}
    assert properties(bodies[-1], "VCALENDAR")["METHOD"] == "CANCEL"
    assert reference in bodies[0].decode()


async def test_nobody_gets_a_paper_of_anothers_appointment(bench: Bench) -> None:
    _, reference = await booked(bench)
    eve = bench.citizen("en", name="Eve")
    await eve.says("/start")
    for act in (GetCalendarFile(reference), GetPage(reference)):
        await eve.forges(encode(act), on=eve.reply)

        assert eve.reply.document is None
        eve.sees("no appointment of yours")


async def test_there_is_no_page_of_a_cancelled_appointment(bench: Bench) -> None:
    ana, reference = await booked(bench)
    await ana.says("cancel my appointment")
    await ana.says("yes")
    await ana.forges(encode(GetPage(reference)), on=ana.reply)

    assert ana.reply.document is None


async def test_after_a_file_an_open_form_asks_its_question_again(bench: Bench) -> None:
    ana, _ = await booked(bench)
    confirmation = ana.reply
    await ana.says("book a notary appointment")
    await ana.taps("Printable page", on=confirmation)

    assert [bool(reply.document) for reply in ana.replies] == [True, False]
    ana.sees("Back to your booking")
