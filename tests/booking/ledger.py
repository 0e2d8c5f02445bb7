"""A small honest appointment book in memory: what the schema refuses, this refuses too."""

from copy import copy
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.booking.book import (
    Book,
    Booking,
    Cancel,
    Change,
    Enter,
    Held,
    Hold,
    LetGo,
    Move,
    Place,
    person_key,
)
from bot.calendar.states import utc

Seat = tuple[str, datetime, int]


class StaleError(Exception):
    """Somebody else was faster."""


def seats(place: Place) -> set[Seat]:
    return {(place.desk, cell, place.window) for cell in place.cells}


@dataclass
class Ledger:
    bookings: dict[str, tuple[Booking, Place]] = field(default_factory=dict)
    holds: dict[int, tuple[Held, Place]] = field(default_factory=dict)
    resting: list[tuple[Place, datetime]] = field(default_factory=list)
    acts: list[tuple[int, datetime]] = field(default_factory=list)
    """Bookings and moves: who, and when."""

    def book(self, citizen: int, now: datetime, lot: int = 0) -> Book:
        """What one update of `citizen` can see."""
        mine = sorted(
            (one for one, _ in self.bookings.values() if one.citizen == citizen),
            key=lambda one: utc(one.start),
        )
        held = self.holds.get(citizen)
        taken: dict[tuple[str, datetime], frozenset[int]] = {}
        for desk, cell, window in self._occupied(now, but=citizen):
            taken[desk, cell] = taken.get((desk, cell), frozenset()) | {window}
        return Book(
            tuple(one for one in mine if utc(one.start) > utc(now)),
            held[0] if held and utc(held[0].until) > utc(now) else None,
            taken,
            sum(
                who == citizen and utc(at) > utc(now) - timedelta(days=30) for who, at in self.acts
            ),
            lot,
        )

    def apply(self, citizen: int, changes: tuple[Change, ...], now: datetime) -> None:
        """All of them or, with `StaleError`, none."""
        draft = Ledger(copy(self.bookings), copy(self.holds), copy(self.resting), copy(self.acts))
        for change in changes:
            draft._one(citizen, change, now)
        self.bookings, self.holds = draft.bookings, draft.holds
        self.resting, self.acts = draft.resting, draft.acts

    def _one(self, citizen: int, change: Change, now: datetime) -> None:
        match change:
            case Hold(slot, place, until):
                self._sit(place, citizen, now)
                self.holds[citizen] = (Held(slot, until), place)
            case LetGo():
                self.holds.pop(citizen, None)
            case Enter(booking, place):
                self._enter(citizen, booking, place, now)
            case Move(booking, place, rests):
                old = self._own(citizen, booking.reference)
                if old[0].sequence + 1 != booking.sequence:
                    raise StaleError
                self._sit(place, citizen, now)
                self._free(old[1], rests)
                self._write(citizen, booking, place, now)
            case Cancel(reference, rests):
                self._free(self._own(citizen, reference)[1], rests)
                del self.bookings[reference]

    def _enter(self, citizen: int, booking: Booking, place: Place, now: datetime) -> None:
        key = (citizen, booking.service, person_key(booking.person))
        keys = {(one.citizen, one.service, person_key(one.person)) for one in self.standing(now)}
        if booking.reference in self.bookings or key in keys:
            raise StaleError
        self._sit(place, citizen, now)
        self._write(citizen, booking, place, now)

    def standing(self, now: datetime) -> list[Booking]:
        return [one for one, _ in self.bookings.values() if utc(one.start) > utc(now)]

    def _write(self, citizen: int, booking: Booking, place: Place, now: datetime) -> None:
        self.bookings[booking.reference] = (booking, place)
        self.holds.pop(citizen, None)
        self.acts.append((citizen, now))

    def _own(self, citizen: int, reference: str) -> tuple[Booking, Place]:
        found = self.bookings.get(reference)
        if found is None or found[0].citizen != citizen:
            raise StaleError
        return found

    def _free(self, place: Place, rests: datetime | None) -> None:
        if rests:
            self.resting.append((place, rests))

    def _sit(self, place: Place, citizen: int, now: datetime) -> None:
        if seats(place) & set(self._occupied(now, but=citizen)):
            raise StaleError

    def _occupied(self, now: datetime, but: int) -> list[Seat]:
        """The seats that are booked, held by others or resting; a seat twice if it is so twice."""
        held = [
            place
            for who, (hold, place) in self.holds.items()
            if who != but and utc(hold.until) > utc(now)
        ]
        rest = [place for place, until in self.resting if utc(until) > utc(now)]
        booked = [place for _, place in self.bookings.values()]
        return [seat for place in (*booked, *held, *rest) for seat in seats(place)]
