"""What the bot does of its own accord: reminders and offers, a transaction each."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Generic, TypeVar

from bot.delivery.ports import Time
from bot.storage.store import Stale

log = logging.getLogger(__name__)

EVERY = 30.0
"""Seconds between rounds: what they send is announced in days or minutes."""

U = TypeVar("U")

Chore = Callable[[U, datetime], Awaitable[bool]]
"""Does one thing that is due, in the transaction it is given; False where nothing is left to do.

It may be called again for the same thing if the transaction fails, and in two processes at once:
what is done must be marked in the same transaction, by a change that only one of them can make.
"""


class Rounds(Generic[U]):
    """Goes round the chores, for ever."""

    def __init__(
        self,
        unit: Callable[[], AbstractAsyncContextManager[U]],
        chores: Sequence[Chore[U]],
        *,
        time: Time,
        owed: Callable[[], None],
    ) -> None:
        """Do `chores` in transactions of `unit`; call `owed` when something is to be sent."""
        self._unit = unit
        self._chores = chores
        self._time = time
        self._owed = owed

    async def watch(self) -> None:
        """Go round every half minute; what fails is tried again in the next round."""
        while True:
            await self._time.sleep(EVERY)
            await self.once()

    async def once(self) -> None:
        """Do all that is due now."""
        for chore in self._chores:
            try:
                while await self._one(chore):
                    self._owed()
            except Stale:
                log.info("a citizen was faster; the next round looks again")
            except Exception as error:  # one chore's trouble must not end the others
                log.error("a round failed with %s", type(error).__name__)  # noqa: TRY400 - its text may quote a row

    async def _one(self, chore: Chore[U]) -> bool:
        async with self._unit() as unit:
            return await chore(unit, self._time.clock.now())
