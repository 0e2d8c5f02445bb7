"""Which citizens are to be reminded of what: rows that go when they are said."""

from dataclasses import dataclass
from datetime import datetime

from bot.booking.book import Booking
from bot.booking.reminders import APART
from bot.storage.executor import Executor, as_text
from bot.storage.repositories.rows import as_booking


@dataclass(frozen=True, slots=True)
class Due:
    """A citizen to be reminded of an appointment."""

    citizen: int
    reference: str


class Reminders:
    """The table `reminder`; its rows are written and erased with their bookings."""

    def __init__(self, executor: Executor) -> None:
        self._sql = executor

    async def first(self, now: datetime) -> Due | None:
        """Return the reminder that has been due for longest; nobody is kept from taking it."""
        rows = await self._sql.rows("first_reminder", now=as_text(now))
        return Due(*rows[0]) if rows else None

    async def take(self, due: Due, now: datetime) -> Booking | None:
        """Erase all that is due of one appointment, and return the appointment as it is now.

        Until the transaction ends nobody else's goes on for this citizen. None: another sweeper
        was faster, or the citizen has moved or cancelled it meanwhile; there is nothing to say.
        """
        # First of all, as in an update's transaction: in another order the two could deadlock.
        await self._sql.alone(due.citizen)
        at = as_text(now)
        if not await self._sql.run("take_reminders", reference=due.reference, now=at):
            return None
        rows = await self._sql.rows("reminded", reference=due.reference, now=at)
        return as_booking(rows[0]) if rows else None

    async def put_off(self, booking: Booking, due_at: datetime) -> None:
        """Remind of `booking` at `due_at`, unless another reminder comes with it."""
        await self._sql.run(
            "put_off_reminder",
            reference=booking.reference,
            due_at=as_text(due_at),
            near=as_text(due_at + APART),
        )
