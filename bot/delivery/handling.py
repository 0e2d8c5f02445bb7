"""One attempt at one update, and what becomes of it."""

import logging
import traceback
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from telegram import Update

from bot.delivery.patience import Patience, pause_after
from bot.delivery.ports import Alarm, Arrived, Time, Unit, Units
from bot.outgoing import Outgoing
from bot.storage.store import DatabaseError

log = logging.getLogger(__name__)

T = TypeVar("T")

MAX_TRIES = 5
"""Attempts at an update before it is put aside: what a moment heals is healed by then."""

RETRY_PAUSES = (0.1, 0.3, 0.9, 2.7)
"""Seconds between the attempts; together about as long as a citizen waits for an answer."""

MOST_OUTAGES = 8
"""Times in a row that the database may fail one update, some 30 seconds in all. After that a
failure is counted as the update's, as soon as the database can write the count: an update that
the schema refuses would otherwise keep its citizen waiting for ever."""

Process = Callable[[Update], Awaitable[None]]
"""Handles an update; raises what its handler raised."""

Revive = Callable[[str], Update]
"""Makes an update of the body of an inbox row."""

Apology = Callable[[Unit, Update], Awaitable[Sequence[Outgoing]]]
"""Returns what to say to a citizen whose update cannot be handled."""


class Handling:
    """Handles an update, and counts what goes wrong with it."""

    def __init__(
        self,
        units: Units,
        process: Process,
        revive: Revive,
        *,
        time: Time,
        alarm: Alarm,
        apology: Apology,
    ) -> None:
        """See `bot.delivery.workers.Workers`."""
        self._units = units
        self._process = process
        self._revive = revive
        self._time = time
        self._alarm = alarm
        self._apology = apology
        self._patience = Patience(time.sleep, alarm)
        self._settled: set[int] = set()
        self._outages: dict[int, int] = {}

    def settled(self, update_id: int) -> None:
        """Note that an update was marked done in a transaction that is committed."""
        self._settled.add(update_id)

    async def waiting(self) -> Sequence[Arrived]:
        """Return the rows of the inbox that are to be handled; waits out a database."""
        return await self._in_unit(lambda unit: unit.inbox.waiting())

    async def attempt(self, arrived: Arrived, *, suspect: bool) -> float | None:
        """Try to handle an update.

        Args:
            arrived: the first of its lane.
            suspect: an earlier process left it undone, maybe because it died of it; then the
                attempt is counted before it begins, so that it cannot kill one process after
                another.

        Returns:
            None when it is done or parked, else how many seconds to wait before the next attempt.
        """
        tries = await self._count(arrived) if suspect else None
        if tries is not None and tries > MAX_TRIES:
            await self._park(arrived, "the bot has died of it again and again")
            return None
        try:
            await self._process(self._revive(arrived.body))
        except Exception as error:  # a handler's: whatever it is, other lanes go on
            return await self._failed(arrived, error, tries)
        await self._finish(arrived)
        return None

    async def _finish(self, arrived: Arrived) -> None:
        self._outages.pop(arrived.update_id, None)
        if arrived.update_id in self._settled:
            self._settled.discard(arrived.update_id)
            return
        # No handler was meant, or the desk does not tell.
        await self._in_unit(
            lambda unit: unit.inbox.done(arrived.update_id, self._time.clock.now())
        )

    async def _failed(self, arrived: Arrived, error: Exception, tries: int | None) -> float | None:
        if await self._is_done(arrived):
            log.warning("update %d is done, but %s", arrived.update_id, type(error).__name__)
            await self._finish(arrived)
            return None
        outages = self._outages.get(arrived.update_id, 0) + 1
        if isinstance(error, DatabaseError) and outages <= MOST_OUTAGES:
            self._outages[arrived.update_id] = outages
            self._patience.failed(error, outages)
            return pause_after(outages)
        where = "".join(traceback.format_tb(error.__traceback__))
        log.error("update %d failed with %s\n%s", arrived.update_id, type(error).__name__, where)
        if tries is None:
            tries = await self._count(arrived)
        if tries < MAX_TRIES:
            return RETRY_PAUSES[min(tries, len(RETRY_PAUSES)) - 1]
        await self._park(arrived, type(error).__name__)
        return None

    async def _is_done(self, arrived: Arrived) -> bool:
        """Whether the failure came after the commit, or a commit's answer was lost."""
        if arrived.update_id in self._settled:
            return True
        return all(row.update_id != arrived.update_id for row in await self.waiting())

    async def _count(self, arrived: Arrived) -> int:
        return await self._in_unit(lambda unit: unit.inbox.failed(arrived.update_id))

    async def _park(self, arrived: Arrived, why: str) -> None:
        """Put it aside and owe the citizen a sentence, both or neither."""

        async def give_up(unit: Unit) -> None:
            now = self._time.clock.now()
            acts = await self._words_for(unit, arrived)
            await unit.outbox.add(acts, now, update_id=arrived.update_id)
            await unit.inbox.park(arrived.update_id, now)

        await self._in_unit(give_up)
        self._outages.pop(arrived.update_id, None)
        self._alarm(
            f"Update {arrived.update_id} could not be handled and is put aside ({why})."
            " Its citizen was asked to try again or call. Please tell the developers."
        )

    async def _words_for(self, unit: Unit, arrived: Arrived) -> Sequence[Outgoing]:
        try:
            return await self._apology(unit, self._revive(arrived.body))
        except DatabaseError:
            raise  # waited out
        except Exception as error:  # nobody to apologise to, or the words fail as well
            log.warning("no apology for update %d (%s)", arrived.update_id, type(error).__name__)
            return ()

    async def _in_unit(self, action: Callable[[Unit], Awaitable[T]]) -> T:
        async def attempt() -> T:
            async with self._units() as unit:
                return await action(unit)

        return await self._patience(attempt)
