"""When each channel of the post is open, and why not. All rules, no words, no clock."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import cached_property, lru_cache
from zoneinfo import ZoneInfo

from bot.calendar import feasts
from bot.calendar.feasts import Holiday
from bot.calendar.states import Day, Hours, Instant, Reason, State, Why, utc
from knowledge.opening import CalendarFile, Channel, Exceptional, OnHolidays
from knowledge.windows import MIDNIGHT, NthWeekday, Windows, weekdays_of

DAYS_REMEMBERED = 4096
"""Two years of every channel; a day never changes, so that one answer need not ask it twice."""

SEARCH_DAYS = 400
"""How far ahead an opening is looked for: longer than any closure a post announces."""

_SATURDAY = 5


class Calendar:
    """The post's calendar. Safe to share: what it remembers of a year never changes."""

    def __init__(self, file: CalendarFile) -> None:
        self.file = file
        self._years: dict[int, dict[date, tuple[Holiday, ...]]] = {}
        self._remembered_day = lru_cache(DAYS_REMEMBERED)(self._evaluated_day)
        for country in file.countries:
            feasts.prepare(country)

    @cached_property
    def zone(self) -> ZoneInfo:
        """The post's time zone."""
        return ZoneInfo(self.file.timezone)

    def local(self, instant: datetime) -> datetime:
        """Return `instant` on the post's clocks."""
        return utc(instant).astimezone(self.zone)

    def holidays(self, day: date) -> tuple[Holiday, ...]:
        """Return the holidays of all the pack's countries on `day`, weekends included."""
        if day.year not in self._years:
            self._years[day.year] = self._year(day.year)
        return self._years[day.year].get(day, ())

    def day(self, channel: str, day: date) -> Day:
        """Return the state of `channel` on `day`."""
        return self._remembered_day(channel, day)

    def _evaluated_day(self, channel: str, day: date) -> Day:
        rules = self.file.channels[channel]
        if rules.call_first or rules.always:
            state = State.CALL_FIRST if rules.call_first else State.ALWAYS
            return Day(channel, day, state, reasons=tuple(self._bear_in_mind(channel, day)))
        if special := self._exceptional(channel, day):
            return self._special_day(channel, day, special)
        closed = [*self._closures(rules, day)]
        if closed:
            return Day(channel, day, State.CLOSED, reasons=tuple(closed))
        hours = self._hours(_usual(rules, day), day)
        unstated = self._unstated(rules, day)
        state = State.CALL_FIRST if unstated else State.OPEN
        return Day(channel, day, state, hours, unstated)

    def at(self, channel: str, instant: datetime) -> Instant:
        """Return the state of `channel` at an aware `instant`."""
        here = self.local(instant)
        today = self.day(channel, here.date())
        if not today.hours or any(instant in hours for hours in today.hours):
            return Instant(today, here, today.state, today.reasons)
        if utc(instant) < utc(today.hours[0].start):
            why = Why.BEFORE
        else:
            why = Why.OVER if utc(instant) >= utc(today.hours[-1].end) else Why.BETWEEN
        return Instant(today, here, State.CLOSED, (Reason(why), *today.reasons))

    def next_opening(self, channel: str, after: datetime) -> Hours | None:
        """Return the first hours that begin after the aware instant `after`.

        Days on which a channel's hours are not sure (`call_first`) do not count. None where
        nothing opens within `SEARCH_DAYS`, and for channels without hours.
        """
        if not self.file.channels[channel].weekly:
            return None
        first = self.local(after).date()
        for ahead in range(SEARCH_DAYS):
            day = self.day(channel, first + timedelta(days=ahead))
            if day.state is State.OPEN:
                for hours in day.hours:
                    if utc(hours.start) > utc(after):
                        return hours
        return None

    def combine(self, day: date, clock: time) -> datetime:
        """Return the instant when the post's clocks show `clock` on `day`.

        A time that a clock change skips is moved forward by the change.
        """
        return self.local(datetime.combine(day, clock, self.zone))

    def confirmed(self, year: int) -> bool:
        """Whether a person has compared the closures of `year` with the post's list."""
        return year in self.file.confirmed_years

    def _year(self, year: int) -> dict[date, tuple[Holiday, ...]]:
        found: dict[date, tuple[Holiday, ...]] = {}
        for country in self.file.countries:
            for day, here in feasts.of_year(country, year).items():
                found[day] = (*found.get(day, ()), *here)
        return found

    def _exceptional(self, channel: str, day: date) -> Exceptional | None:
        for entry in reversed(self.file.exceptional):  # the later line corrects the earlier
            if channel in entry.channels and entry.date <= day <= (entry.until or entry.date):
                return entry
        return None

    def _special_day(self, channel: str, day: date, special: Exceptional) -> Day:
        windows = special.windows or _usual(self.file.channels[channel], day)
        reason = Reason(Why.EXCEPTIONAL, words=special.reason)
        if special.closed or not windows:
            return Day(channel, day, State.CLOSED, reasons=(reason,))
        return Day(channel, day, State.OPEN, self._hours(windows, day), (reason,))

    def _closures(self, rules: Channel, day: date) -> Iterator[Reason]:
        if not _usual(rules, day):
            yield Reason(Why.WEEKEND if day.weekday() >= _SATURDAY else Why.DAY_OFF)
        if rules.holidays is OnHolidays.CLOSED:
            yield from self._feasts(rules, day)
        for nth in rules.closed_on:
            if is_nth(nth, day):
                yield Reason(Why.NTH, nth=nth)

    def _unstated(self, rules: Channel, day: date) -> tuple[Reason, ...]:
        if rules.holidays is not OnHolidays.UNSTATED:
            return ()
        return tuple(self._feasts(rules, day))

    def _bear_in_mind(self, channel: str, day: date) -> Iterator[Reason]:
        rules = self.file.channels[channel]
        if not rules.call_first:
            return
        if special := self._exceptional(channel, day):
            yield Reason(Why.EXCEPTIONAL, words=special.reason)
        if day.weekday() >= _SATURDAY:
            yield Reason(Why.WEEKEND)
        yield from self._feasts(rules, day)

    def _feasts(self, rules: Channel, day: date) -> Iterator[Reason]:
        for holiday in self.holidays(day):
            if not rules.holidays_of or holiday.country in rules.holidays_of:
                yield Reason(Why.HOLIDAY, holiday=holiday)

    def _hours(self, windows: Windows, day: date) -> tuple[Hours, ...]:
        return tuple(self._window(day, window.start, window.end) for window in windows)

    def _window(self, day: date, start: time, end: time) -> Hours:
        last = day + timedelta(days=1) if end == MIDNIGHT else day
        return Hours(self.combine(day, start), self.combine(last, end))


def is_nth(nth: NthWeekday, day: date) -> bool:
    """Whether `day` is that weekday of its month."""
    if day.weekday() != nth.weekday:
        return False
    if nth.nth == -1:
        return (day + timedelta(days=7)).month != day.month
    return (day.day - 1) // 7 + 1 == nth.nth


def _usual(rules: Channel, day: date) -> Windows:
    for span, windows in rules.weekly.items():
        if day.weekday() in weekdays_of(span):
            return windows
    return ()
