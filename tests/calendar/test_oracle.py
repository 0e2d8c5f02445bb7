"""An independent engine, fed with holidays by law, agrees on every channel and day."""

from datetime import date, datetime, time, timedelta

import pytest
from opening_hours import OpeningHours
from opening_hours import State as OracleState

from bot.calendar import Calendar, State
from tests.calendar import law

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
HOURS = {"office": "08:00-11:30", "phone": "14:30-16:00", "migraciones": "08:00-12:30"}
WEDNESDAYS = {"office": "; We[-1] off", "phone": "; We[2,-1] off", "migraciones": ""}
STATES = {
    OracleState.OPEN: State.OPEN,
    OracleState.CLOSED: State.CLOSED,
    OracleState.UNKNOWN: State.CALL_FIRST,
}


def _oracle(channel: str, year: int) -> OpeningHours:
    days = law.peruvian(year)
    if channel != "migraciones":
        days = days | law.federal(year) | {d for d in law.BY_EXECUTIVE_ORDER if d.year == year}
    listed = ",".join(f"{day.year} {MONTHS[day.month - 1]} {day.day:02}" for day in sorted(days))
    hours = HOURS[channel]
    exception = f"; {listed} {hours} unknown" if channel == "migraciones" else f"; {listed} off"
    return OpeningHours(f"Mo-Fr {hours}{WEDNESDAYS[channel]}{exception}")


def _instants(day: date) -> list[datetime]:
    clocks = ("00:00", "07:59", "08:00", "11:29", "11:30", "12:29", "12:30", "14:29", "14:30",
              "15:59", "16:00", "23:59")  # fmt: skip
    return [datetime.combine(day, time.fromisoformat(clock)) for clock in clocks]


@pytest.mark.parametrize("channel", HOURS)
@pytest.mark.parametrize("year", law.YEARS)
def test_the_oracle_agrees_on_every_day_and_edge(
    calendar: Calendar, channel: str, year: int
) -> None:
    oracle = _oracle(channel, year)
    day, compared = date(year, 1, 1), 0
    while day.year == year:
        for instant in _instants(day):
            theirs = STATES[oracle.state(instant)[0]]
            ours = calendar.at(channel, instant.replace(tzinfo=calendar.zone)).state
            assert ours == theirs, f"{channel} at {instant}: {ours}, by the oracle {theirs}"
            compared += 1
        day += timedelta(days=1)
    assert compared >= 365 * 12


@pytest.mark.parametrize("channel", ["office", "phone"])
def test_the_oracle_agrees_on_the_next_opening(calendar: Calendar, channel: str) -> None:
    oracle = _oracle(channel, 2026)
    day = date(2026, 1, 1)
    while day < date(2026, 12, 20):
        noon = datetime.combine(day, time(21))
        ours = calendar.next_opening(channel, noon.replace(tzinfo=calendar.zone))
        theirs = oracle.next_change(noon)
        assert ours is not None
        assert ours.start.replace(tzinfo=None) == theirs
        day += timedelta(days=1)
