"""Named days: holidays of the pack's countries and days like Christmas Eve."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from bot.calendar import feasts
from bot.calendar.rewriting import Reading, Result, Rule, rule
from bot.calendar.spans import Frame, Mention, Span, one, real
from knowledge.opening import CalendarFile, Country, NamedDays

_YEARS_EITHER_WAY = 2
_NEAR = timedelta(days=3)
"""A day off in place of a holiday lies within three days of it."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A named day in one year, and the weekday kept in its place, if there is one."""

    span: Span
    instead: date | None = None

    @property
    def around(self) -> Span:
        """Return all that belongs to it."""
        days = [self.span.first, self.span.last, *([self.instead] if self.instead else [])]
        return Span(min(days), max(days))


class NamedDaysOf:
    """All days the pack has names for."""

    def __init__(self, file: CalendarFile) -> None:
        self._file = file
        self._dates: dict[tuple[str, int], Mapping[str, list[tuple[date, bool]]]] = {}

    @cached_property
    def _meanings(self) -> Mapping[str, list[tuple[Country, str] | NamedDays]]:
        meanings: dict[str, list[tuple[Country, str] | NamedDays]] = defaultdict(list)
        for country in self._file.countries:
            for key, name in country.holidays.items():
                for phrase in {phrase for asked in (name.ask or {}).values() for phrase in asked}:
                    meanings[phrase].append((country, key))
        for days in self._file.days:
            for phrase in {phrase for asked in days.ask.values() for phrase in asked}:
                meanings[phrase].append(days)
        return meanings

    @cached_property
    def phrases(self) -> Mapping[str, str]:
        """Every phrase with the symbol it becomes: `h` and a number."""
        return {phrase: f"h{number}" for number, phrase in enumerate(self._meanings)}

    @cached_property
    def rule(self) -> Rule:
        """The rule that gives these symbols their dates."""
        every = [*self._meanings.values()]

        @rule(r"h(?P<name>\d+)(?: (?:of |in )?y(?P<year>\d{4}))?")
        def named(reading: Reading, match: re.Match[str]) -> Result:
            year = int(match["year"]) if match["year"] else None
            return self._mentions(reading.frame, every[int(match["name"])], year)

        return named

    def _mentions(
        self, frame: Frame, meanings: Sequence[tuple[Country, str] | NamedDays], year: int | None
    ) -> list[Mention]:
        found = [self._nearest(frame, meaning, year) for meaning in meanings]
        occurrences = sorted(
            (occurrence for occurrence in found if occurrence),
            key=lambda o: o.span,
            reverse=frame.past,
        )
        if not occurrences:
            return []
        readings = tuple(dict.fromkeys(occurrence.span for occurrence in occurrences))
        instead = [Mention((one(o.instead),)) for o in occurrences if o.instead]
        return [Mention(readings), *instead]

    def _nearest(
        self, frame: Frame, meaning: tuple[Country, str] | NamedDays, year: int | None
    ) -> Occurrence | None:
        if year is not None:
            return next(self._in_year(meaning, year), None) if frame.plausible(year) else None
        around = range(-_YEARS_EITHER_WAY, _YEARS_EITHER_WAY + 1)
        every = [o for n in around for o in self._in_year(meaning, frame.today.year + n)]
        if frame.past:
            return next((o for o in reversed(every) if o.around.first <= frame.today), None)
        return next((o for o in every if o.around.last >= frame.today), None)

    def _in_year(
        self, meaning: tuple[Country, str] | NamedDays, year: int
    ) -> Iterator[Occurrence]:
        if isinstance(meaning, NamedDays):
            first = _resolve(meaning.first, year)
            last = _resolve(meaning.last, year) if meaning.last else first
            if first and last:
                yield Occurrence(Span(first, last))
            return
        country, key = meaning
        observed = [
            day
            for near in (year - 1, year, year + 1)
            for day, moved in self._of(country, near).get(key, ())
            if moved
        ]
        for day, moved in self._of(country, year).get(key, ()):
            if not moved:
                instead = next((other for other in observed if abs(other - day) <= _NEAR), None)
                yield Occurrence(one(day), instead)

    def _of(self, country: Country, year: int) -> Mapping[str, list[tuple[date, bool]]]:
        """Return a country's dates by holiday; days the post does not observe included."""
        if (country.code, year) not in self._dates:
            dates: dict[str, list[tuple[date, bool]]] = defaultdict(list)
            everything = feasts.of_year(country.model_copy(update={"skip": ()}), year)
            for day in sorted(everything):
                for holiday in everything[day]:
                    dates[holiday.key].append((day, holiday.observed))
            self._dates[country.code, year] = dates
        return self._dates[country.code, year]


def _resolve(when: str, year: int) -> date | None:
    if when.startswith("easter"):
        return feasts.easter(year) + timedelta(days=int(when.removeprefix("easter") or 0))
    month, day = when.split("-")
    return real(year, int(month), int(day))
