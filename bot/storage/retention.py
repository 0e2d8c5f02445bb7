"""Erases what is remembered of citizens who have not written for long."""

import asyncio
from datetime import timedelta

from bot.clock import Clock
from bot.storage.memories import Memories

SWEEP_EVERY = timedelta(hours=1)
"""The promise to citizens is in days; an hour keeps it."""


class Retention:
    """Keeps the promise of /privacy while the bot runs."""

    def __init__(self, memories: Memories, clock: Clock, keep: timedelta) -> None:
        """Erase after `keep` without a message."""
        self._memories = memories
        self._clock = clock
        self._keep = keep

    async def sweep(self) -> int:
        """Erase whoever is due now; return how many."""
        return await self._memories.forget_before(self._clock.now() - self._keep)

    async def watch(self) -> None:
        """Sweep for ever."""
        while True:
            await asyncio.sleep(SWEEP_EVERY.total_seconds())
            await self.sweep()
