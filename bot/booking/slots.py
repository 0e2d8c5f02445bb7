"""At which times a service can be given: the grid of its desk inside the hours of the post."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from bot.booking.book import Slot
from bot.calendar import Calendar, Day, Hours, State
from bot.calendar.states import utc
from knowledge.services import Desk, Service, ServicesFile
from knowledge.windows import MIDNIGHT, weekdays_of

DAYS_REMEMBERED = 4096
"""Two months of every service of a large post; a day's grid changes only with the pack."""


class Slots:
    """The times of every service. Safe to share: what it remembers of a day never changes."""

    def __init__(self, file: ServicesFile, calendar: Calendar) -> None:
        self.file = file
        self.calendar = calendar
        self._remembered = lru_cache(DAYS_REMEMBERED)(self._evaluated)

    def open_on(self, day: date) -> Day:
        """Return the state of the channel in whose hours appointments lie."""
        return self.calendar.day(self.file.channel, day)

    def of_day(self, service: str, day: date) -> tuple[Slot, ...]:
        """Return all times of `service` on `day`, in order, on the post's clocks, taken or not.

        Empty where the post is not surely open.
        """
        return self._remembered(service, day)

    def at(self, service: str, start: datetime) -> Slot | None:
        """Return the slot that begins at the aware `start`; None: there is none."""
        day = self.calendar.local(start).date()
        same = (slot for slot in self.of_day(service, day) if utc(slot.start) == utc(start))
        return next(same, None)

    def cells(self, slot: Slot) -> tuple[datetime, ...]:
        """Return the beginnings (UTC) of the steps that `slot` occupies, its buffer included."""
        step = self._step(slot.service)
        buffer = timedelta(minutes=self.file.services[slot.service].buffer_minutes)
        length = timedelta(minutes=slot.minutes) + buffer
        first = utc(slot.start)
        return tuple(first + number * step for number in range(-(-length // step)))

    def desk(self, service: str) -> Desk:
        """Return the desk where `service` is given."""
        return self.file.desks[self.file.services[service].desk]

    def _step(self, service: str) -> timedelta:
        return timedelta(minutes=self.desk(service).step_minutes)

    def _evaluated(self, service: str, day: date) -> tuple[Slot, ...]:
        opened = self.open_on(day)
        if opened.state is not State.OPEN:
            return ()
        own = self._own_hours(self.file.services[service], day)
        minutes = self.file.services[service].minutes
        return tuple(
            Slot(service, start, minutes)
            for hours in opened.hours
            for start in self._grid(service, day, hours)
            if own is None or any(self._inside(service, start, other) for other in own)
        )

    def _grid(self, service: str, day: date, hours: Hours) -> Iterator[datetime]:
        """Yield what begins and ends, buffer included, within `hours`.

        It is counted in UTC: no time falls into the gap of a clock change. What the clocks show
        for the second time when they are set back is left out, and so is what they show of another
        date (a zone that jumps the date line has no such day): a time that is said must be one.
        """
        step, start = self._step(service), utc(hours.start)
        while self._inside(service, start, hours):
            here = self.calendar.local(start)
            if not here.fold and here.date() == day:
                yield here
            start += step

    def _inside(self, service: str, start: datetime, hours: Hours) -> bool:
        rules = self.file.services[service]
        end = utc(start) + timedelta(minutes=rules.minutes + rules.buffer_minutes)
        return utc(hours.start) <= utc(start) and end <= utc(hours.end)

    def _own_hours(self, service: Service, day: date) -> tuple[Hours, ...] | None:
        if not service.weekly:
            return None
        for span, windows in service.weekly.items():
            if day.weekday() in weekdays_of(span):
                return tuple(self._hours(day, window.start, window.end) for window in windows)
        return ()

    def _hours(self, day: date, start: time, end: time) -> Hours:
        last = day + timedelta(days=1) if end == MIDNIGHT else day
        return Hours(self.calendar.combine(day, start), self.calendar.combine(last, end))
