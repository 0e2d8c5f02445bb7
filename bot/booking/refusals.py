"""Why something cannot be had. The question that follows is the next legal act. Values only."""

from dataclasses import dataclass
from datetime import date, datetime, time

from bot.booking.book import Booking
from bot.calendar import Day, Span


@dataclass(frozen=True, slots=True)
class Closed:
    """The post is closed on that day, or has no hours for this service."""

    day: Day


@dataclass(frozen=True, slots=True)
class FullDay:
    """Nothing is free on that day (or stretch of days)."""

    span: Span


@dataclass(frozen=True, slots=True)
class TakenTime:
    """That time is taken."""

    start: datetime


@dataclass(frozen=True, slots=True)
class NoSuchTime:
    """No appointment begins at that time."""

    day: date
    time: time


@dataclass(frozen=True, slots=True)
class NoTimeBetween:
    """Nothing is free in that part of the day."""

    span: Span | None


@dataclass(frozen=True, slots=True)
class NoHoursBetween:
    """No appointment ever begins in that part of the day, only from `first` to `last`."""

    first: time
    last: time


@dataclass(frozen=True, slots=True)
class NotLater:
    """Nothing is free later than the aware `start` on its day."""

    start: datetime


@dataclass(frozen=True, slots=True)
class NotEarlier:
    """Nothing is free earlier than the aware `start` on its day."""

    start: datetime


@dataclass(frozen=True, slots=True)
class TooSoon:
    """Less than the notice; `earliest` is the first instant that keeps it."""

    hours: int
    earliest: datetime


@dataclass(frozen=True, slots=True)
class TooFar:
    """Beyond the horizon; `last` is the last day within it."""

    days: int
    last: date


@dataclass(frozen=True, slots=True)
class Gone:
    """It lies in the past."""


@dataclass(frozen=True, slots=True)
class HoldOver:
    """The chosen time was kept for so many minutes, and somebody else has it by now."""

    minutes: int


@dataclass(frozen=True, slots=True)
class NoName:
    """That cannot be a person's name."""


@dataclass(frozen=True, slots=True)
class Unnamed:
    """A person was spoken of ("my son"), but not by name."""


@dataclass(frozen=True, slots=True)
class OnePerson:
    """Several people were spoken of: each needs an appointment of their own."""


@dataclass(frozen=True, slots=True)
class ShortName:
    """One word is rarely a full name; it is taken if the citizen confirms it."""


@dataclass(frozen=True, slots=True)
class Unreal:
    """There is no such day or time."""


@dataclass(frozen=True, slots=True)
class HasOne:
    """This person has an appointment for this service."""

    booking: Booking


@dataclass(frozen=True, slots=True)
class TooMany:
    """The account has as many appointments as one may have."""

    most: int


@dataclass(frozen=True, slots=True)
class TooOften:
    """The account has booked and moved as often as one may within 30 days."""

    most: int


@dataclass(frozen=True, slots=True)
class SameTime:
    """The booking that is to be moved has that time already."""

    booking: Booking


@dataclass(frozen=True, slots=True)
class Changed:
    """The tapped button is older than what is to be confirmed now; look again."""


@dataclass(frozen=True, slots=True)
class Unclear:
    """The message could not be taken as an answer to what was asked."""


Refusal = (
    Closed
    | FullDay
    | TakenTime
    | NoSuchTime
    | NoTimeBetween
    | NoHoursBetween
    | NotLater
    | NotEarlier
    | TooSoon
    | TooFar
    | Gone
    | HoldOver
    | NoName
    | Unnamed
    | OnePerson
    | ShortName
    | Unreal
    | HasOne
    | TooMany
    | TooOften
    | SameTime
    | Changed
    | Unclear
)

ByTheWay = Unclear | Unnamed | OnePerson | ShortName
"""What is said only where nothing about the time itself stands in the way."""
