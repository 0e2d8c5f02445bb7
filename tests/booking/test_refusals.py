"""Each rule refuses with its numbers, and what is asked next is the next legal act."""

from datetime import date, time, timedelta

import pytest

from bot.booking.desk import BookingDesk
from bot.booking.events import ChooseDay, ChooseTime, Heard, Purpose, Wish
from bot.booking.form import AskDay, AskPerson, AskTime, NothingFree, Result, Stopped
from bot.booking.refusals import (
    Closed,
    FullDay,
    Gone,
    HasOne,
    NoHoursBetween,
    NoSuchTime,
    NoTimeBetween,
    TakenTime,
    TooFar,
    TooMany,
    TooOften,
    TooSoon,
)
from bot.calendar import Span, State
from tests.booking.office import (
    ANA,
    FRIDAY,
    LUIS,
    MONDAY,
    MORNING,
    NOW,
    TUESDAY,
    Citizen,
    at,
    calendar_with,
    fill,
    heard,
    lima,
    services,
)

LAST = date(2026, 12, 24)
"""The last day within 30 days of NOW."""


def first_day(result: Result) -> date:
    assert isinstance(result.says, AskDay), result.says
    return result.says.days[0].day


def test_a_closed_day_says_why_and_offers_the_next_free_days() -> None:
    thanksgiving = date(2026, 11, 26)

    result = Citizen().begins(day=thanksgiving, clock="09:00", service="renewal")

    assert result.refusal == Closed(lima().day("office", thanksgiving))
    assert first_day(result) == FRIDAY


def test_a_day_without_hours_for_the_service_is_closed_for_it() -> None:
    result = Citizen().begins(day=MONDAY, service="birth")

    assert isinstance(result.refusal, Closed)
    assert result.refusal.day.state is State.OPEN
    assert first_day(result) == TUESDAY


def test_a_weekend_is_closed() -> None:
    weekend = Wish(readings=(Span(date(2026, 11, 28), date(2026, 11, 29)),))

    result = Citizen().begins(heard=Heard("renewal", weekend))

    assert isinstance(result.refusal, Closed)
    assert result.refusal.day.date == date(2026, 11, 28)
    assert first_day(result) == MONDAY


def test_a_full_day_offers_the_days_after_it() -> None:
    citizen = Citizen()
    for clock in MORNING:
        fill(citizen, "renewal", MONDAY, f"{clock:%H:%M}")

    result = citizen.begins(day=MONDAY, service="renewal")

    assert result.refusal == FullDay(Span(MONDAY, MONDAY))
    assert first_day(result) == TUESDAY
    assert isinstance(result.says, AskDay)
    assert result.says.earlier, "Friday is free"


def test_a_full_week_offers_the_days_after_it() -> None:
    citizen = Citizen()
    week = Span(TUESDAY, date(2026, 12, 4))
    for number in range(4):
        for clock in MORNING:
            fill(citizen, "renewal", TUESDAY + timedelta(days=number), f"{clock:%H:%M}")

    result = citizen.begins(heard=Heard("renewal", Wish(readings=(week,))))

    assert result.refusal == FullDay(week)
    assert first_day(result) == date(2026, 12, 7)


def test_the_only_free_day_of_a_week_is_taken_for_it() -> None:
    this_week = Wish(readings=(Span(NOW.date(), date(2026, 11, 29)),))

    result = Citizen().begins(heard=Heard("renewal", this_week))

    assert isinstance(result.says, AskTime)
    assert (result.says.day, result.refusal) == (FRIDAY, None)


def test_a_stretch_that_is_too_soon_as_a_whole_says_so() -> None:
    citizen = Citizen(now=at(MONDAY, "07:00"))
    today_and_yesterday = Wish(readings=(Span(date(2026, 11, 29), MONDAY),))

    result = citizen.begins(heard=Heard("renewal", today_and_yesterday))

    assert isinstance(result.refusal, TooSoon)
    assert first_day(result) == TUESDAY


def test_a_taken_time_offers_the_others_of_its_day() -> None:
    citizen = Citizen()
    fill(citizen, "renewal", FRIDAY, "09:00")

    result = citizen.begins(day=FRIDAY, clock="09:00", service="renewal")

    assert result.refusal == TakenTime(at(FRIDAY, "09:00"))
    assert isinstance(result.says, AskTime)
    assert [free.start.time() for free in result.says.times] == [
        clock for clock in MORNING if clock != time(9)
    ]


@pytest.mark.parametrize("clock", ["09:10", "15:00", "11:30"])
def test_a_time_at_which_nothing_begins_offers_those_at_which_something_does(clock: str) -> None:
    result = Citizen().begins(day=FRIDAY, clock=clock, service="renewal")

    assert result.refusal == NoSuchTime(FRIDAY, time.fromisoformat(clock))
    assert isinstance(result.says, AskTime)


def test_a_part_of_the_day_with_nothing_free_offers_the_rest_of_the_day() -> None:
    afternoon = Wish(readings=(Span(FRIDAY, FRIDAY),), between=(time(13), time(18)))

    result = Citizen().begins(heard=Heard("renewal", afternoon))

    assert result.refusal == NoHoursBetween(time(8), time(11))
    assert isinstance(result.says, AskTime)
    assert len(result.says.times) == len(MORNING)


def test_a_part_of_the_day_that_is_taken_is_told_from_one_without_appointments() -> None:
    citizen = Citizen()
    for clock in ("08:00", "08:30"):
        fill(citizen, "renewal", FRIDAY, clock)
    early = Wish((Span(FRIDAY, FRIDAY),), between=(time(8), time(9)))

    result = citizen.begins(heard=Heard("renewal", early))

    assert result.refusal == NoTimeBetween(Span(FRIDAY, FRIDAY))


def test_a_part_of_the_day_that_no_day_has_offers_all_days() -> None:
    afternoon = Wish(between=(time(13), time(0)))

    result = Citizen().begins(heard=Heard("renewal", afternoon))

    assert result.refusal == NoHoursBetween(time(8), time(11))
    assert first_day(result) == FRIDAY


def test_a_week_without_such_times_offers_its_days_at_other_times() -> None:
    week = Span(MONDAY, date(2026, 12, 4))
    afternoons = Wish(readings=(week,), between=(time(13), time(18)))

    result = Citizen().begins(heard=Heard("renewal", afternoons))

    assert result.refusal == NoHoursBetween(time(8), time(11))
    assert first_day(result) == MONDAY


def test_less_than_the_notice_is_too_soon() -> None:
    citizen = Citizen(now=at(date(2026, 11, 29), "09:01"))

    result = citizen.begins(day=MONDAY, clock="09:00", service="renewal")

    assert result.refusal == TooSoon(24, citizen.now + timedelta(hours=24))
    assert isinstance(result.says, AskTime)
    assert result.says.times[0].start == at(MONDAY, "09:30")


def test_exactly_the_notice_is_soon_enough() -> None:
    citizen = Citizen(now=at(date(2026, 11, 29), "09:00"))

    result = citizen.begins(day=MONDAY, clock="09:00", service="renewal")

    assert isinstance(result.says, AskPerson)


def test_a_service_can_have_a_longer_notice() -> None:
    result = Citizen().begins(day=FRIDAY, clock="11:00", service="notary")

    assert isinstance(result.refusal, TooSoon)
    assert result.refusal.hours == 72
    assert first_day(result) == MONDAY


def test_a_day_that_is_too_soon_as_a_whole_offers_later_days() -> None:
    citizen = Citizen(now=at(FRIDAY, "07:00"))

    result = citizen.begins(day=FRIDAY, service="renewal")

    assert isinstance(result.refusal, TooSoon)
    assert first_day(result) == MONDAY


@pytest.mark.parametrize("clock", [None, "09:00"])
def test_beyond_the_horizon_is_too_far(clock: str | None) -> None:
    result = Citizen().begins(day=LAST + timedelta(days=1), clock=clock, service="renewal")

    assert result.refusal == TooFar(30, LAST)
    assert first_day(result) == FRIDAY


def test_the_last_day_of_the_horizon_can_be_booked() -> None:
    result = Citizen().begins(day=LAST, clock="09:00", service="renewal")

    assert isinstance(result.says, AskPerson)


def test_a_stretch_beyond_the_horizon_is_too_far() -> None:
    february = Wish(readings=(Span(date(2027, 2, 1), date(2027, 2, 28)),))

    result = Citizen().begins(heard=Heard("renewal", february))

    assert result.refusal == TooFar(30, LAST)


@pytest.mark.parametrize("day", [date(2026, 11, 23), date.min])
def test_the_past_is_gone(day: date) -> None:
    result = Citizen().begins(day=day, clock="09:00", service="renewal")

    assert result.refusal == Gone()
    assert first_day(result) == FRIDAY


def test_what_has_begun_is_gone_where_no_notice_is_asked_for() -> None:
    citizen = Citizen(desk=BookingDesk(services(notice_hours=0), lima()), now=at(FRIDAY, "09:00"))

    result = citizen.begins(day=FRIDAY, clock="09:00", service="renewal")

    assert result.refusal == Gone()
    assert isinstance(result.says, AskTime)
    assert result.says.times[0].start == at(FRIDAY, "09:30")


def test_the_tap_on_an_old_button_is_refused_like_the_words() -> None:
    citizen = Citizen()
    citizen.begins(service="renewal")

    assert citizen.does(ChooseDay(date(2026, 11, 20))).refusal == Gone()
    assert citizen.does(ChooseTime(at(date(2026, 11, 20), "09:00"))).refusal == Gone()
    assert isinstance(citizen.does(ChooseDay(date(2026, 11, 26))).refusal, Closed)


def test_a_person_has_one_appointment_for_a_service() -> None:
    citizen = Citizen()
    booking = citizen.has("renewal", MONDAY, "08:00", person="ANA MARIA PEREZ")

    result = citizen.begins(day=FRIDAY, clock="09:00", service="renewal", person=ANA)

    assert result.refusal == HasOne(booking)
    assert isinstance(result.says, AskPerson)
    assert citizen.does(Heard(person=LUIS)).refusal is None


def test_it_is_said_early_that_a_person_has_one() -> None:
    citizen = Citizen()
    booking = citizen.has("renewal", MONDAY, "08:00")

    result = citizen.begins(service="renewal", person=ANA)

    assert result.refusal == HasOne(booking)
    assert isinstance(result.says, AskDay)
    assert result.draft
    assert result.draft.person is None


def test_a_person_can_have_appointments_for_two_services() -> None:
    citizen = Citizen()
    citizen.has("renewal", MONDAY, "08:00")

    result = citizen.begins(day=TUESDAY, clock="09:00", service="birth", person=ANA)

    assert result.refusal is None


def test_an_account_has_at_most_so_many_appointments() -> None:
    citizen = Citizen()
    for clock, person in (("08:00", "Ana"), ("08:30", "Luis"), ("09:00", "Rosa")):
        citizen.has("renewal", MONDAY, clock, person=person)

    result = citizen.begins(service="birth")

    assert (result.draft, result.says, result.refusal) == (None, Stopped(), TooMany(3))


@pytest.mark.parametrize("purpose", [Purpose.BOOK, Purpose.MOVE])
def test_an_account_books_and_moves_at_most_so_often_in_30_days(purpose: Purpose) -> None:
    citizen = Citizen()
    citizen.has("renewal", MONDAY, "08:00")
    citizen.ledger.acts += [(citizen.number, NOW - timedelta(days=29))] * 6

    refused = citizen.begins(purpose)
    assert (refused.draft, refused.says, refused.refusal) == (None, Stopped(), TooOften(6))
    citizen.waits(days=1)
    assert citizen.begins(purpose).refusal is None


def test_cancelling_is_never_refused_for_acting_often() -> None:
    citizen = Citizen()
    citizen.has("renewal", MONDAY, "08:00")
    citizen.ledger.acts += [(citizen.number, NOW)] * 50

    assert citizen.begins(Purpose.CANCEL).refusal is None


def test_a_service_without_any_free_time_says_until_when() -> None:
    closed = {
        "date": FRIDAY,
        "until": date(2027, 1, 31),
        "channels": ["office"],
        "closed": True,
        "reason": {"en": "Renovation", "es": "Obras"},
    }
    citizen = Citizen(desk=BookingDesk(services(), calendar_with(exceptional=[closed])))

    result = citizen.begins(service="renewal")

    assert (result.draft, result.says) == (None, NothingFree("renewal", LAST))


def test_a_weightier_reason_is_told_before_a_lighter_one() -> None:
    """The closed day is told; the name that has one already is told when it matters."""
    citizen = Citizen()
    citizen.has("renewal", MONDAY, "08:00")

    result = citizen.begins(day=date(2026, 11, 26), service="renewal", person=ANA)

    assert isinstance(result.refusal, Closed)
    assert isinstance(citizen.does(ChooseDay(FRIDAY)).refusal, HasOne)


def test_hours_announced_later_do_not_sit_on_what_was_booked_before() -> None:
    """An opening at 9:15 shifts the grid: who has 9:00 is still there until 9:30."""
    citizen = Citizen()
    fill(citizen, "renewal", FRIDAY, "09:00")
    opening = {
        "date": FRIDAY,
        "channels": ["office"],
        "closed": False,
        "windows": ["09:15-11:30"],
        "reason": {"en": "Late opening", "es": "Apertura tardía"},
    }
    citizen.desk = BookingDesk(services(), calendar_with(exceptional=[opening]))

    result = citizen.begins(heard=heard(FRIDAY, "09:15", service="renewal"))

    assert result.refusal == TakenTime(at(FRIDAY, "09:15"))
