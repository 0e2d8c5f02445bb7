"""Moving and cancelling: which appointment is meant, and what becomes of it."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from bot.booking.book import Cancel, Move
from bot.booking.desk import BookingDesk
from bot.booking.events import (
    Begin,
    ChooseBooking,
    ChooseDay,
    ChooseTime,
    Confirm,
    Control,
    Heard,
    Purpose,
    Resume,
    Steer,
    Wish,
)
from bot.booking.form import (
    AskBooking,
    AskCancel,
    AskDay,
    AskMove,
    AskTime,
    Cancelled,
    Moved,
    NoBooking,
    NothingFree,
    Step,
    Stopped,
)
from bot.booking.refusals import Changed, SameTime, TakenTime, TooSoon, Unclear
from bot.calendar import Span
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
    lima,
    services,
    wish,
)

MOVE, CANCEL = Purpose.MOVE, Purpose.CANCEL


def with_three() -> Citizen:
    citizen = Citizen()
    citizen.has("renewal", FRIDAY, "09:00")
    citizen.has("renewal", MONDAY, "09:00", person=LUIS)
    citizen.has("birth", TUESDAY, "09:00")
    return citizen


def of(citizen: Citizen, number: int) -> Any:
    return citizen.ledger.bookings[f"LIM-{number:04}-X"][0]


# Cancelling


def test_the_only_appointment_is_cancelled_after_one_question() -> None:
    citizen = Citizen()
    booking = citizen.has("renewal", FRIDAY, "09:00")

    assert citizen.begins(CANCEL).says == AskCancel(booking, late=False)
    result = citizen.does(Confirm())

    assert (result.says, result.draft) == (Cancelled(booking, late=False), None)
    assert result.changes == (Cancel(booking.reference),)
    assert citizen.ledger.bookings == {}
    assert citizen.begins(CANCEL).says == NoBooking()


@pytest.mark.parametrize(("minutes", "late"), [(0, False), (1, True)])
def test_less_than_the_asked_for_time_before_it_is_late_and_accepted(
    minutes: int, late: bool
) -> None:
    citizen = Citizen(now=at(FRIDAY, "09:00") - timedelta(hours=24, minutes=-minutes))
    booking = citizen.has("renewal", FRIDAY, "09:00")

    assert citizen.begins(CANCEL).says == AskCancel(booking, late=late)
    assert citizen.does(Steer(Control.YES)).says == Cancelled(booking, late=late)


def test_no_keeps_the_appointment() -> None:
    citizen = Citizen()
    citizen.has("renewal", FRIDAY, "09:00")
    citizen.begins(CANCEL)

    assert citizen.does(Heard(control=Control.NO)).says == Stopped()
    assert len(citizen.ledger.bookings) == 1


def test_with_several_it_asks_which() -> None:
    citizen = with_three()

    asked = citizen.begins(CANCEL)

    assert isinstance(asked.says, AskBooking)
    assert len(asked.says.bookings) == 3
    assert citizen.does(ChooseBooking("LIM-0001-X")).says == AskCancel(of(citizen, 1), late=False)


@pytest.mark.parametrize(
    ("said", "number"),
    [
        (heard(day=FRIDAY), 0),
        (heard(day=MONDAY, clock="09:00"), 1),
        (Heard("birth"), 2),
        (Heard(person="Luis"), 1),
        (Heard(person=LUIS.upper()), 1),
        (Heard(reference="LIM-0002-X"), 2),
        (Heard(wish=wish(earliest=True)), 0),
        (Heard("renewal", person=ANA), 0),
    ],
)
def test_words_find_the_appointment_at_once_and_in_answer_to_which(
    said: Heard, number: int
) -> None:
    citizen = with_three()
    expected = AskCancel(of(citizen, number), late=False)

    assert citizen.does(Begin(CANCEL, said)).says == expected
    citizen.begins(CANCEL)
    assert citizen.does(said).says == expected


def test_words_that_fit_two_ask_which_of_the_two() -> None:
    citizen = with_three()

    asked = citizen.begins(CANCEL, service="renewal")

    assert isinstance(asked.says, AskBooking)
    assert [one.reference for one in asked.says.bookings] == ["LIM-0000-X", "LIM-0001-X"]
    assert citizen.does(Resume()).says == asked.says


def test_words_that_fit_none_are_not_taken_for_one() -> None:
    citizen = with_three()
    asked = citizen.begins(CANCEL)

    again = citizen.does(heard(day=date(2026, 12, 3)))

    assert (again.says, again.refusal) == (asked.says, Unclear())


def test_a_correction_names_another_and_the_older_button_cancels_nothing() -> None:
    citizen = with_three()
    first = citizen.begins(CANCEL, day=FRIDAY)
    assert first.draft
    citizen.does(Heard("birth", control=Control.NO))

    tapped = citizen.does(Confirm(first.draft.edition))

    assert (tapped.says, tapped.refusal) == (AskCancel(of(citizen, 2), late=False), Changed())
    assert len(citizen.ledger.bookings) == 3


def test_yes_and_the_same_appointment_is_yes() -> None:
    citizen = with_three()
    citizen.begins(CANCEL, day=FRIDAY)

    assert isinstance(citizen.does(heard(day=FRIDAY, control=Control.YES)).says, Cancelled)


@pytest.mark.parametrize("purpose", [MOVE, CANCEL])
def test_a_reference_of_somebody_else_is_none(purpose: Purpose) -> None:
    citizen = with_three()
    stranger = citizen.other()
    stranger.has("renewal", FRIDAY, "10:00")

    assert stranger.begins(purpose, reference="LIM-0001-X").says == NoBooking()
    stranger.begins(purpose)
    tapped = stranger.does(ChooseBooking("LIM-0001-X"))
    assert tapped.refusal == Unclear()
    assert "LIM-0001-X" not in repr(tapped)


@pytest.mark.parametrize("purpose", [MOVE, CANCEL])
def test_an_appointment_that_is_gone_ends_its_form(purpose: Purpose) -> None:
    citizen = Citizen()
    citizen.has("renewal", FRIDAY, "09:00")
    citizen.begins(purpose)
    citizen.ledger.bookings.clear()

    assert citizen.does(Confirm()).says == NoBooking()


def test_an_appointment_whose_time_has_come_is_neither_moved_nor_cancelled() -> None:
    citizen = Citizen(now=at(FRIDAY, "09:00"))
    citizen.has("renewal", FRIDAY, "09:00")

    assert citizen.begins(CANCEL).says == NoBooking()
    assert citizen.begins(MOVE).says == NoBooking()


# Moving


def test_a_move_keeps_the_old_time_until_it_is_confirmed_and_the_reference_always() -> None:
    citizen = Citizen()
    old = citizen.has("renewal", FRIDAY, "09:00")

    assert isinstance(citizen.begins(MOVE).says, AskDay)
    assert isinstance(citizen.does(ChooseDay(MONDAY)).says, AskTime)
    asked = citizen.does(ChooseTime(at(MONDAY, "10:00")))
    assert isinstance(asked.says, AskMove)
    assert citizen.ledger.bookings[old.reference][0] == old
    result = citizen.does(Confirm())

    moved = replace(old, start=at(MONDAY, "10:00"), sequence=1)
    assert result.says == Moved(moved, before=old.start)
    assert [type(change) for change in result.changes] == [Move]
    assert citizen.ledger.bookings[old.reference][0] == moved
    assert citizen.ledger.holds == {}


def test_a_time_said_with_it_leads_straight_to_the_confirmation() -> None:
    citizen = Citizen()
    old = citizen.has("renewal", FRIDAY, "09:00")

    result = citizen.begins(MOVE, day=MONDAY, clock="10:00")

    assert isinstance(result.says, AskMove)
    assert (result.says.booking, result.says.slot.start) == (old, at(MONDAY, "10:00"))


def test_the_day_of_the_appointment_tells_which_one_is_meant() -> None:
    citizen = with_three()

    result = citizen.begins(MOVE, day=MONDAY)

    assert isinstance(result.says, AskDay)
    assert result.draft
    assert result.draft.reference == "LIM-0001-X"


def test_from_one_day_to_another() -> None:
    citizen = with_three()
    both = Wish(readings=(Span(FRIDAY, FRIDAY), Span(date(2026, 12, 2), date(2026, 12, 2))))

    result = citizen.begins(MOVE, heard=Heard(wish=both))

    assert isinstance(result.says, AskTime)
    assert result.says.day == date(2026, 12, 2)
    assert result.draft
    assert result.draft.reference == "LIM-0000-X"


def test_to_another_time_of_the_same_day() -> None:
    citizen = Citizen()
    citizen.has("renewal", FRIDAY, "09:00")

    result = citizen.begins(MOVE, day=FRIDAY, clock="11:00")

    assert isinstance(result.says, AskMove)
    assert result.says.slot.start == at(FRIDAY, "11:00")


def test_a_new_day_does_not_get_lost_while_it_asks_which_appointment() -> None:
    citizen = with_three()

    asked = citizen.begins(MOVE, day=date(2026, 12, 3))

    assert isinstance(asked.says, AskBooking)
    chosen = citizen.does(ChooseBooking("LIM-0000-X"))
    assert isinstance(chosen.says, AskTime)
    assert chosen.says.day == date(2026, 12, 3)


def test_the_time_it_has_already_is_not_offered_and_is_refused() -> None:
    citizen = Citizen()
    booking = citizen.has("renewal", FRIDAY, "09:00")
    citizen.begins(MOVE)

    shown = citizen.does(ChooseDay(FRIDAY))
    tapped = citizen.does(ChooseTime(at(FRIDAY, "09:00")))

    assert isinstance(shown.says, AskTime)
    assert time(9) not in [free.start.time() for free in shown.says.times]
    assert tapped.refusal == SameTime(booking)


def test_its_own_place_counts_as_taken_until_it_has_moved() -> None:
    citizen = Citizen()
    citizen.has("birth", TUESDAY, "09:00")
    citizen.begins(MOVE)

    result = citizen.does(heard(day=TUESDAY, clock="09:30"))

    assert result.refusal is not None
    assert result.changes == ()


def test_a_move_keeps_the_notice_and_looks_for_free_times_like_a_booking() -> None:
    citizen = Citizen(now=at(date(2026, 11, 29), "12:00"))
    citizen.has("renewal", TUESDAY, "09:00")
    fill(citizen, "renewal", date(2026, 12, 2), "09:00")
    citizen.begins(MOVE)

    assert isinstance(citizen.does(heard(day=MONDAY, clock="09:00")).refusal, TooSoon)
    taken = citizen.does(heard(day=date(2026, 12, 2), clock="09:00"))
    assert taken.refusal == TakenTime(at(date(2026, 12, 2), "09:00"))


def test_another_appointment_can_be_named_in_the_middle() -> None:
    citizen = with_three()
    citizen.begins(MOVE, day=FRIDAY)

    result = citizen.does(Heard("birth"))

    assert result.draft
    assert result.draft.reference == "LIM-0002-X"


def test_back_from_the_days_asks_which_appointment_again() -> None:
    citizen = with_three()
    citizen.begins(MOVE, day=FRIDAY)

    result = citizen.does(Steer(Control.BACK))

    assert isinstance(result.says, AskBooking)
    assert len(result.says.bookings) == 3


def test_back_from_the_last_question_goes_to_the_times() -> None:
    citizen = Citizen()
    citizen.has("renewal", FRIDAY, "09:00")
    citizen.begins(MOVE, day=MONDAY, clock="10:00")

    steps = []
    for _ in range(3):
        citizen.does(Steer(Control.BACK))
        assert citizen.draft
        steps.append(citizen.draft.step)

    assert steps == [Step.TIME, Step.DAY, Step.DAY]


def test_back_from_cancelling_one_of_several_asks_which() -> None:
    citizen = with_three()
    citizen.begins(CANCEL, day=FRIDAY)

    assert isinstance(citizen.does(Steer(Control.BACK)).says, AskBooking)


def test_a_service_that_is_given_no_more_can_be_cancelled_and_not_moved() -> None:
    citizen = Citizen()
    booking = citizen.has("birth", TUESDAY, "09:00")
    file = services()
    fewer = {name: one for name, one in file.services.items() if name != "birth"}
    citizen.desk = BookingDesk(file.model_copy(update={"services": fewer}), lima())

    assert citizen.begins(MOVE).says == NothingFree("birth", NOW.date(), booking)
    assert citizen.begins(CANCEL).says == AskCancel(booking, late=False)


def test_a_freed_time_rests_for_a_random_while_where_the_post_wants_it() -> None:
    rests = set()
    for lot in range(40):
        citizen = Citizen(desk=BookingDesk(services(rest_minutes=[20, 90]), lima()))
        citizen.lots = iter([lot, lot * 7919])
        citizen.has("renewal", FRIDAY, "09:00")
        citizen.begins(CANCEL)
        [change] = citizen.does(Confirm()).changes
        assert isinstance(change, Cancel)
        assert isinstance(change.rests, datetime)
        rests.add(change.rests - NOW)

    assert timedelta(minutes=20) <= min(rests)
    assert max(rests) <= timedelta(minutes=90)
    assert len(rests) > 15


def test_a_moved_time_rests_too() -> None:
    citizen = Citizen(desk=BookingDesk(services(rest_minutes=[60, 60]), lima()))
    citizen.has("birth", TUESDAY, "09:00")
    citizen.begins(MOVE, day=FRIDAY, clock="09:00")
    citizen.does(Confirm())

    other = citizen.other()
    assert other.begins(day=TUESDAY, clock="09:00", service="birth").refusal is not None
    other.waits(minutes=60)
    assert other.begins(day=TUESDAY, clock="09:00", service="birth").refusal is None
