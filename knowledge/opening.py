"""The shape of `calendar.yaml`: when each channel of the post is open, and how that is said.

Pure data with its own consistency checks; `bot/calendar` evaluates it.
"""

import datetime
from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from knowledge.model import Id, LanguageCode, Line, Localized, Phrasings, Strict
from knowledge.opening_words import Formats, Sentences, Words, wrong_words
from knowledge.takes import Takes
from knowledge.windows import MonthDay, WeekdayOfMonth, WeekdaySpan, Windows, ZoneName, weekdays_of

_SATURDAY = 5
CountryCode = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]


class OnHolidays(StrEnum):
    """What a channel does on a holiday."""

    CLOSED = "closed"
    OPEN = "open"
    UNSTATED = "unstated"
    """Its source does not say; citizens are told so."""


class Channel(Strict):
    """One way to reach the post."""

    title: Localized
    """The subject of a sentence, with its article: `the telephone inquiry line`."""
    ask: Phrasings
    """Words that mean this channel in a question."""
    says: Localized
    """The hours in words; answers refer to it as `{calendar.<channel>}`."""
    ours: bool = True
    """False for another office, whose closures the post cannot confirm."""
    weekly: dict[WeekdaySpan, Windows] = Field(default={})
    holidays: OnHolidays = OnHolidays.CLOSED
    holidays_of: tuple[CountryCode, ...] = ()
    """Countries whose holidays count here; empty: all of the file."""
    closed_on: tuple[WeekdayOfMonth, ...] = ()
    how: Localized | None = None
    """A line under an answer that says it is open."""
    always: bool = False
    always_says: Annotated[Localized | None, Takes("day")] = None
    call_first: bool = False
    call_first_says: Annotated[Localized | None, Takes("day")] = None

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        if bool(self.weekly) == (self.always or self.call_first):
            raise ValueError("needs either weekly hours, or `always` or `call_first`")
        if self.always != (self.always_says is not None):
            raise ValueError("`always` and `always_says` go together")
        if self.call_first != (self.call_first_says is not None):
            raise ValueError("`call_first` and `call_first_says` go together")
        spans = [day for span in self.weekly for day in weekdays_of(span)]
        if len(spans) != len(set(spans)):
            raise ValueError("has a weekday in two spans of `weekly`: keep one")
        return self


class HolidayName(Strict):
    """What one holiday is called, by the post and by those who ask."""

    names: Localized
    ask: Phrasings | None = None


class Country(Strict):
    """The holidays of one country, as the library `holidays` knows them."""

    code: CountryCode
    whose: Localized
    """E.g. `U.S. holiday`."""
    categories: Annotated[tuple[Line, ...], Field(min_length=1)] = ("public",)
    """The library's categories of days that are surely holidays."""
    probable: tuple[Line, ...] = ()
    """Categories of days on which offices probably close (in the U.S., executive orders)."""
    holidays: dict[Line, HolidayName]
    """By the library's English name."""
    skip: tuple[MonthDay, ...] = ()
    """Days that this post does not observe, every year."""


class NamedDays(Strict):
    """Days people name that are not one holiday: Christmas Eve, Holy Week."""

    first: Annotated[str, Field(pattern=r"^(\d{2}-\d{2}|easter([+-]\d{1,2})?)$")]
    """`12-24`, or days from Easter Sunday: `easter+1`."""
    last: Annotated[str | None, Field(pattern=r"^(\d{2}-\d{2}|easter([+-]\d{1,2})?)$")] = None
    ask: Phrasings


class Exceptional(Strict):
    """A day that breaks the rules, in either direction; it wins over everything else."""

    date: datetime.date
    until: datetime.date | None = None
    """The last day, if it is more than one."""
    channels: Annotated[tuple[Id, ...], Field(min_length=1)]
    closed: bool
    windows: Windows = ()
    """Hours of an opening; empty: the usual ones of that weekday."""
    reason: Localized

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.until is not None and self.until < self.date:
            raise ValueError("`until` lies before `date`")
        if self.closed and self.windows:
            raise ValueError("a closed day has no windows: remove them or write closed: false")
        if not self.closed and not self.windows and self.date.weekday() >= _SATURDAY:
            raise ValueError("an opening on a weekend needs `windows`")
        return self


class CalendarFile(Strict):
    """`calendar.yaml`: when the post is open, by channel, and how that is said."""

    timezone: ZoneName
    channels: Annotated[dict[Id, Channel], Field(min_length=1)]
    """From the general to the particular: of two named in a question, the later is meant."""
    countries: tuple[Country, ...] = ()
    days: tuple[NamedDays, ...] = ()
    confirmed_years: tuple[int, ...] = ()
    """Years whose list of closures a person compared with the post's own."""
    exceptional: tuple[Exceptional, ...] = ()
    formats: dict[LanguageCode, Formats]
    words: Words
    sentences: Sentences

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        problems = [*_unknown_names(self), *_wrong_words(self)]
        if problems:
            raise ValueError("; ".join(problems))
        return self


def _unknown_names(file: CalendarFile) -> Iterator[str]:
    for day in file.exceptional:
        for name in day.channels:
            if name not in file.channels:
                yield f"exceptional {day.date}: “{name}” is no channel"
    codes = {country.code for country in file.countries}
    for name, channel in file.channels.items():
        for code in channel.holidays_of:
            if code not in codes:
                yield f"channels.{name}.holidays_of: “{code}” is no country of this file"


def _wrong_words(file: CalendarFile) -> Iterator[str]:
    parts: dict[str, Strict] = {"words": file.words, "sentences": file.sentences}
    parts |= {f"channels.{name}": channel for name, channel in file.channels.items()}
    for where, model in parts.items():
        yield from (f"{where}.{what}" for what in wrong_words(model, file.formats.keys()))
