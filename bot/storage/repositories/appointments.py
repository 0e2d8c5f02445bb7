"""The appointment book: loaded as a value, changed by values."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

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
    Slot,
    Taken,
    person_key,
)
from bot.storage.executor import Executor, Row, Stale, as_instant, as_text

RECENT = timedelta(days=30)
"""What `Book.recent` looks back on (`most_in_30_days` of services.yaml)."""


class Appointments:
    """The tables `booking`, `hold`, `seat` and `booking_event`."""

    def __init__(self, executor: Executor) -> None:
        self._sql = executor

    async def book(self, citizen: int, now: datetime, lot: int) -> Book:
        """Return what `citizen` can see of the book at `now`.

        Until the transaction ends nobody else's goes on for this citizen.
        """
        await self._sql.alone(citizen)
        at = as_text(now)
        mine = await self._sql.rows("book_mine", citizen=citizen, now=at)
        held = await self._sql.rows("book_held", citizen=citizen, now=at)
        recent = await self._sql.value("book_recent", citizen=citizen, since=as_text(now - RECENT))
        return Book(
            mine=tuple(_booking(row) for row in mine),
            held=_held(held[0]) if held else None,
            taken=_taken(await self._sql.rows("book_taken", citizen=citizen, now=at)),
            recent=recent,
            lot=lot,
        )

    async def apply(self, citizen: int, changes: Iterable[Change], now: datetime) -> None:
        """Make `changes` of `citizen`, in order.

        Raises:
            Stale: somebody was faster. The whole transaction is to be rolled back.
        """
        for change in changes:
            match change:
                case Hold():
                    await self._hold(citizen, change, now)
                case LetGo():
                    await self._sql.run("let_go", citizen=citizen)
                case Enter():
                    await self._enter(citizen, change, now)
                case Move():
                    await self._move(citizen, change, now)
                case Cancel():
                    await self._cancel(citizen, change, now)

    async def _hold(self, citizen: int, hold: Hold, now: datetime) -> None:
        until = as_text(hold.until)
        await self._sql.run("let_go", citizen=citizen)
        await self._sql.run(
            "add_hold",
            citizen=citizen,
            service=hold.slot.service,
            start_at=as_text(hold.slot.start),
            minutes=hold.slot.minutes,
            until=until,
        )
        await self._take(hold.place, now, kind="held", citizen=citizen, until=until)

    async def _enter(self, citizen: int, enter: Enter, now: datetime) -> None:
        booking = enter.booking
        if booking.citizen != citizen:
            raise ValueError("a citizen can enter only bookings of their own")
        await self._sql.run("let_go", citizen=citizen)
        # So that an appointment that is over never stands in the way of the next one.
        await self._sql.run("close_past", citizen=citizen, now=as_text(now))
        await self._sql.run(
            "add_booking",
            reference=booking.reference,
            citizen=citizen,
            service=booking.service,
            person=booking.person,
            person_key=person_key(booking.person),
            **_times(booking),
            sequence=booking.sequence,
            now=as_text(now),
        )
        await self._take(enter.place, now, kind="booked", reference=booking.reference)
        await self._note(citizen, booking.reference, "booked", now)

    async def _move(self, citizen: int, move: Move, now: datetime) -> None:
        booking = move.booking
        await self._sql.run("let_go", citizen=citizen)
        moved = await self._sql.run(
            "move_booking",
            reference=booking.reference,
            citizen=citizen,
            **_times(booking),
            sequence=booking.sequence,
            before=booking.sequence - 1,
            now=as_text(now),
        )
        if not moved:
            raise Stale
        # Its own old seats first: a move by one step overlaps with where it was.
        reference = booking.reference
        own = [{**seat, "reference": reference} for seat in _seats(move.place)]
        await self._sql.run_each("free_seat", own)
        await self._free(reference, move.rests)
        await self._take(move.place, now, kind="booked", reference=reference)
        await self._note(citizen, reference, "moved", now)

    async def _cancel(self, citizen: int, cancel: Cancel, now: datetime) -> None:
        cancelled = await self._sql.run(
            "cancel_booking", reference=cancel.reference, citizen=citizen, now=as_text(now)
        )
        if not cancelled:
            raise Stale
        await self._free(cancel.reference, cancel.rests)
        await self._note(citizen, cancel.reference, "cancelled", now)

    async def _take(
        self,
        place: Place,
        now: datetime,
        *,
        kind: str,
        reference: str | None = None,
        citizen: int | None = None,
        until: str | None = None,
    ) -> None:
        seats = _seats(place)
        await self._sql.run_each(
            "clear_expired", [{**seat, "now": as_text(now)} for seat in seats]
        )
        taken = {
            "windows": place.windows,
            "kind": kind,
            "reference": reference,
            "citizen": citizen,
            "until": until,
        }
        await self._sql.run_each("add_seat", [{**seat, **taken} for seat in seats])

    async def _free(self, reference: str, rests: datetime | None) -> None:
        if rests is None:
            await self._sql.run("free_seats", reference=reference)
        else:
            await self._sql.run("rest_seats", reference=reference, until=as_text(rests))

    async def _note(self, citizen: int, reference: str, kind: str, now: datetime) -> None:
        await self._sql.run(
            "add_event", citizen=citizen, now=as_text(now), kind=kind, reference=reference
        )

    async def forget_before(self, instant: datetime) -> int:
        """Erase bookings that were over by `instant`; return how many.

        With them goes what is older: events, and holds and rests that ended.
        """
        before = as_text(instant)
        erased = await self._sql.run("forget_bookings", before=before)
        await self._sql.run("forget_events", before=before)
        await self._sql.run("forget_holds", before=before)
        await self._sql.run("forget_rests", before=before)
        await self._sql.run("forget_unreachable")
        return erased

    async def forget_citizen(self, citizen: int) -> None:
        """Erase all rows of a citizen; their places are free at once."""
        await self._sql.run("let_go", citizen=citizen)
        await self._sql.run("forget_citizen_bookings", citizen=citizen)
        await self._sql.run("forget_citizen_events", citizen=citizen)
        await self._sql.run("unmark_unreachable", chat_id=citizen)


def _times(booking: Booking) -> dict[str, Any]:
    end = booking.start + timedelta(minutes=booking.minutes)
    return {
        "start_at": as_text(booking.start),
        "end_at": as_text(end),
        "minutes": booking.minutes,
    }


def _seats(place: Place) -> list[dict[str, Any]]:
    # In order of time: two transactions that want the same cells then wait, and never deadlock.
    return [
        {"cell": as_text(cell), "desk": place.desk, "desk_window": place.window}
        for cell in sorted(place.cells)
    ]


def _booking(row: Row) -> Booking:
    reference, citizen, service, person, start, minutes, sequence = row
    return Booking(reference, citizen, service, person, as_instant(start), minutes, sequence)


def _held(row: Row) -> Held:
    service, start, minutes, until = row
    return Held(Slot(service, as_instant(start), minutes), as_instant(until))


def _taken(rows: Iterable[Row]) -> Taken:
    return {(desk, _cell(cell)): _windows(taken) for desk, cell, taken in rows}


# The same cells are read with every message: without these two a full book takes twice as long.
_cell = lru_cache(maxsize=2**16)(as_instant)


@lru_cache(maxsize=2**12)
def _windows(taken: int) -> frozenset[int]:
    return frozenset(bit + 1 for bit in range(taken.bit_length()) if taken >> bit & 1)
