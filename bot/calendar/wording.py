"""Says states, dates and reasons in the pack's words. Dates, times and lists are Babel's."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Literal

from babel import Locale
from babel.dates import (
    format_date,
    format_interval,
    format_skeleton,
    get_day_names,
    get_timezone_name,
)
from babel.lists import format_list
from babel.units import format_unit

from bot.calendar.spans import WEEK, Span
from bot.calendar.states import Day, Hours, Reason, Why
from knowledge.opening import CalendarFile
from knowledge.opening_words import Ordinal, Part

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_TWO_STOPS = re.compile(r"\.(\*\*)?\.(?=\s|$)")
"""A sentence that ends in "a.m." has its full stop already."""

_WHOLE_YEAR = 364
_THIN_SPACES = str.maketrans("\u202f\u2009\u00a0", "   ")
"""CLDR's narrow spaces: some phones show a box, and copied text finds nothing."""

_ORDINALS: Mapping[int, Ordinal] = {
    1: "first",
    2: "second",
    3: "third",
    4: "fourth",
    5: "fifth",
    -1: "last",
}


class Wording:
    """The pack's words in one language."""

    def __init__(self, file: CalendarFile, language: str) -> None:
        self._file = file
        self.language = language
        self._formats = file.formats[language]
        self._locale = Locale.parse(self._formats.locale)

    def sentence(self, name: str, /, **values: str) -> str:
        """Return the pack's sentence `name`, filled in, beginning with a capital letter."""
        template: Mapping[str, str] = getattr(self._file.sentences, name)
        return _TWO_STOPS.sub(r".\1", capital(self._fill(template, values)))

    def piece(self, name: str, /, **values: str) -> str:
        """Return one of the pack's words, filled in."""
        template: Mapping[str, str] = getattr(self._file.words, name)
        return self._fill(template, values)

    def part(self, part: Part) -> str:
        """Return a part of the day: "in the afternoon"."""
        return self._file.words.parts[part][self.language]

    def channel(self, name: str) -> str:
        """Return a channel's title, as the subject of a sentence."""
        return self._file.channels[name].title[self.language]

    def own(self, template: Mapping[str, str], **values: str) -> str:
        """Return a text that a channel brings with it, filled in."""
        return self._fill(template, values)

    def calendar_date(self, day: date, today: date) -> str:
        """Return "Friday 27 November", with the year unless it is this one."""
        pattern = self._formats.date if day.year == today.year else self._formats.date_with_year
        return format_date(day, pattern, locale=self._locale)

    def moment(self, instant: datetime, today: date) -> str:
        """Return "Friday 27 November, 9:00 a.m."; `instant` is on the post's clocks."""
        day = self.calendar_date(instant.date(), today)
        return self.piece("moment", date=day, hours=self.time(instant.time()))

    def full_date(self, day: date) -> str:
        """Return "Friday 27 November 2026": paper outlives the year."""
        return format_date(day, self._formats.date_with_year, locale=self._locale)

    def zone(self, instant: datetime) -> str:
        """Return the name of an instant's time zone: "Peru Standard Time"."""
        return get_timezone_name(instant, "long", locale=self._locale)

    def short_date(self, day: date) -> str:
        """Return "Fri 27 Nov", for a button."""
        return format_date(day, self._formats.short, locale=self._locale).replace(".", "")

    def month(self, day: date) -> str:
        """Return the name of the month by itself: "November"."""
        return format_date(day, "LLLL", locale=self._locale)

    def weekday_initials(self) -> list[tuple[int, str]]:
        """Return weekdays (0 is Monday) and their initials, from the locale's first day on."""
        names = get_day_names("narrow", "stand-alone", self._locale)
        first = self._locale.first_week_day
        return [((first + n) % WEEK, names[(first + n) % WEEK]) for n in range(WEEK)]

    def day(self, day: date, today: date) -> str:
        """Return the date as a sentence begins with it: "tomorrow, **Friday 27 November**"."""
        return self._day(day, today, "any_day")

    def named_day(self, day: date, today: date) -> str:
        """Return the date as a name: "**Friday 27 November**", "today, **...**"."""
        return self._day(day, today, "bare_day")

    def _day(self, day: date, today: date, other: str) -> str:
        near = {0: "today", 1: "tomorrow", -1: "yesterday"}.get((day - today).days, other)
        return self.piece(near, date=self.calendar_date(day, today))

    def span(self, span: Span, today: date) -> str:
        """Return a stretch; a whole month or year by its name."""
        if (span.last - span.first).days >= _WHOLE_YEAR and span.first.year == span.last.year:
            return format_date(span.first, "y", locale=self._locale)
        whole = span.first.day == 1 and (span.last + timedelta(days=1)).day == 1
        if whole and span.first.month == span.last.month:
            return format_date(span.first, self._formats.month, locale=self._locale)
        return self.piece(
            "span",
            first=self.calendar_date(span.first, today),
            last=self.calendar_date(span.last, today),
        )

    def time(self, clock: time) -> str:
        """Return "3:00 p.m."."""
        return _plain(
            format_skeleton("hm", datetime.combine(date.min, clock), locale=self._locale)
        )

    def hours(self, hours: Sequence[Hours]) -> str:
        """Return "8:00–11:30 a.m."; several stretches as a list."""
        return self.join(
            _plain(format_interval(one.start, one.end, "hm", locale=self._locale)) for one in hours
        )

    def duration(self, length: timedelta) -> str:
        """Return "12 minutes"; from an hour on, hours and minutes."""
        minutes = max(1, round(length / timedelta(minutes=1)))
        hours, rest = divmod(minutes, 60)
        parts = [(hours, "duration-hour"), (rest, "duration-minute")]
        return self.join(
            format_unit(count, unit, "long", locale=self._locale) for count, unit in parts if count
        )

    def counted(self, count: int, unit: Literal["day", "minute"]) -> str:
        """Return "60 days"."""
        return format_unit(count, f"duration-{unit}", "long", locale=self._locale)

    def join(self, things: Iterable[str]) -> str:
        """Return "a, b and c"."""
        return format_list([*things], locale=self._locale)

    def reasons(self, reasons: Sequence[Reason], day: Day) -> str:
        """Return the reasons in one line; a holiday that both countries keep is named once."""
        said: dict[str, list[str]] = {}
        for reason in reasons:
            name, whose = self._reason(reason, day)
            said.setdefault(name, []).extend(whose)
        return "; ".join(
            self.piece("holiday", name=name, whose=self.join(whose)) if whose else name
            for name, whose in said.items()
        )

    def _reason(self, reason: Reason, day: Day) -> tuple[str, list[str]]:
        """Return a reason's name, and whose holiday it is if it surely is one."""
        if not reason.holiday:
            return self._rule(reason, day), []
        name, whose = reason.holiday.names[self.language], reason.holiday.whose[self.language]
        if reason.holiday.observed:
            name = self.piece("observed", name=name)
        if reason.holiday.probable:
            return self.piece("probable", name=name, whose=whose), []
        return name, [whose]

    def _rule(self, reason: Reason, day: Day) -> str:
        if reason.words:
            return reason.words[self.language]
        if reason.nth:
            nth = self._file.words.ordinals[_ORDINALS[reason.nth.nth]][self.language]
            return self.piece("nth", nth=nth, weekday=self._weekday(reason.nth.weekday))
        match reason.why:
            case Why.BEFORE:
                return self.piece("before", opens=self.time(day.hours[0].start.time()))
            case Why.BETWEEN:
                return self.piece("between", opens=self.time(day.hours[-1].start.time()))
            case Why.OVER:
                return self.piece("over", closes=self.time(day.hours[-1].end.time()))
            case Why.DAY_OFF:
                return self.piece("day_off", weekday=self._weekday(day.date.weekday()))
            case _:
                return self.piece("weekend")

    def _weekday(self, weekday: int) -> str:
        names: Mapping[int, str] = get_day_names("wide", locale=self._locale)
        return names[weekday]

    def _fill(self, template: Mapping[str, str], values: Mapping[str, str]) -> str:
        # Facts ({phones.hotline}) have a dot; the loader has put them in, or will.
        return _PLACEHOLDER.sub(lambda match: values[match[1]], template[self.language])


def capital(text: str) -> str:
    """Return `text` with its first letter in upper case, markup before it aside."""
    for at, char in enumerate(text):
        if char.isalnum():
            return text[:at] + char.upper() + text[at + 1 :]
    return text


def _plain(text: str) -> str:
    return text.translate(_THIN_SPACES)


def clock_text(instant: datetime) -> str:
    """Return "HH:MM" for machines."""
    return f"{instant:%H:%M}"
