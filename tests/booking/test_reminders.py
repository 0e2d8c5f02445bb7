"""When citizens are reminded: in time, not at night, not twice, and by the post's clocks."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.booking.book import Booking, Cancel, Enter, Move
from bot.booking.desk import BookingDesk
from bot.booking.events import Confirm, Control, Purpose, Steer
from bot.booking.reminders import (
    APART,
    BEFORE_QUIET,
    LAST_CALL,
    SOONEST,
    good_until,
    schedule,
    when_to_say,
)
from bot.calendar import Calendar
from knowledge.services import BookingRules
from tests.booking.office import (
    ANA,
    FRIDAY,
    MONDAY,
    NOW,
    TUESDAY,
    Citizen,
    at,
    calendar_with,
    lima,
    services,
)

NIGHT = "21:00-08:00"
ASKED = [72, 24, 3]


def rules(*hours: int, quiet: str | None = NIGHT) -> BookingRules:
    given: dict[str, Any] = {"remind_hours_before": hours, "quiet_hours": quiet}
    return BookingRules.model_validate(given)


def appointment(start: datetime) -> Booking:
    return Booking("LIM-7K4Q-9", 1, "renewal", ANA, start, 30)


def clocks(due: tuple[datetime, ...], calendar: Calendar | None = None) -> list[str]:
    return [f"{(calendar or lima()).local(one):%d %H:%M}" for one in due]


def scheduled(start: datetime, *hours: int, quiet: str | None = NIGHT) -> list[str]:
    return clocks(schedule(appointment(start), rules(*hours, quiet=quiet), NOW, lima()))


def test_reminders_come_days_and_hours_before() -> None:
    assert scheduled(at(TUESDAY, "11:00"), *ASKED) == ["28 11:00", "30 11:00", "01 08:00"]


def test_what_falls_into_the_night_comes_the_evening_before() -> None:
    assert scheduled(at(TUESDAY, "08:00"), *ASKED) == ["28 08:00", "30 08:00", "30 20:45"]
    assert scheduled(at(TUESDAY, "11:00"), 4, 14) == ["30 20:45"]
    assert scheduled(at(TUESDAY, "08:00"), 8) == ["30 20:45"]


def test_quiet_hours_may_lie_within_a_day() -> None:
    assert scheduled(at(TUESDAY, "17:00"), 3, 4, 5, quiet="13:00-15:00") == ["01 12:00"]
    assert scheduled(at(TUESDAY, "18:00"), 3, quiet="13:00-15:00") == ["01 15:00"]


def test_without_quiet_hours_the_night_is_like_the_day() -> None:
    assert scheduled(at(TUESDAY, "08:00"), 3, quiet=None) == ["01 05:00"]


def test_a_post_may_want_no_reminders() -> None:
    assert scheduled(at(TUESDAY, "08:00")) == []


def test_what_is_past_or_near_when_somebody_books_is_left_out() -> None:
    start = at(FRIDAY, "11:00")  # NOW is Tuesday, 12:00: three days before are an hour ago
    assert scheduled(start, *ASKED) == ["26 11:00", "27 08:00"]

    near = NOW + timedelta(hours=24) + SOONEST
    assert scheduled(near - timedelta(seconds=1), 24, quiet=None) == []
    assert scheduled(near, 24, quiet=None) == ["24 13:00"]


def test_two_that_fall_together_are_one() -> None:
    start = at(TUESDAY, "08:00")

    assert scheduled(start, 12, 11, 3) == ["30 20:00"]
    assert scheduled(start, 24, 24) == ["30 08:00"]
    assert scheduled(start, 13, 3) == ["30 19:00", "30 20:45"]


def test_hours_are_counted_whatever_the_clocks_do_meanwhile() -> None:
    berlin = calendar_with(timezone="Europe/Berlin")
    start = berlin.combine(date(2027, 3, 29), time(9))  # clocks go forward on the 28th
    due = schedule(appointment(start), rules(48, 3), NOW, berlin)

    assert clocks(due, berlin) == ["27 08:00", "28 20:45"]
    assert start.astimezone(UTC) - due[0] == timedelta(hours=48)


zones = st.sampled_from(["America/Lima", "Europe/Berlin", "Asia/Kathmandu", "Pacific/Apia"])
instants = st.integers(0, 4 * 366 * 24 * 60).map(lambda minutes: NOW + timedelta(minutes=minutes))
nights = st.sampled_from([None, NIGHT, "00:00-06:30", "22:30-07:15", "12:00-14:00"])


@given(zones, instants, st.integers(0, 90 * 24), st.lists(st.integers(1, 240)), nights)
def test_whatever_the_rules_nobody_is_woken_or_told_too_late(
    zone: str, now: datetime, ahead: int, hours: list[int], quiet: str | None
) -> None:
    calendar = calendar_with(timezone=zone)
    booking, post = appointment(now + timedelta(hours=ahead)), rules(*hours, quiet=quiet)
    due = schedule(booking, post, now, calendar)

    assert len(due) <= len({*hours})
    for one in due:
        assert now + SOONEST <= one < booking.start
        assert post.quiet_hours is None or calendar.local(one).time() not in post.quiet_hours
    assert all(later - one >= APART for one, later in pairwise(due))


@given(zones, instants, st.integers(1, 72 * 60), nights)
def test_a_late_reminder_waits_for_the_morning_only_while_that_is_of_use(
    zone: str, now: datetime, minutes: int, quiet: str | None
) -> None:
    calendar = calendar_with(timezone=zone)
    booking, post = appointment(now + timedelta(minutes=minutes)), rules(quiet=quiet)
    said = when_to_say(booking, post, now, calendar)
    asleep = post.quiet_hours is not None and calendar.local(now).time() in post.quiet_hours

    assert said == now or (asleep and booking.start - said >= LAST_CALL)
    if post.quiet_hours and said > now:
        assert calendar.local(said).time() == post.quiet_hours.end
        assert when_to_say(booking, post, said, calendar) == said, "it waits for ever"


@pytest.mark.parametrize(
    ("now", "start", "said"),
    [
        ("30 20:59", "01 08:00", "30 20:59"),
        ("30 21:00", "01 11:00", "01 08:00"),
        ("30 23:30", "01 11:00", "01 08:00"),
        ("01 03:00", "01 11:00", "01 08:00"),
        ("30 23:30", "01 10:45", "30 23:30"),  # at eight it would be of little use
        ("01 07:59", "01 08:30", "01 07:59"),
        ("01 08:00", "01 08:30", "01 08:00"),
    ],
)
def test_after_an_outage_at_night(now: str, start: str, said: str) -> None:
    days = {"30": MONDAY, "01": TUESDAY}
    here, then, due = (at(days[one[:2]], one[3:]) for one in (now, start, said))

    assert when_to_say(appointment(then), rules(), here, lima()) == due


def test_what_is_said_holds_until_midnight_or_the_appointment() -> None:
    booking = appointment(at(TUESDAY, "08:00"))

    assert good_until(booking, at(MONDAY, "20:45"), lima()) == at(TUESDAY, "00:00")
    assert good_until(booking, at(TUESDAY, "00:00"), lima()) == at(TUESDAY, "08:00")


def test_quiet_begins_after_what_is_sent_before_it() -> None:
    due = schedule(appointment(at(TUESDAY, "08:00")), rules(3), NOW, lima())

    assert [lima().local(one).time() for one in due] == [time(20, 45)]
    assert timedelta() < BEFORE_QUIET < APART


def reminding() -> Citizen:
    return Citizen(desk=BookingDesk(services(remind_hours_before=[24], quiet_hours=NIGHT), lima()))


def test_a_booking_carries_its_reminders() -> None:
    citizen = reminding()
    citizen.begins(service="renewal", day=TUESDAY, clock="09:00", person=ANA)
    citizen.does(Confirm())

    enter = next(change for change in citizen.changes if isinstance(change, Enter))
    assert clocks(enter.reminders) == ["30 09:00"]


def test_a_moved_booking_carries_those_of_its_new_time_and_a_cancelled_one_none() -> None:
    citizen = reminding()
    booking = citizen.has("renewal", FRIDAY, "09:00")
    citizen.begins(Purpose.MOVE, reference=booking.reference, day=TUESDAY, clock="10:00")
    citizen.does(Steer(Control.YES))
    move = next(change for change in citizen.changes if isinstance(change, Move))
    assert clocks(move.reminders) == ["30 10:00"]

    citizen.begins(Purpose.CANCEL, reference=booking.reference)
    citizen.does(Confirm())
    assert [type(change) for change in citizen.changes] == [Cancel]
