"""What can be offered of one service: the next days, a month, the times nearest to a wish."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import chain, islice

from bot.booking.events import Wish
from bot.booking.form import AskDay, FreeDay, FreeTime
from bot.booking.refusals import Closed, FullDay, Refusal, TooSoon
from bot.booking.vacancies import Vacancies
from bot.calendar import Span
from bot.calendar.spans import month_of
from bot.calendar.states import utc

DAYS_SHOWN = 6
"""Days offered at once: two rows of three on a phone; the rest is one tap away."""

TIMES_SHOWN = 24
"""Times offered at once: eight rows of three. A morning on a grid of 15 minutes has 14."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Offers:
    """The free days and times of one service."""

    view: Vacancies
    service: str

    @property
    def every(self) -> Span:
        """All days that can be booked at all."""
        return Span(self.view.today, self.view.last_day(self.service))

    def since(self, day: date | None) -> Span:
        """Return the bookable days from `day` on; where it lies outside them, the nearest one."""
        every = self.every
        return Span(min(max(day or every.first, every.first), every.last), every.last)

    def first_days(self, spans: Iterable[Span], wish: Wish) -> tuple[FreeDay, ...]:
        """Return the first days of `spans` that have free times as wished, in order."""
        each = (self.view.days(self.service, span, wish) for span in spans)
        found = chain.from_iterable(islice(days, DAYS_SHOWN) for days in each)
        return tuple(sorted(set(found), key=lambda free: free.day)[:DAYS_SHOWN])

    def any_in(self, span: Span, wish: Wish) -> bool:
        """Whether anything as wished is free in `span`."""
        return any(True for _ in self.view.days(self.service, span, wish))

    def listed(self, days: tuple[FreeDay, ...], wish: Wish) -> AskDay:
        """Ask for one of `days`."""
        more, earlier = self._after(days[-1].day, wish), self._before(days[0].day, wish)
        return AskDay(days, more, earlier=earlier)

    def month(self, day: date, wish: Wish) -> AskDay:
        """Ask for a day of the month of `day`; where it is not bookable, of the nearest one."""
        span = month_of(*self.since(day).first.timetuple()[:2])
        days = tuple(self.view.days(self.service, span, wish))
        more, earlier = self._after(span.last, wish), self._before(span.first, wish)
        return AskDay(days, more, span.first, earlier)

    def times(self, day: date, wish: Wish) -> tuple[FreeTime, ...]:
        """Return the free times of `day` as wished."""
        return self.view.times(self.service, day, wish)

    def hours(self, span: Span) -> tuple[datetime, ...]:
        """Return when appointments begin on the days of `span`, taken or not."""
        within = self.view.within(self.service, span)
        days = within.days() if within else []
        every = (self.view.slots.of_day(self.service, day) for day in days)
        return tuple(slot.start for slot in chain.from_iterable(every))

    def stretch_refused(self, span: Span) -> Refusal:
        """Return why nothing is free in the whole of `span`."""
        within = self.view.within(self.service, span)
        if within is None:
            edge = span.last if span.last < self.view.today else span.first
            return self.view.day_refused(self.service, edge) or FullDay(span)
        reasons = [self.view.day_refused(self.service, day) for day in within.days()]
        for kind in (FullDay, TooSoon, Closed):
            for why in reasons:
                if isinstance(why, kind):
                    return FullDay(span) if isinstance(why, FullDay) else why
        return FullDay(span)

    def _after(self, day: date, wish: Wish) -> bool:
        last = self.every.last
        return day < last and self.any_in(Span(day + _DAY, last), wish)

    def _before(self, day: date, wish: Wish) -> bool:
        first = self.every.first
        return first < day and self.any_in(Span(first, day - _DAY), wish)


def nearest(free: tuple[FreeTime, ...], wanted: time) -> tuple[FreeTime, ...]:
    """Return the times nearest to `wanted`, as many as are shown, in order of time."""

    def away(found: FreeTime) -> int:
        clock = found.start.time()
        return abs((clock.hour - wanted.hour) * 60 + clock.minute - wanted.minute)

    return tuple(sorted(sorted(free, key=away)[:TIMES_SHOWN], key=lambda one: utc(one.start)))
