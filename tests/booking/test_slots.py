"""The grid of a desk inside the hours of a calendar, in any time zone."""

from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.booking.slots import Slots
from bot.calendar import Calendar
from bot.calendar.states import utc
from knowledge.opening import CalendarFile
from knowledge.services import ServicesFile
from tests.booking.office import (
    FILE,
    FRIDAY,
    MONDAY,
    MORNING,
    TUESDAY,
    calendar_with,
    lima,
    lima_file,
    services,
)

Change = tuple[date, timedelta | None, timedelta | None]
DAY = timedelta(days=1)
ZONES = sorted(available_timezones() - {"localtime", "Factory"})


def clocks(slots: Slots, service: str, day: date) -> tuple[time, ...]:
    return tuple(slot.start.time() for slot in slots.of_day(service, day))


def test_a_service_begins_at_every_step_of_its_desk_while_the_post_is_open() -> None:
    assert clocks(Slots(services(), lima()), "renewal", FRIDAY) == MORNING


def test_the_appointment_and_its_buffer_end_by_the_end_of_the_hours() -> None:
    slots = Slots(services(), lima())

    # 60 minutes and 30 of buffer: from 10:00 to 11:30 fits, from 10:30 it does not.
    assert clocks(slots, "birth", TUESDAY) == (time(8, 30), time(9), time(9, 30), time(10))
    assert clocks(slots, "birth", FRIDAY) == (time(8), time(8, 30), time(9))


def test_a_service_has_no_times_on_weekdays_it_does_not_name() -> None:
    assert clocks(Slots(services(), lima()), "birth", MONDAY) == ()


@pytest.mark.parametrize(
    "closed", ["2026-11-25", "2026-11-26", "2026-11-28", "2026-12-08", "2026-12-25"]
)
def test_a_closed_day_has_no_times(closed: str) -> None:
    assert clocks(Slots(services(), lima()), "renewal", date.fromisoformat(closed)) == ()


def test_a_day_whose_hours_are_not_sure_has_no_times() -> None:
    """Another office whose closing on holidays is not stated: hours it has, sure they are not."""
    slots = Slots(services().model_copy(update={"channel": "migraciones"}), lima())
    holiday = date(2026, 12, 8)

    assert lima().day("migraciones", holiday).hours
    assert slots.of_day("renewal", holiday) == ()
    assert slots.of_day("renewal", FRIDAY)


def test_hours_of_one_day_shift_the_grid_of_that_day() -> None:
    opening = {
        "date": FRIDAY,
        "channels": ["office"],
        "closed": False,
        "windows": ["09:15-10:30"],
        "reason": {"en": "Late opening", "es": "Apertura tardía"},
    }
    slots = Slots(services(), calendar_with(exceptional=[opening]))

    assert clocks(slots, "renewal", FRIDAY) == (time(9, 15), time(9, 45))


def test_a_slot_occupies_a_cell_for_each_step_it_lasts_buffer_included() -> None:
    slots = Slots(services(), lima())
    first = slots.of_day("birth", FRIDAY)[0]

    expected = tuple(utc(first.start) + timedelta(minutes=30) * number for number in range(3))
    assert slots.cells(first) == expected


def test_a_slot_is_found_by_its_start_and_only_by_it() -> None:
    slots = Slots(services(), lima())
    nine = lima().combine(FRIDAY, time(9))

    found = slots.at("renewal", utc(nine))
    assert found is not None
    assert (found.start, found.minutes) == (nine, 30)
    assert slots.at("renewal", nine + timedelta(minutes=1)) is None


@cache
def open_daily(hours: str) -> tuple[ServicesFile, CalendarFile]:
    """A post that is open every day of the year, on a grid of 15 minutes."""
    data = lima_file().model_dump()
    office = data["channels"]["office"] | {
        "weekly": {"mon-sun": [hours]},
        "holidays": "open",
        "closed_on": (),
    }
    changed = {"channels": {"office": office}, "exceptional": (), "countries": ()}
    file = yaml.safe_load(FILE)
    file["desks"]["counter"]["step_minutes"] = 15
    return ServicesFile.model_validate(file), CalendarFile.model_validate({**data, **changed})


@cache
def post_in(zone: str, hours: str = "00:00-24:00") -> Slots:
    file, calendar = open_daily(hours)
    return Slots(file, Calendar(calendar.model_copy(update={"timezone": zone})))


def check(zone: str, day: date) -> int:
    """Check the times of `day`; return how many there are."""
    slots = post_in(zone)
    starts = [slot.start for slot in slots.of_day("renewal", day)]
    shown = [start.replace(tzinfo=None) for start in starts]

    assert all(earlier < later for earlier, later in pairwise(shown)), "none is shown twice"
    assert all(utc(earlier) < utc(later) for earlier, later in pairwise(starts))
    for start, clock in zip(starts, shown, strict=True):
        assert start.date() == day
        there = utc(start).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        assert there == clock, "it exists on the clocks"
        found = slots.at("renewal", slots.calendar.combine(day, clock.time()))
        assert found is not None
        assert utc(found.start) == utc(start), "what is said finds it again"
    return len(starts)


def changes(year: int) -> dict[Change, str]:
    """Every change of clocks there is in `year`, with a zone that has it."""
    found: dict[Change, str] = {}
    for name in ZONES:
        zone = ZoneInfo(name)
        noons = [datetime(year, 1, 1, 12, tzinfo=zone) + timedelta(days=n) for n in range(366)]
        for earlier, later in pairwise(noons):
            if earlier.utcoffset() != later.utcoffset():
                found[later.date(), earlier.utcoffset(), later.utcoffset()] = name
    return found


@pytest.mark.parametrize("year", [2011, 2026])
def test_no_time_falls_into_a_gap_and_none_is_doubled_in_a_fold(year: int) -> None:
    """2011: a zone jumps the date line."""
    found = changes(year)

    checked = sum(check(name, key[0] + n * DAY) for key, name in found.items() for n in (-1, 0))

    assert len(found) > 20
    assert checked > 3000


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(ZONES), st.dates(date(1990, 1, 1), date(2037, 12, 30)))
def test_in_any_zone_on_any_day_a_time_that_is_said_is_one(zone: str, day: date) -> None:
    check(zone, day)


def test_a_day_that_a_zone_skipped_has_no_times() -> None:
    slots = post_in("Pacific/Apia", "08:00-11:30")

    assert slots.of_day("renewal", date(2011, 12, 30)) == ()
    assert len(slots.of_day("renewal", date(2011, 12, 31))) == 13
    assert check("Pacific/Apia", date(2011, 12, 30)) == 0


def test_the_hour_that_is_skipped_is_missing_and_the_one_that_comes_twice_is_there_once() -> None:
    spring = check("America/New_York", date(2026, 3, 8))
    autumn = check("America/New_York", date(2026, 11, 1))
    usual = check("America/New_York", date(2026, 6, 1))

    assert (usual - spring, usual - autumn) == (4, 0)
