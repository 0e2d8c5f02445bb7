"""The waiting list as citizens meet it: buttons that join, answers in both languages."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from bot.booking.book import Book, Booking, Decline, JoinLine, LeaveLine, Offer, Slot, Waiting
from bot.booking.form import Booked, NothingFree, Result, Scene
from bot.dialogue.acts import DeclineOffer, StopWaiting, TakeOffer, Wait
from bot.dialogue.appointments import AppointmentSpeaker
from bot.dialogue.model import Memory, Reply, Turn
from bot.dialogue.waiting import WaitingRoom
from tests.bench import learned, shipped

NOW = datetime.fromisoformat("2026-11-24T12:00:00-05:00")
SERVICE = "passport_renewal"
BOOKING = Booking("LIM-7K4Q-9", 7, SERVICE, "Ana", NOW + timedelta(days=20, hours=-3), 15)
SLOT = Slot(SERVICE, datetime.fromisoformat("2026-11-27T09:00:00-05:00"), 15)
OFFER = Offer(5, SLOT, NOW + timedelta(hours=1), open=True)
EARLIER = Waiting(SERVICE, BOOKING.reference, 2, (OFFER,))
ANY = Waiting(SERVICE, None, 3)
both = pytest.mark.parametrize("language", ["en", "es"])


def room() -> WaitingRoom:
    found = learned().waiting
    assert found
    return found


def turn(*waits: Waiting, mine: tuple[Booking, ...] = (BOOKING,)) -> Turn:
    return Turn("", NOW, "en", Book(mine=mine, waits=waits), 7)


def acts(reply: Reply) -> list[object]:
    rows = (*reply.grid, reply.buttons)
    return [button.act for row in rows for button in row]


def ended(result: Result, *waits: Waiting, language: str = "en") -> Reply:
    scene = Scene(7, Book(mine=(BOOKING,), waits=waits), NOW)
    return AppointmentSpeaker(shipped()).reply(result, language, scene)


@both
def test_where_nothing_is_free_one_tap_waits_and_another_stops(language: str) -> None:
    nothing = Result(None, NothingFree(SERVICE, date(2027, 1, 23)))

    assert Wait(SERVICE) in acts(ended(nothing, language=language))
    waiting = ended(nothing, ANY, language=language)
    assert Wait(SERVICE) not in acts(waiting)
    assert StopWaiting(SERVICE) in acts(waiting)
    assert "3" in waiting.text.text.splitlines()[-1]
    moving = Result(None, NothingFree(SERVICE, date(2027, 1, 23), BOOKING))
    assert Wait(SERVICE, BOOKING.reference) in acts(ended(moving, language=language))


def test_a_confirmation_offers_to_wait_unless_nothing_earlier_could_come() -> None:
    soon = replace(BOOKING, start=NOW + timedelta(days=2))

    assert Wait(SERVICE, BOOKING.reference) in acts(ended(Result(None, Booked(BOOKING))))
    assert not any(isinstance(act, Wait) for act in acts(ended(Result(None, Booked(soon)))))


@both
def test_joining_keeps_the_facts_of_the_appointment_on_the_screen(language: str) -> None:
    reply = room().wait(Wait(SERVICE, BOOKING.reference), turn(), language)

    assert reply.changes == (JoinLine(SERVICE, BOOKING.reference),)
    assert "🔔" in reply.text.text
    assert "Ana" in reply.text.text
    assert StopWaiting(SERVICE, BOOKING.reference) in acts(reply)


@both
def test_without_an_appointment_it_says_how_long_it_looks_and_keeps(language: str) -> None:
    reply = room().wait(Wait(SERVICE), turn(), language)

    assert reply.changes == (JoinLine(SERVICE),)
    assert "23" in reply.text.text, "sixty days from now is 23 January"
    assert "1 h" in reply.text.text


@pytest.mark.parametrize(
    "act", [Wait("dog_licence"), Wait(SERVICE, "LIM-2222-2"), Wait(SERVICE, BOOKING.reference)]
)
def test_who_cannot_wait_or_does_already_changes_nothing(act: Wait) -> None:
    assert room().wait(act, turn(EARLIER), "en").changes == ()


def test_who_has_as_many_as_allowed_is_told_so_instead_of_waiting_in_vain() -> None:
    six = tuple(replace(BOOKING, reference=f"LIM-{n}", person=f"P{n}") for n in range(6))
    reply = room().wait(Wait(SERVICE), turn(mine=six), "en")

    assert reply.changes == ()
    assert "one account can have at a time: 6" in reply.text.text


def test_leaving_once_is_as_good_as_twice() -> None:
    stop = StopWaiting(SERVICE, BOOKING.reference)

    assert room().stop(stop, turn(EARLIER), "en").changes == (
        LeaveLine(SERVICE, BOOKING.reference),
    )
    again = room().stop(stop, turn(), "en")
    assert again.changes == ()
    assert again.text.text.startswith("You are off the waiting list.")


def test_declining_the_last_offer_leaves_the_line() -> None:
    spent = replace(EARLIER, offers=(OFFER,) * 3)

    assert room().decline(DeclineOffer(5), turn(EARLIER), "en").changes == (Decline(5),)
    last = room().decline(DeclineOffer(5), turn(spent), "en")
    assert last.changes == (LeaveLine(SERVICE, BOOKING.reference),)
    assert "I look no more" in last.text.text


def test_a_second_tap_on_take_it_shows_what_the_first_has_done() -> None:
    reply, memory = room().take(TakeOffer(5), turn(EARLIER), Memory(), "en")
    moved = replace(BOOKING, start=SLOT.start, sequence=1)
    again, after = room().take(TakeOffer(5), turn(mine=(moved,)), memory, "en")

    assert "Moved" in reply.text.text
    assert again.changes == ()
    assert "Friday 27 November, 9:00 a.m." in again.text.text
    assert after == memory
    stranger, _ = room().take(TakeOffer(5), turn(mine=(moved,)), Memory(), "en")
    assert stranger.text.text.startswith("That time is no longer kept for you.")


@both
def test_mine_tells_the_place_in_line(language: str) -> None:
    scene = Book(mine=(BOOKING,), waits=(EARLIER, ANY))
    reply = AppointmentSpeaker(shipped()).mine(scene, language, NOW)
    alone = AppointmentSpeaker(shipped()).mine(Book(waits=(ANY,)), language, NOW)

    for said in (reply, alone):
        assert "3" in said.text.text.splitlines()[-1]
        assert StopWaiting(SERVICE) in acts(said)
