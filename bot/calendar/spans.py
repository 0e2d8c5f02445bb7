"""Dates as people mean them: single days, stretches of days, honest alternatives."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

WEEK = 7
_NO_YEARS_BEFORE = 3
_NO_YEARS_AFTER = 10
"""Outside this a number is no year somebody asks an office about ("form 8938")."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Days from `first` to `last`, both included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    @property
    def single(self) -> bool:
        """Whether it is one day."""
        return self.first == self.last

    def days(self) -> list[date]:
        """Return all its days in order."""
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]


@dataclass(frozen=True, slots=True)
class Mention:
    """One date or stretch somebody spoke of.

    Attributes:
        readings: what it can honestly mean, the likeliest first; never empty.
        recurring: "Saturdays": the readings are the next ones.
        open: the words reach on from the readings ("after Christmas", "from Monday on"), or up to
            them ("before Friday"); the readings are the nearest days meant.
    """

    readings: tuple[Span, ...]
    recurring: bool = False
    open: Literal["from", "until"] | None = None

    @property
    def likely(self) -> Span:
        """The first reading."""
        return self.readings[0]


@dataclass(frozen=True, slots=True)
class Frame:
    """What the words of a message are relative to.

    Attributes:
        now: aware, on the post's clocks.
        language: of the message; decides whether 7/8 is July or August.
        past: the message speaks of what has been ("why were you closed").
    """

    now: datetime
    language: str
    past: bool = False

    @property
    def today(self) -> date:
        """The date at the post."""
        return self.now.date()

    def plausible(self, year: int) -> bool:
        """Whether somebody may ask about `year`."""
        return -_NO_YEARS_BEFORE <= year - self.today.year <= _NO_YEARS_AFTER


def one(day: date) -> Span:
    """Return the span of a single day."""
    return Span(day, day)


def mention(*days: date | None) -> Mention | None:
    """Return a mention of single days as alternatives; Nones and repetitions are left out."""
    kept = tuple(dict.fromkeys(one(day) for day in days if day is not None))
    return Mention(kept) if kept else None


def stretch(first: date, last: date) -> Mention:
    """Return a mention of one stretch."""
    return Mention((Span(first, last),))


def real(year: int, month: int, day: int) -> date | None:
    """Return the date, or None where there is none (30 February)."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def month_of(year: int, month: int) -> Span:
    """Return the whole month."""
    return Span(date(year, month, 1), date(year, month, monthrange(year, month)[1]))


def months_on(day: date, months: int) -> Span:
    """Return the month that lies `months` after the one of `day`."""
    years, month = divmod(day.month - 1 + months, 12)
    return month_of(day.year + years, month + 1)


def in_months(day: date, months: int) -> date:
    """Return the same day `months` later, or the month's last where it is shorter."""
    month = months_on(day, months)
    return month.first + timedelta(days=min(day.day, month.last.day) - 1)


def week_of(day: date, weeks: int = 0) -> Span:
    """Return Monday to Sunday of the week of `day`, or of one `weeks` later."""
    monday = day - timedelta(days=day.weekday()) + timedelta(weeks=weeks)
    return Span(monday, monday + timedelta(days=6))


def upcoming(weekday: int, day: date) -> date:
    """Return the first such weekday on or after `day`."""
    return day + timedelta(days=(weekday - day.weekday()) % WEEK)


def latest(weekday: int, day: date) -> date:
    """Return the last such weekday before `day`."""
    return day - timedelta(days=(day.weekday() - weekday - 1) % WEEK + 1)


def nth_in(span: Span, weekday: int, nth: int) -> date | None:
    """Return the `nth` such weekday within `span` (-1: the last one)."""
    found = [day for day in span.days() if day.weekday() == weekday]
    index = nth if nth < 0 else nth - 1
    return found[index] if -len(found) <= index < len(found) else None


def month_day(frame: Frame, month: int, day: int, year: int | None = None) -> date | None:
    """Return the date meant by a month and a day, with or without a year.

    Without a year it is the next one, or the last one where the message speaks of the past.
    """
    if year is not None:
        return real(year, month, day) if frame.plausible(year) else None
    step = -1 if frame.past else 1
    for ahead in range(5):  # 29 February is at most four years away within this century
        found = real(frame.today.year + step * ahead, month, day)
        if found and (found <= frame.today if frame.past else found >= frame.today):
            return found
    return None


def matching(readings: Iterable[Span], weekday: int) -> tuple[Span, ...]:
    """Return the single days among `readings` that fall on `weekday`."""
    return tuple(span for span in readings if span.single and span.first.weekday() == weekday)
