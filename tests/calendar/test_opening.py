from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.calendar import Calendar, State
from bot.calendar.states import Why, utc
from knowledge.opening import CalendarFile

INSTANTS = st.datetimes(
    min_value=datetime(2024, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    max_value=datetime(2035, 12, 1),  # noqa: DTZ001 - hypothesis adds the zone
    timezones=st.just(UTC),
)
CHANNELS = st.sampled_from(["office", "phone", "migraciones"])
INSTANT = timedelta(microseconds=1)


def lima_time(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}-05:00")


def changed(lima: CalendarFile, **changes: Any) -> Calendar:
    """Return the calendar of the same pack with some of the file's keys replaced."""
    data = lima.model_dump()
    return Calendar(CalendarFile.model_validate({**data, **changes}))


@pytest.mark.parametrize(
    ("at", "state"),
    [
        ("2026-11-27T07:59:59", State.CLOSED),
        ("2026-11-27T08:00:00", State.OPEN),
        ("2026-11-27T11:29:59", State.OPEN),
        ("2026-11-27T11:30:00", State.CLOSED),
    ],
)
def test_a_window_includes_its_beginning_and_not_its_end(
    calendar: Calendar, at: str, state: State
) -> None:
    assert calendar.at("office", lima_time(at)).state is state


@pytest.mark.parametrize(
    ("at", "reasons"),
    [
        ("2026-11-27T07:00", [Why.BEFORE]),
        ("2026-11-27T12:00", [Why.OVER]),
        ("2026-11-28T09:00", [Why.WEEKEND]),
        ("2026-11-25T09:00", [Why.NTH]),
        ("2026-11-26T09:00", [Why.HOLIDAY]),
        ("2026-07-29T09:00", [Why.HOLIDAY, Why.NTH]),
        ("2026-07-04T09:00", [Why.WEEKEND, Why.HOLIDAY]),
    ],
)
def test_every_closed_instant_has_its_reasons(
    calendar: Calendar, at: str, reasons: list[Why]
) -> None:
    found = calendar.at("office", lima_time(at))
    assert found.state is State.CLOSED
    assert [reason.why for reason in found.reasons] == reasons


def test_the_second_wednesday_closes_the_phone_and_not_the_office(calendar: Calendar) -> None:
    day = date(2026, 6, 10)
    assert calendar.day("phone", day).state is State.CLOSED
    assert calendar.day("office", day).state is State.OPEN


def test_the_hotline_is_always_there_and_cusco_is_to_be_called_first(calendar: Calendar) -> None:
    for day in (date(2026, 12, 25), date(2026, 6, 10)):
        assert calendar.day("hotline", day).state is State.ALWAYS
        assert calendar.day("cusco_agent", day).state is State.CALL_FIRST


def test_migraciones_keeps_no_us_holidays_and_peruvian_ones_are_not_known(
    calendar: Calendar,
) -> None:
    assert calendar.day("migraciones", date(2026, 11, 26)).state is State.OPEN
    assert calendar.day("migraciones", date(2026, 12, 8)).state is State.CALL_FIRST
    assert calendar.day("migraciones", date(2026, 12, 12)).state is State.CLOSED


def test_the_next_opening_passes_over_days_that_are_not_sure(calendar: Calendar) -> None:
    hours = calendar.next_opening("migraciones", lima_time("2026-07-27T13:00"))
    assert hours is not None
    assert hours.start == lima_time("2026-07-30T08:00")


def test_a_naive_datetime_is_refused(calendar: Calendar) -> None:
    with pytest.raises(ValueError, match="zone"):
        calendar.at("office", datetime(2026, 11, 27, 9))  # noqa: DTZ001 - the point


def test_the_zone_of_the_caller_does_not_matter(calendar: Calendar) -> None:
    at = lima_time("2026-11-27T11:29")
    assert calendar.at("office", at.astimezone(UTC)).state is State.OPEN
    assert calendar.at("office", at.astimezone(UTC)).at.hour == 11


CLOSURE = {
    "date": date(2026, 12, 1),
    "until": date(2026, 12, 2),
    "channels": ["office"],
    "closed": True,
    "reason": {"en": "staff training", "es": "capacitación"},
}
SHORT_DAY = {
    "date": date(2026, 12, 24),
    "channels": ["office"],
    "closed": False,
    "windows": ["08:00-10:00"],
    "reason": {"en": "short day", "es": "horario reducido"},
}
OPEN_HOLIDAY = {
    "date": date(2026, 10, 12),
    "channels": ["office", "phone"],
    "closed": False,
    "reason": {"en": "voting", "es": "elecciones"},
}


def test_a_closure_closes_only_its_channels_on_all_its_days(lima: CalendarFile) -> None:
    calendar = changed(lima, exceptional=[CLOSURE])
    assert calendar.day("office", date(2026, 12, 1)).state is State.CLOSED
    assert calendar.day("office", date(2026, 12, 2)).state is State.CLOSED
    assert calendar.day("office", date(2026, 12, 3)).state is State.OPEN
    assert calendar.day("phone", date(2026, 12, 1)).state is State.OPEN


def test_special_hours_replace_the_usual_ones(lima: CalendarFile) -> None:
    calendar = changed(lima, exceptional=[SHORT_DAY])
    assert calendar.at("office", lima_time("2026-12-24T09:59")).state is State.OPEN
    assert calendar.at("office", lima_time("2026-12-24T10:00")).state is State.CLOSED
    assert calendar.at("phone", lima_time("2026-12-24T15:00")).state is State.OPEN


def test_an_opening_wins_over_a_holiday(lima: CalendarFile) -> None:
    calendar = changed(lima, exceptional=[OPEN_HOLIDAY])
    assert calendar.day("office", date(2026, 10, 12)).state is State.OPEN
    assert calendar.day("migraciones", date(2026, 10, 12)).state is State.OPEN


def test_a_channel_that_never_opens_again_has_no_next_opening(lima: CalendarFile) -> None:
    forever = {**CLOSURE, "until": date(2030, 1, 1)}
    calendar = changed(lima, exceptional=[forever])
    assert calendar.next_opening("office", lima_time("2026-12-01T09:00")) is None
    assert calendar.next_opening("hotline", lima_time("2026-12-01T09:00")) is None


@given(instant=INSTANTS, channel=CHANNELS)
@settings(max_examples=300, deadline=None)
def test_the_next_opening_is_open_and_nothing_before_it_is(
    calendar: Calendar, instant: datetime, channel: str
) -> None:
    found = calendar.next_opening(channel, instant)
    assert found is not None
    assert utc(found.start) > instant
    assert calendar.at(channel, found.start).state is State.OPEN
    if calendar.at(channel, instant).state is State.OPEN:
        return
    step = (utc(found.start) - instant) / 40
    between = [instant + n * step for n in range(40)] + [utc(found.start) - INSTANT]
    assert not [at for at in between if calendar.at(channel, at).state is State.OPEN]


@given(day=st.dates(date(2024, 1, 1), date(2035, 12, 1)), channel=CHANNELS)
@settings(max_examples=300, deadline=None)
def test_the_state_before_an_edge_is_not_the_state_after_it(
    calendar: Calendar, day: date, channel: str
) -> None:
    for hours in calendar.day(channel, day).hours:
        for edge in (hours.start, hours.end):
            before = calendar.at(channel, utc(edge) - INSTANT).state
            assert before is not calendar.at(channel, edge).state


# Another post, where clocks change: 8 March 2026 from 2:00 to 3:00, 1 November from 2:00 to 1:00.
NIGHTS = {"mon-sun": ["00:30-02:30", "08:00-24:00"]}


@pytest.fixture(scope="module")
def new_york(lima: CalendarFile) -> Calendar:
    data = lima.model_dump()
    office = {**data["channels"]["office"], "weekly": NIGHTS, "closed_on": [], "holidays": "open"}
    return changed(lima, timezone="America/New_York", channels={"office": office})


def test_local_hours_stay_when_the_clocks_change(new_york: Calendar) -> None:
    winter, summer = (new_york.day("office", date(2026, m, 6)).hours[1] for m in (1, 7))
    assert utc(winter.start).time() == time(13)
    assert utc(summer.start).time() == time(12)


def test_a_window_over_the_skipped_hour_is_an_hour_shorter(new_york: Calendar) -> None:
    night = new_york.day("office", date(2026, 3, 8)).hours[0]
    assert utc(night.start).isoformat() == "2026-03-08T05:30:00+00:00"
    # 2:30 does not exist that night; it is taken as 3:30 of the new time, 7:30 in UTC.
    assert utc(night.end).isoformat() == "2026-03-08T07:30:00+00:00"
    assert new_york.at("office", utc(night.end) - INSTANT).state is State.OPEN


def test_a_window_over_the_repeated_hour_is_an_hour_longer(new_york: Calendar) -> None:
    night = new_york.day("office", date(2026, 11, 1)).hours[0]
    assert utc(night.end) - utc(night.start) == timedelta(hours=3)
    for clock in ("05:15", "06:15"):  # 1:15 comes twice
        at = datetime.fromisoformat(f"2026-11-01T{clock}+00:00")
        assert new_york.at("office", at).at.strftime("%H:%M") == "01:15"
        assert new_york.at("office", at).state is State.OPEN


def test_a_window_that_ends_in_the_repeated_hour_ends_the_first_time(
    lima: CalendarFile, new_york: Calendar
) -> None:
    weekly = {"mon-sun": ["00:30-01:30"]}
    office = {**new_york.file.channels["office"].model_dump(), "weekly": weekly}
    short = changed(lima, timezone="America/New_York", channels={"office": office})
    first, second = (
        datetime.fromisoformat(f"2026-11-01T{clock}+00:00") for clock in ("05:15", "06:15")
    )
    assert short.at("office", first).state is State.OPEN
    assert short.at("office", second).state is State.CLOSED  # 1:15 on the clock again


def test_a_time_that_clocks_skip_is_moved_forward(new_york: Calendar) -> None:
    assert new_york.combine(date(2026, 3, 8), time(2, 30)).hour == 3


def test_a_window_until_midnight_ends_with_the_day(new_york: Calendar) -> None:
    last = datetime.fromisoformat("2026-03-07T23:59:59-05:00")
    assert new_york.at("office", last).state is State.OPEN
    assert new_york.at("office", last + timedelta(seconds=1)).state is State.CLOSED
    following = new_york.next_opening("office", last)
    assert following is not None
    assert following.start.isoformat() == "2026-03-08T00:30:00-05:00"


@given(instant=INSTANTS)
@settings(max_examples=200, deadline=None)
def test_the_next_opening_holds_where_clocks_change(new_york: Calendar, instant: datetime) -> None:
    found = new_york.next_opening("office", instant)
    assert found is not None
    assert utc(found.start) > instant
    assert new_york.at("office", found.start).state is State.OPEN
    assert new_york.at("office", utc(found.start) - INSTANT).state is State.CLOSED
