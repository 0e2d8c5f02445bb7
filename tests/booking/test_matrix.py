"""Every event in every state: an answer always, and draft, words and changes that agree."""

from collections.abc import Callable
from copy import copy
from dataclasses import replace
from datetime import UTC, date, datetime, time
from functools import cache
from itertools import count

import pytest

from bot.booking.events import (
    Begin,
    ChooseBooking,
    ChooseDay,
    ChooseService,
    ChooseTime,
    Confirm,
    Control,
    Event,
    Heard,
    MoreDays,
    Purpose,
    Resume,
    ShowMonth,
    Steer,
    Wish,
)
from bot.booking.form import Draft, Scene, Step
from bot.calendar import Span
from tests.booking.ledger import Ledger, StaleError
from tests.booking.office import (
    ANA,
    FRIDAY,
    LUIS,
    MONDAY,
    NOW,
    TUESDAY,
    Citizen,
    at,
    fill,
    heard,
    slots,
    wish,
)
from tests.booking.wellformed import check

BOOK, MOVE, CANCEL = Purpose.BOOK, Purpose.MOVE, Purpose.CANCEL
EVERY_DAY = Wish(readings=(Span(date.min, date.max),))
TWO_READINGS = Wish(readings=(Span(MONDAY, MONDAY), Span(TUESDAY, TUESDAY)))

STATES: dict[str, Begin | None] = {
    "no form": None,
    "book: service": Begin(BOOK),
    "book: day": Begin(BOOK, Heard("renewal")),
    "book: reading": Begin(BOOK, Heard("renewal", TWO_READINGS)),
    "book: time": Begin(BOOK, heard(FRIDAY, service="renewal")),
    "book: person": Begin(BOOK, heard(FRIDAY, "09:00", service="renewal")),
    "book: confirm": Begin(BOOK, heard(FRIDAY, "09:00", service="renewal", person="Rosa Paz")),
    "move: booking": Begin(MOVE),
    "move: day": Begin(MOVE, reference="LIM-0000-X"),
    "move: time": Begin(MOVE, heard(TUESDAY), reference="LIM-0000-X"),
    "move: confirm": Begin(MOVE, heard(TUESDAY, "10:00"), reference="LIM-0000-X"),
    "cancel: booking": Begin(CANCEL),
    "cancel: confirm": Begin(CANCEL, reference="LIM-0001-X"),
}

EVENTS: tuple[Event, ...] = (
    Begin(BOOK),
    Begin(BOOK, heard(FRIDAY, "09:30", service="renewal", person=LUIS)),
    Begin(MOVE, Heard(reference="LIM-0001-X")),
    Begin(CANCEL, heard(MONDAY)),
    Begin(MOVE, reference="LIM-ZZZZ-Z"),
    Heard(),
    *(Heard(control=control) for control in Control),
    *(Heard("notary", control=control) for control in Control),
    heard(MONDAY),
    heard(MONDAY, "08:30", control=Control.NO),
    heard(clock="10:00"),
    heard(clock="23:00"),
    heard(date(2026, 11, 26)),
    heard(date.max, "09:00"),
    heard(date.min),
    Heard(wish=wish(earliest=True)),
    Heard(wish=EVERY_DAY),
    Heard(wish=TWO_READINGS),
    Heard(wish=Wish(between=(time(8), time(10)))),
    Heard("birth"),
    Heard("no_such_service"),
    Heard(person=ANA),
    Heard(person="4\n4"),
    Heard(person=""),
    Heard(reference="LIM-0000-X"),
    Heard(reference="LIM-ZZZZ-Z"),
    ChooseService("birth"),
    ChooseService("no_such_service"),
    ChooseDay(TUESDAY),
    ChooseDay(date.max),
    ChooseDay(date.min),
    ChooseTime(at(FRIDAY, "10:00")),
    ChooseTime(at(FRIDAY, "10:01")),
    ChooseTime(datetime.max.replace(tzinfo=UTC)),
    ChooseTime(datetime.min.replace(tzinfo=UTC)),
    ChooseTime(datetime(2026, 11, 27, 9)),  # noqa: DTZ001 - of no zone: must not hurt
    ChooseBooking("LIM-0000-X"),
    ChooseBooking("LIM-ZZZZ-Z"),
    MoreDays(FRIDAY),
    MoreDays(date.max),
    MoreDays(date.min),
    ShowMonth(date(2026, 12, 1)),
    ShowMonth(date.max),
    ShowMonth(date.min),
    Confirm(),
    Confirm(edition=99),
    *(Steer(control) for control in Control),
    Resume(),
)


def as_it_was(_: Citizen) -> None:
    """Nothing has happened meanwhile."""


def hold_over(citizen: Citizen) -> None:
    citizen.waits(minutes=11)


def taken_meanwhile(citizen: Citizen) -> None:
    citizen.waits(minutes=11)
    for day, clock in ((FRIDAY, "09:00"), (TUESDAY, "10:00")):
        fill(citizen, "renewal", day, clock)


def bookings_gone(citizen: Citizen) -> None:
    citizen.ledger.bookings.clear()


def much_later(citizen: Citizen) -> None:
    citizen.waits(days=400)


def earlier(citizen: Citizen) -> None:
    citizen.waits(days=-3)


def older_pack(citizen: Citizen) -> None:
    if citizen.draft and citizen.draft.purpose is BOOK:
        citizen.draft = replace(citizen.draft, service="abolished")


MEANWHILE = (
    as_it_was,
    hold_over,
    taken_meanwhile,
    bookings_gone,
    much_later,
    earlier,
    older_pack,
)


def in_state(opened: Begin | None) -> Citizen:
    """A citizen of their own in that state, of two appointments."""
    citizen = prepared(opened)
    book = citizen.ledger
    ledger = Ledger(copy(book.bookings), copy(book.holds), copy(book.resting), copy(book.acts))
    return replace(citizen, ledger=ledger, lots=count(100))


@cache
def prepared(opened: Begin | None) -> Citizen:
    citizen = Citizen()
    citizen.has("renewal", FRIDAY, "08:00")
    citizen.has("birth", TUESDAY, "09:00", person=LUIS)
    if opened:
        citizen.does(opened)
    return citizen


def test_the_states_are_all_there_are() -> None:
    drafts = [in_state(opened).draft for opened in STATES.values()]
    met = {(draft.purpose, draft.step) for draft in drafts if draft}

    asked_in_time = {Step.DAY, Step.TIME, Step.CONFIRM}
    assert met == {
        *((BOOK, step) for step in {Step.SERVICE, Step.PERSON} | asked_in_time),
        *((MOVE, step) for step in {Step.BOOKING} | asked_in_time),
        *((CANCEL, step) for step in (Step.BOOKING, Step.CONFIRM)),
    }
    assert {type(event) for event in EVENTS} == {*Event.__args__}


@pytest.mark.parametrize("meanwhile", MEANWHILE)
@pytest.mark.parametrize("state", STATES)
def test_every_event_has_an_answer_that_holds_together(
    state: str, meanwhile: Callable[[Citizen], None]
) -> None:
    for event in EVENTS:
        citizen = in_state(STATES[state])
        meanwhile(citizen)
        before, standing = citizen.draft, {*citizen.ledger.bookings}
        book = citizen.ledger.book(citizen.number, citizen.now)

        result = citizen.does(event)

        check(before if not isinstance(event, Begin) else None, book, result, slots(), citizen.now)
        lost = standing - {*citizen.ledger.bookings}
        agreed = isinstance(event, Confirm) or Control.YES in (getattr(event, "control", None),)
        assert not lost or (agreed and before and before.purpose is CANCEL)


@pytest.mark.parametrize("state", STATES)
def test_asked_again_it_says_the_same_and_changes_nothing(state: str) -> None:
    """After whatever has led there: what is resumed is what was asked."""
    asked_again = 0
    for event in EVENTS:
        citizen = in_state(STATES[state])
        asked = citizen.does(event)
        if asked.draft is None or isinstance(event, ShowMonth):
            continue  # the month view is left for the list of days
        asked_again += 1
        again = citizen.does(Resume())
        assert (again.says, again.draft, again.changes) == (asked.says, asked.draft, ())
        assert again.refusal is None
    assert asked_again or state == "no form"


@pytest.mark.parametrize("state", STATES)
def test_the_same_event_in_the_same_state_leads_to_the_same(state: str) -> None:
    """A handler that is run again after another citizen was faster must be able to."""
    for event in EVENTS:
        citizen = in_state(STATES[state])
        scene = Scene(1, citizen.ledger.book(1, citizen.now, 77), citizen.now)
        first = citizen.desk.step(citizen.draft, event, scene)
        assert citizen.desk.step(citizen.draft, event, scene) == first


@pytest.mark.parametrize("state", [name for name in STATES if name != "no form"])
def test_a_form_can_be_left_in_every_state(state: str) -> None:
    citizen = in_state(STATES[state])

    result = citizen.does(Heard(control=Control.STOP))

    assert result.draft is None
    assert citizen.ledger.holds == {}
    assert len(citizen.ledger.bookings) == 2


def test_a_draft_of_any_making_is_answered() -> None:
    """Drafts are kept in a database, through updates of the program and of the pack."""
    odd = 0
    for purpose in Purpose:
        for step in Step:
            for reference in (None, "LIM-0000-X", "LIM-ZZZZ-Z"):
                for start in (None, at(FRIDAY, "09:00"), at(FRIDAY, "03:33")):
                    draft = Draft(7, purpose, step, "renewal", start=start, reference=reference)
                    for event in (Resume(), Confirm(), Heard(person=ANA), Steer(Control.BACK)):
                        citizen = in_state(None)
                        citizen.draft = draft
                        result = citizen.does(event)
                        assert (result.draft is None) or result.draft.number == 7
                        odd += 1
    assert odd == 3 * 6 * 3 * 3 * 4


def test_the_ledger_of_these_tests_refuses_what_the_schema_refuses() -> None:
    """A guard that cannot refuse proves nothing."""
    one = Citizen()
    other = one.other()
    event = Begin(BOOK, heard(TUESDAY, "09:00", service="birth", person=ANA))
    at_once = [(who, who.ledger.book(who.number, NOW, who.number)) for who in (one, other)]

    first, second = (
        who.desk.step(None, event, Scene(who.number, book, NOW)).changes for who, book in at_once
    )

    one.ledger.apply(one.number, first, NOW)
    with pytest.raises(StaleError):
        other.ledger.apply(other.number, second, NOW)
