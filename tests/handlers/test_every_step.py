"""Whatever happens at whatever step of a form: it is answered, and nothing of the form is lost."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import NamedTuple

import pytest
import pytest_asyncio

from bot.booking.form import Draft, Step
from bot.dialogue.model import Memory
from bot.local import Citizen
from bot.local.incoming import Media
from tests.bench import Bench, running

BACK = "Back to your booking"
BOOKED = "book notary on 4 december at 9 for Ana Perez"
OTHER = "book passport renewal on 10 december at 9 for Ana Perez"

STEPS: dict[str, tuple[Step, tuple[str, ...]]] = {
    "which service": (Step.SERVICE, ("/book",)),
    "which day": (Step.DAY, ("/book", "notary")),
    "what time": (Step.TIME, ("/book", "notary", "friday 4 december")),
    "whose": (Step.PERSON, ("book notary on 4 december at 9",)),
    "confirm": (Step.CONFIRM, (BOOKED,)),
    "move: which day": (Step.DAY, (BOOKED, "yes", "move my appointment")),
    "move: what time": (Step.TIME, (BOOKED, "yes", "move my appointment", "10 december")),
    "move: confirm": (Step.CONFIRM, (BOOKED, "yes", "move my appointment to 10 december at 9")),
    "cancel: which one": (Step.BOOKING, (BOOKED, "yes", OTHER, "yes", "cancel my appointment")),
    "cancel: confirm": (Step.CONFIRM, (BOOKED, "yes", "cancel my appointment")),
}


class Between(NamedTuple):
    """Something that is not about the form, and what must be seen then."""

    says: str = ""
    sends: Media | None = None
    sees: tuple[str, ...] = ()


BETWEEN = {
    "a question": Between("where is the embassy?", sees=("Avenida Encalada",)),
    "opening hours": Between("are you open on 26 november?", sees=("Thanksgiving Day",)),
    "an emergency": Between("my brother was kidnapped", sees=("+51 1 618-2000",)),
    "a visa": Between("how does my wife get a tourist visa?", sees=("Visas Unit",)),
    "/help": Between("/help", sees=("/privacy",)),
    "/start": Between("/start", sees=("I can help with",)),
    "/privacy": Between("/privacy", sees=("very little",)),
    "an unknown command": Between("/abracadabra", sees=("don't know that command",)),
    "a photo": Between(sends="photo", sees=("only read text",)),
    "a voice": Between(sends="voice", sees=("only read text",)),
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def bench() -> AsyncIterator[Bench]:
    async with running() as started:
        yield started


pytestmark = pytest.mark.asyncio(loop_scope="module")


async def memory_of(bench: Bench, citizen: Citizen) -> Memory:
    async with bench.service.store.unit() as unit:
        return await unit.memories.load(citizen.chat.id)


@asynccontextmanager
async def at(bench: Bench, name: str) -> AsyncIterator[tuple[Citizen, Draft]]:
    """Somebody new who has got as far as this step, and leaves their places free."""
    step, said = STEPS[name]
    ana = bench.citizen("en")
    for line in said:
        await ana.says(line)
    draft = (await memory_of(bench, ana)).draft
    try:
        assert draft is not None
        assert draft.step is step
        yield ana, draft
    finally:
        async with bench.service.store.unit() as unit:
            await unit.appointments.forget_citizen(ana.chat.id)


@pytest.mark.parametrize("what", BETWEEN)
@pytest.mark.parametrize("step", STEPS)
async def test_it_is_answered_and_the_step_is_asked_again(
    bench: Bench, step: str, what: str
) -> None:
    async with at(bench, step) as (ana, draft):
        event = BETWEEN[what]
        if event.sends:
            await ana.sends(event.sends)
        else:
            await ana.says(event.says)

        ana.sees(*event.sees, BACK)
        ana.has_replies(1)
        assert (await memory_of(bench, ana)).draft == draft


@pytest.mark.parametrize("step", STEPS)
async def test_the_language_can_change(bench: Bench, step: str) -> None:
    async with at(bench, step) as (ana, draft):
        await ana.says("/language")
        await ana.taps("Español")

        ana.sees("español", "Volvamos a su cita")
        assert (await memory_of(bench, ana)).draft == draft


@pytest.mark.parametrize("words", ["/cancel", "never mind", "olvídelo"])
@pytest.mark.parametrize("step", STEPS)
async def test_the_form_can_be_given_up_and_what_stood_still_stands(
    bench: Bench, step: str, words: str
) -> None:
    async with at(bench, step) as (ana, _):
        async with bench.service.store.unit() as unit:
            before = await unit.appointments.book(ana.chat.id, bench.clock.now(), 0)
        await ana.says(words)
        async with bench.service.store.unit() as unit:
            after = await unit.appointments.book(ana.chat.id, bench.clock.now(), 0)

        assert (await memory_of(bench, ana)).draft is None
        assert ana.reply.buttons
        assert after == replace(before, held=None)


@pytest.mark.parametrize("words", ["start over", "/book"])
@pytest.mark.parametrize("step", STEPS)
async def test_one_can_begin_anew(bench: Bench, step: str, words: str) -> None:
    async with at(bench, step) as (ana, _):
        await ana.says(words)

        draft = (await memory_of(bench, ana)).draft
        assert draft is None or draft.start is None
        assert ana.reply.buttons


@pytest.mark.parametrize("step", STEPS)
async def test_a_button_of_an_older_form_says_so_and_changes_nothing(
    bench: Bench, step: str
) -> None:
    async with at(bench, step) as (ana, draft):
        for forged in (f"form:{draft.number + 1:x}:ok", f"form:{draft.number + 1:x}:c:stop"):
            await ana.forges(forged, on=ana.reply)
            ana.sees("form that is closed")
        assert (await memory_of(bench, ana)).draft == draft
