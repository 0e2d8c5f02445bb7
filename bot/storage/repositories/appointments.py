"""The appointment book: loaded as a value, changed by values."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from bot.booking.book import (
    Book,
    Booking,
    Cancel,
    Change,
    Decline,
    Enter,
    Hold,
    JoinLine,
    LeaveLine,
    LetGo,
    Move,
    Place,
    person_key,
)
from bot.storage.executor import Executor, Stale, as_text
from bot.storage.repositories.rows import as_booking, as_held, as_taken, seats_of, times_of
from bot.storage.repositories.waitlist import Waitlist

RECENT = timedelta(days=30)
"""What `Book.recent` looks back on (`most_in_30_days` of services.yaml), and `Book.past`."""


class Appointments:
    """The tables `booking`, `hold`, `seat` and `booking_event`."""

    def __init__(self, executor: Executor) -> None:
        self._sql = executor
        self._waitlist = Waitlist(executor)

    async def book(self, citizen: int, now: datetime, lot: int) -> Book:
        """Return what `citizen` can see of the book at `now`.

        Until the transaction ends nobody else's goes on for this citizen.
        """
        await self._sql.alone(citizen)
        at = as_text(now)
        own = await self._own(citizen, now)
        held = await self._sql.rows("book_held", citizen=citizen, now=at)
        recent = await self._sql.value("book_recent", citizen=citizen, since=as_text(now - RECENT))
        return Book(
            mine=own["ahead"],
            held=as_held(held[0]) if held else None,
            taken=as_taken(await self._sql.rows("book_taken", citizen=citizen, now=at)),
            cancelled=own["cancelled"],
            past=own["past"][::-1],
            waits=await self._waitlist.of(citizen, now),
            recent=recent,
            lot=lot,
        )

    async def _own(self, citizen: int, now: datetime) -> Mapping[str, tuple[Booking, ...]]:
        own: dict[str, tuple[Booking, ...]] = {"ahead": (), "cancelled": (), "past": ()}
        since = as_text(now - RECENT)
        rows = await self._sql.rows("book_own", citizen=citizen, since=since, now=as_text(now))
        for kind, *row in rows:
            own[kind] += (as_booking(row),)
        return own

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
                case JoinLine() | LeaveLine() | Decline():
                    await self._waitlist.apply(citizen, change, now)

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
        await self._waitlist.using(citizen, hold.place)
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
            **times_of(booking),
            sequence=booking.sequence,
            now=as_text(now),
        )
        await self._waitlist.booked(citizen, booking.service)
        await self._waitlist.using(citizen, enter.place)
        await self._take(enter.place, now, kind="booked", reference=booking.reference)
        await self._remind(booking.reference, enter.reminders)
        await self._note(citizen, booking.reference, "booked", now)

    async def _move(self, citizen: int, move: Move, now: datetime) -> None:
        booking = move.booking
        await self._sql.run("let_go", citizen=citizen)
        await self._waitlist.moving(booking.reference, booking.start)
        await self._waitlist.using(citizen, move.place)
        moved = await self._sql.run(
            "move_booking",
            reference=booking.reference,
            citizen=citizen,
            **times_of(booking),
            sequence=booking.sequence,
            before=booking.sequence - 1,
            now=as_text(now),
        )
        if not moved:
            raise Stale
        # Its own old seats first: a move by one step overlaps with where it was.
        reference = booking.reference
        own = [{**seat, "reference": reference} for seat in seats_of(move.place)]
        await self._sql.run_each("free_seat", own)
        await self._free(reference, move.rests)
        await self._take(move.place, now, kind="booked", reference=reference)
        await self._remind(reference, move.reminders)
        await self._note(citizen, reference, "moved", now)

    async def _cancel(self, citizen: int, cancel: Cancel, now: datetime) -> None:
        cancelled = await self._sql.run(
            "cancel_booking", reference=cancel.reference, citizen=citizen, now=as_text(now)
        )
        if not cancelled:
            raise Stale
        await self._waitlist.cancelled(cancel.reference)
        await self._free(cancel.reference, cancel.rests)
        await self._remind(cancel.reference, ())
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
        seats = seats_of(place)
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

    async def _remind(self, reference: str, reminders: Iterable[datetime]) -> None:
        """Remind of a booking at these times and no other."""
        await self._sql.run("drop_reminders", reference=reference)
        rows = [{"reference": reference, "due_at": as_text(due)} for due in reminders]
        await self._sql.run_each("add_reminder", rows)

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
        await self._waitlist.forget(citizen)
        await self._sql.run("forget_citizen_bookings", citizen=citizen)
        await self._sql.run("forget_citizen_events", citizen=citizen)
        await self._sql.run("unmark_unreachable", chat_id=citizen)
