"""What is free, as one update sees the book, and why something is not."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property

from bot.booking.book import Booking, Held, Place, Slot, Taken
from bot.booking.events import Wish
from bot.booking.form import FreeDay, FreeTime, Scene
from bot.booking.refusals import (
    Closed,
    FullDay,
    Gone,
    HoldOver,
    NoSuchTime,
    Refusal,
    SameTime,
    TakenTime,
    TooFar,
    TooSoon,
)
from bot.booking.slots import Slots
from bot.calendar import Calendar, Span
from bot.calendar.spans import one
from bot.calendar.states import utc
from knowledge.services import BookingRules, ServicesFile
from knowledge.windows import MIDNIGHT


class Occupied:
    """What is taken, by desk and in order of time."""

    def __init__(self, taken: Taken) -> None:
        rows: dict[str, list[tuple[datetime, frozenset[int]]]] = {}
        for (desk, cell), windows in taken.items():
            rows.setdefault(desk, []).append((cell, windows))
        self._windows = {
            desk: [*map(_second, sorted(row, key=_first))] for desk, row in rows.items()
        }
        self._cells = {desk: sorted(map(_first, row)) for desk, row in rows.items()}

    def windows(self, desk: str, start: datetime, end: datetime, step: timedelta) -> set[int]:
        """Return the windows of `desk` that are taken between `start` and `end` (UTC).

        A taken cell counts as far as it reaches, on the grid or not: hours that were announced
        after it was taken (an opening at 9:15) shift the grid of their day.
        """
        row = self._cells.get(desk, [])
        low, high = bisect_right(row, start - step), bisect_left(row, end)
        return set[int]().union(*self._windows.get(desk, [])[low:high])


def _first(row: tuple[datetime, frozenset[int]]) -> datetime:
    return row[0]


def _second(row: tuple[datetime, frozenset[int]]) -> frozenset[int]:
    return row[1]


@dataclass(frozen=True)  # without slots, for what it works out once
class Vacancies:
    """The free times of every service at one moment, for one citizen.

    Attributes:
        moving: the booking that is to have another time. Its place counts as taken until it has.
    """

    slots: Slots
    scene: Scene
    moving: Booking | None = None

    def for_moving(self, booking: Booking) -> "Vacancies":
        """Return these, for giving `booking` another time."""
        return replace(self, moving=booking)

    @property
    def file(self) -> ServicesFile:
        """The services that can be had."""
        return self.slots.file

    @property
    def rules(self) -> BookingRules:
        """What holds for all of them."""
        return self.slots.file.rules

    @property
    def calendar(self) -> Calendar:
        """The post's."""
        return self.slots.calendar

    @cached_property
    def today(self) -> date:
        """The date at the post."""
        return self.calendar.local(self.scene.now).date()

    def last_day(self, service: str) -> date:
        """Return the last day that can be booked."""
        return self.today + self.file.horizon(service)

    def within(self, service: str, span: Span) -> Span | None:
        """Return what of `span` lies between today and the horizon."""
        first, last = max(span.first, self.today), min(span.last, self.last_day(service))
        return Span(first, last) if first <= last else None

    def place(self, slot: Slot) -> Place | None:
        """Return where `slot` can be had: the free window of the lowest number."""
        free = self._free_windows(slot)
        if not free:
            return None
        desk = self.file.services[slot.service].desk
        return Place(desk, self.slots.cells(slot), free[0], self.slots.desk(slot.service).windows)

    def times(self, service: str, day: date, wish: Wish | None = None) -> tuple[FreeTime, ...]:
        """Return the free times of `day`; with `wish` only those at its times of day."""
        if (service, day) not in self._free:
            self._free[service, day] = self._free_times(service, day)
        every = self._free[service, day]
        return tuple(free for free in every if fits(wish, free.start)) if wish else every

    def days(self, service: str, span: Span, wish: Wish | None = None) -> Iterator[FreeDay]:
        """Yield the days of `span` with free times, in order."""
        if bounded := self.within(service, span):
            for day in bounded.days():
                if free := self.times(service, day, wish):
                    yield FreeDay(day, len(free))

    def day_refused(self, service: str, day: date) -> Refusal | None:
        """Return why nothing can be had on `day`; None: something can."""
        if day < self.today:
            return Gone()
        if day > self.last_day(service):
            return self._too_far(service)
        every = self.slots.of_day(service, day)
        if not every:
            return Closed(self.slots.open_on(day))
        refused = [self.refused(slot) for slot in every]
        if None in refused:
            return None
        timely = [why for why in refused if not isinstance(why, Gone | TooSoon)]
        return FullDay(one(day)) if timely else refused[-1]

    def time_refused(self, service: str, start: datetime) -> Refusal | None:
        """Return why the aware `start` cannot be had; None: it can."""
        day = self.calendar.local(start).date()
        if not self.today <= day <= self.last_day(service) or not self.slots.of_day(service, day):
            return self.day_refused(service, day)
        slot = self.slots.at(service, start)
        if slot is None:
            return NoSuchTime(day, self.calendar.local(start).time())
        return self.refused(slot)

    def refused(self, slot: Slot) -> Refusal | None:
        """Return why `slot`, which lies within the horizon, cannot be had; None: it can."""
        if barred := self._barred(slot):
            return barred
        return None if self._free_windows(slot) else TakenTime(slot.start)

    def holds(self, slot: Slot) -> bool:
        """Whether `slot` is kept for the citizen now."""
        held = self.scene.book.held
        return held is not None and self._alive(held) and _same(held.slot, slot)

    def lost(self, service: str, start: datetime) -> Refusal | None:
        """Return why a time that was chosen can be had no more; None: it still can.

        While it is held, the notice it kept when it was chosen is enough.
        """
        slot = self.slots.at(service, start)
        if slot is None or not self.holds(slot):
            why = self.time_refused(service, start)
        elif utc(slot.start) <= utc(self.scene.now):
            why = Gone()
        else:
            why = None if self._free_windows(slot) else TakenTime(slot.start)
        return HoldOver(self.rules.hold_minutes) if isinstance(why, TakenTime) else why

    @cached_property
    def _free(self) -> dict[tuple[str, date], tuple[FreeTime, ...]]:
        """What was worked out: a list of days asks for a day more than once."""
        return {}

    def _free_times(self, service: str, day: date) -> tuple[FreeTime, ...]:
        if self.within(service, one(day)) is None:
            return ()
        offered = (slot for slot in self.slots.of_day(service, day) if not self._barred(slot))
        counted = ((slot, len(self._free_windows(slot))) for slot in offered)
        return tuple(FreeTime(slot.start, left) for slot, left in counted if left)

    def _barred(self, slot: Slot) -> Gone | TooSoon | SameTime | None:
        """Return what bars `slot` for this citizen now, whether it is free or not."""
        notice, start, now = self.file.notice(slot.service), utc(slot.start), utc(self.scene.now)
        if start <= now:
            return Gone()
        if start < now + notice:
            earliest = self.calendar.local(now + notice)
            return TooSoon(notice // timedelta(hours=1), earliest)
        if self.moving and utc(self.moving.start) == start:
            return SameTime(self.moving)
        return None

    def _alive(self, held: Held) -> bool:
        return utc(self.scene.now) < utc(held.until)

    def _too_far(self, service: str) -> TooFar:
        return TooFar(self.file.horizon(service).days, self.last_day(service))

    def _free_windows(self, slot: Slot) -> list[int]:
        desk, service = self.slots.desk(slot.service), self.file.services[slot.service]
        step, start = timedelta(minutes=desk.step_minutes), utc(slot.start)
        end = start + timedelta(minutes=slot.minutes + service.buffer_minutes)
        taken = self._occupied.windows(service.desk, start, end, step)
        return [window for window in range(1, desk.windows + 1) if window not in taken]

    @cached_property
    def _occupied(self) -> Occupied:
        return Occupied(self.scene.book.taken)


def fits(wish: Wish, start: datetime) -> bool:
    """Whether `start`, on the post's clocks, is at the times of day of `wish`."""
    if wish.times:
        return start.time() in wish.times
    if wish.between is None:
        return True
    first, end = wish.between
    # A stretch that ends at midnight ends with the day.
    return first <= start.time() and (start.time() < end or end == MIDNIGHT)


def _same(held: Slot, slot: Slot) -> bool:
    return (held.service, held.minutes) == (slot.service, slot.minutes) and utc(held.start) == utc(
        slot.start
    )
