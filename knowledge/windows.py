"""The small notations of `calendar.yaml`: windows, weekdays, days of the year."""

import re
from datetime import date, time
from itertools import pairwise
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BeforeValidator, Field

from knowledge.model import Strict

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""As written in the pack, in ISO order."""

MIDNIGHT = time(0)
"""As the end of a window it means the end of the day (`24:00`)."""

_WINDOW = re.compile(r"^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)$")
_SPAN = re.compile(r"^[a-z]{3}(-[a-z]{3})?$")
_NTH = re.compile(r"^(last|[1-5]) ([a-z]{3})$")


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError("is no time zone: write a name like America/Lima") from error
    return name


class Window(Strict):
    """A half-open stretch of local time: the moment it ends is outside it."""

    start: time
    end: time
    """`MIDNIGHT` is the end of the day."""


def _window(value: object) -> object:
    if not isinstance(value, str):
        return value
    found = _WINDOW.match(value)
    if not found:
        raise ValueError("is no window: write it like 08:00-11:30")
    first, last = value.split("-")
    if first >= last or last > "24:00":
        raise ValueError("must begin before it ends; past midnight needs two windows")
    ends = MIDNIGHT if last == "24:00" else time.fromisoformat(last)
    return {"start": time.fromisoformat(first), "end": ends}


def _in_order(windows: tuple[Window, ...]) -> tuple[Window, ...]:
    for earlier, later in pairwise(windows):
        if earlier.end == MIDNIGHT or earlier.end > later.start:
            raise ValueError("overlap or are not in order: write them one after another")
    return windows


Windows = Annotated[
    tuple[Annotated[Window, BeforeValidator(_window, json_schema_input_type=str)], ...],
    AfterValidator(_in_order),
]


def _weekdays(span: str) -> str:
    names = span.split("-")
    if not _SPAN.match(span) or any(name not in WEEKDAYS for name in names):
        raise ValueError("is no weekday or span: write mon, or mon-fri")
    if WEEKDAYS.index(names[0]) > WEEKDAYS.index(names[-1]):
        raise ValueError("runs backwards: the week begins with mon")
    return span


WeekdaySpan = Annotated[str, AfterValidator(_weekdays)]


class NthWeekday(Strict):
    """A weekday by its place in the month."""

    nth: Annotated[int, Field(ge=-1, le=5)]
    """1 to 5, or -1 for the last one."""
    weekday: Annotated[int, Field(ge=0, le=6)]
    """0 is Monday."""


def _nth(value: object) -> object:
    if not isinstance(value, str):
        return value
    found = _NTH.match(value)
    if not found or found[2] not in WEEKDAYS:
        raise ValueError("is no weekday of the month: write `last wed` or `2 wed`")
    nth = -1 if found[1] == "last" else int(found[1])
    return {"nth": nth, "weekday": WEEKDAYS.index(found[2])}


def _month_day(text: str) -> str:
    try:
        date.fromisoformat(f"2024-{text}")  # a leap year, so that 02-29 passes
    except ValueError as error:
        raise ValueError("is no day of the year: write month-day, like 06-07") from error
    return text


class Night(Strict):
    """A half-open stretch of local time that may reach past midnight."""

    start: time
    end: time

    def __contains__(self, clock: time) -> bool:
        """Whether `clock`, on the post's clocks, lies in it."""
        if self.start < self.end:
            return self.start <= clock < self.end
        return clock >= self.start or clock < self.end


def _night(value: object) -> object:
    if not isinstance(value, str):
        return value
    found = _WINDOW.match(value)
    first, _, last = value.partition("-")
    if not found or last >= "24:00":
        raise ValueError("are no hours: write them like 21:00-08:00")
    if first == last:
        raise ValueError("must not begin when they end: leave them out if there are none")
    return {"start": time.fromisoformat(first), "end": time.fromisoformat(last)}


QuietHours = Annotated[Night, BeforeValidator(_night, json_schema_input_type=str)]

MonthDay = Annotated[str, AfterValidator(_month_day)]

ZoneName = Annotated[str, AfterValidator(_known_zone)]
WeekdayOfMonth = Annotated[NthWeekday, BeforeValidator(_nth, json_schema_input_type=str)]


def weekdays_of(span: str) -> range:
    """Return the weekdays of a checked span like `mon-fri`; 0 is Monday."""
    names = span.split("-")
    return range(WEEKDAYS.index(names[0]), WEEKDAYS.index(names[-1]) + 1)
