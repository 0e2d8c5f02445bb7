"""The values of the opening rules: states, reasons, hours."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

from bot.calendar.feasts import Holiday
from knowledge.windows import NthWeekday


class State(StrEnum):
    """What a citizen can count on."""

    OPEN = "open"
    CLOSED = "closed"
    ALWAYS = "always"
    CALL_FIRST = "call_first"


class Why(StrEnum):
    """Kinds of reasons; the first ones hold for a whole day, the last three for an instant."""

    WEEKEND = "weekend"
    DAY_OFF = "day_off"
    HOLIDAY = "holiday"
    NTH = "nth"
    EXCEPTIONAL = "exceptional"
    BEFORE = "before"
    BETWEEN = "between"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a channel is closed (or has other hours than usual)."""

    why: Why
    holiday: Holiday | None = None
    nth: NthWeekday | None = None
    words: Mapping[str, str] | None = None
    """An exceptional day's own reason, by language."""


@dataclass(frozen=True, slots=True)
class Hours:
    """A half-open stretch [start, end) of aware datetimes in the post's zone."""

    start: datetime
    end: datetime

    def __contains__(self, instant: datetime) -> bool:
        # In UTC: within one zone Python compares wall clocks, wrongly across a clock change.
        return utc(self.start) <= utc(instant) < utc(self.end)


@dataclass(frozen=True, slots=True)
class Day:
    """One channel on one date: its state, hours, and the reasons for them."""

    channel: str
    date: date
    state: State
    hours: tuple[Hours, ...] = ()
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Instant:
    """One channel at one instant."""

    day: Day
    at: datetime
    state: State
    reasons: tuple[Reason, ...]


def utc(instant: datetime) -> datetime:
    """Return an aware datetime in UTC.

    Raises:
        ValueError: it is naive.
    """
    if instant.tzinfo is None:
        raise ValueError("a datetime without a zone is no instant")
    return instant.astimezone(UTC)


def as_every_week(reasons: Iterable[Reason]) -> bool:
    """Whether these reasons close a day in every week (a weekend), not for itself."""
    return any(reason.why in (Why.WEEKEND, Why.DAY_OFF) for reason in reasons)
