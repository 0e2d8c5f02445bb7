"""Who is offered what: pure decisions about the waiting list."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.booking.book import Book, Booking, Move, Offer, Slot, Waiting
from bot.booking.events import Purpose
from bot.booking.form import Moved, Scene
from bot.booking.slots import Slots
from bot.booking.waitlist import InLine, WaitDesk, can_wait, is_kept
from tests.booking.office import ANA, FRIDAY, MONDAY, NOW, TUESDAY, at, lima, services, slots

OFFER = Offer(5, Slot("renewal", at(FRIDAY, "09:00"), 30), NOW + timedelta(hours=1), open=True)
BOOKING = Booking("LIM-1", 1, "renewal", ANA, at(TUESDAY, "09:00"), 30)
WAITING = Waiting("renewal", "LIM-1", 1, (OFFER,))
FIRST = InLine(1, 1, "renewal", None, None)
EARLIER = InLine(2, 1, "renewal", "LIM-1", BOOKING.start)


def desk(**rules: int) -> WaitDesk:
    return WaitDesk(Slots(services(**rules), lima()))


def scene(**book: object) -> Scene:
    waits = (Waiting("renewal", None, 1), replace(WAITING, offers=()))
    return Scene(1, Book(**{"mine": (BOOKING,), "waits": waits, **book}), NOW)  # type: ignore[arg-type]  # fields of Book


def test_the_earliest_time_that_keeps_the_margin_is_proposed() -> None:
    proposal = desk().proposal(FIRST, scene())

    assert proposal
    assert proposal.slot.start == at(FRIDAY, "08:00")
    assert proposal.until == NOW + timedelta(minutes=60)
    assert proposal.booking is None
    assert desk(offer_hours_ahead=96).proposal(FIRST, scene()) != proposal


def test_the_longer_of_margin_and_notice_is_kept() -> None:
    waiting = replace(scene(), book=Book(waits=(Waiting("notary", None, 1),)))
    notary = desk().proposal(replace(FIRST, service="notary"), waiting)

    assert notary
    assert notary.slot.start >= NOW + timedelta(hours=72)


def test_earlier_is_an_earlier_day() -> None:
    proposal = desk().proposal(EARLIER, scene())
    on_friday = replace(BOOKING, start=at(FRIDAY, "11:00"))

    assert proposal
    assert proposal.booking == BOOKING
    same_day = replace(EARLIER, start=on_friday.start)
    assert desk().proposal(same_day, scene(mine=(on_friday,))) is None


def test_what_was_offered_before_is_passed_over() -> None:
    offered = frozenset({at(FRIDAY, "08:00"), at(FRIDAY, "08:30")})
    proposal = desk().proposal(replace(EARLIER, offered=offered), scene())

    assert proposal
    assert proposal.slot.start == at(FRIDAY, "09:00")


def test_the_last_offer_is_known_to_be_the_last() -> None:
    used = scene(waits=(replace(WAITING, offers=(OFFER, OFFER)),))
    third, not_last = (desk(most_offers=most).proposal(EARLIER, used) for most in (3, 4))

    assert third
    assert not_last
    assert (third.last, not_last.last) == (True, False)


@pytest.mark.parametrize(
    "changed",
    [{"waits": ()}, {"mine": ()}, {"recent": 6}],
    ids=["has left", "has cancelled", "has moved too often"],
)
def test_nothing_is_proposed_to_who_could_not_take_it(changed: dict[str, object]) -> None:
    assert desk().proposal(EARLIER, scene())
    assert desk().proposal(EARLIER, scene(**changed)) is None


def test_candidates_come_in_order_and_only_where_something_is_free() -> None:
    early = replace(EARLIER, id=3, start=at(FRIDAY, "10:00"))
    gone = replace(FIRST, id=4, service="dog_licence")
    line = (early, EARLIER, gone, FIRST)

    assert [*desk().candidates(line, {}, NOW)] == [EARLIER, FIRST]
    full = {
        (name, cell): frozenset({1, 2})
        for name in ("counter",)
        for day in range(40)
        for slot in slots().of_day("renewal", NOW.date() + timedelta(days=day))
        for cell in slots().cells(slot)
    }
    assert [*desk().candidates(line, full, NOW)] == []


def test_one_tap_moves_what_is_still_kept() -> None:
    result = desk().taken(WAITING, OFFER, scene())

    assert result
    assert isinstance(result.says, Moved)
    [move] = result.changes
    assert isinstance(move, Move)
    assert (move.booking.start, move.booking.sequence) == (OFFER.slot.start, 1)


@pytest.mark.parametrize("late", ["expired", "closed", "cancelled", "moved", "taken", "capped"])
def test_a_tap_that_is_too_late_moves_nothing(late: str) -> None:
    offer, then = OFFER, scene()
    match late:
        case "expired":
            then = replace(then, now=OFFER.until)
        case "closed":
            offer = replace(OFFER, open=False)
        case "cancelled":
            then = scene(mine=())
        case "moved":
            then = scene(mine=(replace(BOOKING, start=at(FRIDAY, "08:00")),))
        case "taken":
            then = scene(taken={("counter", at(FRIDAY, "09:00")): frozenset({1, 2})})
        case "capped":
            then = scene(recent=6)

    assert desk().taken(WAITING, offer, then) is None


def test_what_one_tap_cannot_do_is_asked_for_in_a_form() -> None:
    move, book = (
        desk().asking(waiting, OFFER) for waiting in (WAITING, Waiting("renewal", None, 1))
    )

    assert (move.purpose, move.reference) == (Purpose.MOVE, "LIM-1")
    assert (book.purpose, book.heard.service) == (Purpose.BOOK, "renewal")
    assert move.heard.wish == book.heard.wish
    assert [span.first for span in book.heard.wish.readings] == [FRIDAY]


def test_who_can_wait() -> None:
    zone, file = lima().zone, services()

    assert can_wait(file, BOOKING, NOW, zone)
    assert can_wait(file, replace(BOOKING, start=at(MONDAY, "08:00")), NOW, zone)
    soon = replace(BOOKING, start=NOW + timedelta(hours=48))
    assert not can_wait(file, soon, NOW, zone), "nothing earlier could be offered"
    assert not can_wait(file, replace(BOOKING, service="dog_licence"), NOW, zone)
    assert not can_wait(services(most_offers=0), BOOKING, NOW, zone)


def test_an_offer_is_kept_until_its_end_and_no_longer() -> None:
    second = timedelta(seconds=1)

    assert is_kept(OFFER, OFFER.until - second)
    assert not is_kept(OFFER, OFFER.until)
    assert not is_kept(replace(OFFER, open=False), NOW)
