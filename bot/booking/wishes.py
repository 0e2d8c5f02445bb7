"""When somebody would like to come, held against what is free: a time, or the next question."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.booking.book import Change, Hold, Slot
from bot.booking.events import Wish
from bot.booking.form import (
    AskDay,
    AskReading,
    AskTime,
    Draft,
    FreeTime,
    NothingFree,
    Result,
    Step,
)
from bot.booking.offers import TIMES_SHOWN, Offers, nearest
from bot.booking.refusals import (
    ByTheWay,
    Gone,
    NoHoursBetween,
    NoTimeBetween,
    Refusal,
    TakenTime,
    TooFar,
)
from bot.booking.vacancies import Vacancies, fits
from bot.calendar import Span
from bot.calendar.spans import one


@dataclass(frozen=True, slots=True)
class Chosen:
    """A time that stands; `changes` keep it for the citizen where nothing does yet."""

    draft: Draft
    slot: Slot
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Wishes:
    """Finds the time that a draft asks for.

    What is wished and what is shown stay in the draft, so that the same question can be asked
    again after anything else that was said.
    """

    offers: Offers
    draft: Draft

    @property
    def view(self) -> Vacancies:
        """What is free."""
        return self.offers.view

    def resolve(self, refusal: Refusal | None = None) -> Chosen | Result:
        """Return the time that is wished for and free, or the question that leads to one.

        `refusal` is said with it, before any other reason.
        """
        wish = self.draft.wish
        if wish.earliest and (start := self._earliest()):
            return self._choose(start)
        if wish.readings:
            return self._one_of(wish.readings, refusal)
        if self.draft.day:
            return self._on_day(self.draft.day, refusal)
        return self._list(refusal)

    def month(self, day: date) -> Result:
        """Return the month view with `day`."""
        wish = self._at_times()
        shown = self.offers.month(day, wish)
        since = max(shown.month or day, self.view.today)
        draft = self._with(wish, since=since).draft
        if shown.days or shown.more or shown.earlier:
            return Result(replace(draft, step=Step.DAY), shown)
        return self._with(wish)._list(None)

    def _on_day(self, day: date, refusal: Refusal | None) -> Chosen | Result:
        why = self.view.day_refused(self.offers.service, day)
        if why:
            return self._instead(_first(refusal, why), day)
        wish, free = self._at_times(), self.offers.times(day, self.draft.wish)
        if len(free) == 1 and wish.times:
            return self._choose(free[0].start)
        if free:
            return self._ask_time(day, free, wish, refusal)
        every = self.offers.times(day, Wish())
        if not wish.times:
            return self._ask_time(day, every, Wish(), _first(refusal, self._no_part(one(day))))
        why = _first(refusal, self._untimely(day))
        return self._ask_time(day, nearest(every, wish.times[0]), Wish(), why)

    def _untimely(self, day: date) -> Refusal | None:
        """Return why none of the wished times can be had: of those that exist, the first."""
        starts = [self.view.calendar.combine(day, clock) for clock in self.draft.wish.times]
        real = [start for start in starts if self.view.slots.at(self.offers.service, start)]
        return self.view.time_refused(self.offers.service, (real or starts)[0])

    def _one_of(self, readings: tuple[Span, ...], refusal: Refusal | None) -> Chosen | Result:
        """Take the only reading that is bookable, at the wished times if any is; else ask."""
        for wish in (self._at_times(), Wish()):
            can = tuple(span for span in readings if self.offers.any_in(span, wish))
            if len(can) > 1 and all(span.single for span in can):
                days = tuple(span.first for span in can)
                asking = self._with(replace(self._at_times(), readings=can))
                return Result(replace(asking.draft, step=Step.DAY), AskReading(days), refusal)
            if can:
                return self._in(can, refusal)
        return self._in(readings[:1], refusal)

    def _in(self, spans: tuple[Span, ...], refusal: Refusal | None) -> Chosen | Result:
        if len(spans) == 1 and spans[0].single:
            return self._with(self._at_times())._on_day(spans[0].first, refusal)
        wish, why = self._at_times(), refusal
        found = self.offers.first_days(spans, wish)
        if not found:
            wish, why = Wish(), _first(refusal, self._no_part(spans[0]))
            found = self.offers.first_days(spans, wish)
        if not found:
            why = _first(refusal, self.offers.stretch_refused(spans[0]))
            return self._instead(why, spans[0].first)
        if len(found) == 1:
            return self._with(wish)._on_day(found[0].day, why)
        asking = self._with(replace(wish, readings=spans))
        return asking._ask_day(self.offers.listed(found, wish), why)

    def _instead(self, refusal: Refusal | None, day: date) -> Result:
        """Offer free days from `day` on, where what was asked for cannot be had."""
        outside = isinstance(refusal, Gone | TooFar) or day < self.view.today
        return self._with(self._at_times(), since=None if outside else day)._list(refusal)

    def _list(self, refusal: Refusal | None) -> Result:
        """Offer free days: from where the list stands at the wished times, of all, at any time."""
        wish, since = self._at_times(), self.draft.since
        places = ((since, wish), (None, wish), (since, Wish()), (None, Wish()))
        for first, when in dict.fromkeys(places):
            if found := self.offers.first_days([self.offers.since(first)], when):
                why = _first(refusal, self._no_part(None)) if wish and not when else refusal
                asking = self._with(when, since=first)
                return asking._ask_day(self.offers.listed(found, when), why)
        nothing = NothingFree(self.offers.service, self.offers.every.last, self.view.moving)
        return Result(None, nothing, refusal)

    def _no_part(self, span: Span | None) -> Refusal:
        """Return why nothing is free at the wished times of `span`, or of any day."""
        ever = self.offers.hours(span or self.offers.every)
        clocks, wish = sorted(start.time() for start in ever), self.draft.wish
        among = any(clocks[0] <= clock <= clocks[-1] for clock in wish.times if clocks)
        if not clocks or among or any(fits(wish, start) for start in ever):
            return NoTimeBetween(span)
        return NoHoursBetween(clocks[0], clocks[-1])

    def _earliest(self) -> datetime | None:
        day, readings = self.draft.day, self.draft.wish.readings
        spans = readings or ((one(day),) if day else (self.offers.every,))
        wish = self._at_times()
        for free in self.offers.first_days(spans, wish):
            return self.offers.times(free.day, wish)[0].start
        return None

    def _choose(self, start: datetime) -> Chosen | Result:
        slot = self.view.slots.at(self.offers.service, start)
        place = self.view.place(slot) if slot else None
        if slot is None or place is None:
            return self._list(TakenTime(start))
        day = self.view.calendar.local(start).date()
        draft = replace(self._with(Wish(), day=day).draft, start=slot.start)
        if self.view.holds(slot):
            return Chosen(draft, slot)
        until = self.view.scene.now + timedelta(minutes=self.view.rules.hold_minutes)
        return Chosen(draft, slot, (Hold(slot, place, until),))

    def _ask_time(
        self, day: date, free: tuple[FreeTime, ...], wish: Wish, refusal: Refusal | None
    ) -> Result:
        draft = replace(self._with(wish, day=day).draft, step=Step.TIME)
        return Result(draft, AskTime(day, free[:TIMES_SHOWN]), refusal)

    def _ask_day(self, question: AskDay, refusal: Refusal | None) -> Result:
        return Result(replace(self.draft, step=Step.DAY), question, refusal)

    def _with(self, wish: Wish, *, day: date | None = None, since: date | None = None) -> "Wishes":
        draft = replace(self.draft, wish=wish, day=day, since=since, start=None)
        return Wishes(self.offers, draft)

    def _at_times(self) -> Wish:
        return Wish(times=self.draft.wish.times, between=self.draft.wish.between)


def _first(said: Refusal | None, found: Refusal | None) -> Refusal | None:
    """Return the reason that is told: the one that came first, unless it weighs less."""
    return found if said is None or (found and isinstance(said, ByTheWay)) else said
