"""Erases what has been kept for long enough."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta

from bot.clock import Clock
from bot.storage.store import Store

SWEEP_EVERY = timedelta(hours=1)
"""The promises to citizens are in days; an hour keeps them."""

ARRIVED_KEPT = timedelta(hours=72)
"""Ids of updates that are done, and what was put aside. Telegram repeats an update for a day."""


@dataclass(frozen=True, slots=True)
class Kept:
    """For how long.

    Attributes:
        memory: what is remembered of a citizen, after their last message.
        appointments: a booking, after its time.
    """

    memory: timedelta
    appointments: timedelta


class Retention:
    """Keeps the promises of /privacy while the bot runs."""

    def __init__(self, store: Store, clock: Clock, kept: Kept) -> None:
        """Erase from `store` by `clock`."""
        self._store = store
        self._clock = clock
        self._kept = kept

    async def sweep(self) -> int:
        """Erase whatever is due now; return how many citizens and appointments."""
        now = self._clock.now()
        async with self._store.unit() as unit:
            citizens = await unit.memories.forget_before(now - self._kept.memory)
            bookings = await unit.appointments.forget_before(now - self._kept.appointments)
            await unit.inbox.forget_before(now - ARRIVED_KEPT)
        if citizens or bookings:
            await self._store.scrub()
        return citizens + bookings

    async def watch(self) -> None:
        """Sweep for ever."""
        while True:
            await asyncio.sleep(SWEEP_EVERY.total_seconds())
            await self.sweep()
