"""From the inbox to the handlers: each update once, in the order of its lane."""

import asyncio
import logging
from collections.abc import Callable, Coroutine

from bot.delivery.handling import Apology, Handling, Process, Revive
from bot.delivery.lanes import Lanes
from bot.delivery.ports import Alarm, Arrived, Time, Units

log = logging.getLogger(__name__)

AT_ONCE = 16
"""Lanes side by side. Handlers do not wait, so that this covers the database's answers only; one
writer is the limit of SQLite, some connections that of PostgreSQL."""


class Workers:
    """Handles what waits in the inbox: citizens side by side, each one's updates in order."""

    def __init__(
        self,
        units: Units,
        process: Process,
        revive: Revive,
        *,
        time: Time,
        alarm: Alarm,
        apology: Apology,
        wake: Callable[[], None] = lambda: None,
        at_once: int = AT_ONCE,
    ) -> None:
        """Prepare; nothing is handled before `run`.

        Args:
            units: opens transactions.
            process: handles one update (`bot.delivery.dispatch.Dispatch`).
            revive: makes an update of the body of an inbox row.
            time: clocks.
            alarm: rings for a parked update and for a database that cannot be used.
            apology: what is said to the citizen of a parked update.
            wake: called when an update is over: something may be owed to Telegram.
            at_once: lanes side by side.
        """
        self._handling = Handling(units, process, revive, time=time, alarm=alarm, apology=apology)
        self._time = time
        self._wake = wake
        self._at_once = at_once
        self._lanes = Lanes()
        self._offered: list[Arrived] = []
        self._left_over: set[int] | None = None
        self._look = asyncio.Event()
        self._look.set()  # what an earlier process left comes first
        self._reading = False
        self._begun: set[int] = set()
        self._none_begun = asyncio.Event()
        self._none_begun.set()
        self._stopping = False
        self._tasks: set[asyncio.Task[None]] = set()

    def offer(self, arrived: Arrived) -> None:
        """Take an update that has just been written into the inbox."""
        if self._look.is_set() or self._reading:
            self._offered.append(arrived)  # older ones of its lane may be in the database
        else:
            self._lanes.add(arrived)

    def reread(self) -> None:
        """Look into the inbox for updates that nobody offered."""
        self._look.set()

    def settled(self, update_id: int) -> None:
        """Note that an update was marked done in a transaction that is committed.

        Optional: without it the worker marks the update itself, in one more transaction.
        """
        self._handling.settled(update_id)

    async def run(self) -> None:
        """Handle updates until `stop`: first what waits in the inbox, then what is offered."""
        async with asyncio.TaskGroup() as group:
            self._start(group, self._read_when_asked())
            for _ in range(self._at_once):
                self._start(group, self._work(group))

    async def stop(self, seconds: float) -> None:
        """Begin nothing new, leave after `seconds`; what is not done stays in the inbox."""
        self._stopping = True
        try:
            async with asyncio.timeout(seconds):
                await self._none_begun.wait()
        except TimeoutError:
            log.info("stopping with %d updates begun; they stay in the inbox", len(self._begun))
        for task in [*self._tasks]:
            task.cancel()

    async def idle(self) -> None:
        """Return when nothing waits to be handled."""
        while self._look.is_set() or self._reading or self._lanes.known:
            await asyncio.sleep(0)
            await self._lanes.empty()

    def _start(self, group: asyncio.TaskGroup, work: Coroutine[None, None, None]) -> None:
        task = group.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _read_when_asked(self) -> None:
        while True:
            await self._look.wait()
            self._look.clear()
            self._reading = True
            known = self._lanes.known
            waiting = await self._handling.waiting()
            if self._left_over is None:
                self._left_over = {arrived.update_id for arrived in waiting}
                self._left_over -= {arrived.update_id for arrived in self._offered}
            for arrived in [*waiting, *self._offered]:
                if arrived.update_id not in known:  # else it may have been done meanwhile
                    self._lanes.add(arrived)
            self._offered.clear()
            self._reading = False

    async def _work(self, group: asyncio.TaskGroup) -> None:
        while True:
            arrived = await self._lanes.take()
            if self._stopping:
                return
            pause = await self._attempt(arrived)
            if pause is None:
                self._lanes.finish(arrived)
            else:
                # A task of its own: whoever rests must not keep others from a worker.
                self._start(group, self._rest(arrived, pause))
            self._wake()

    async def _attempt(self, arrived: Arrived) -> float | None:
        suspect = self._left_over is not None and arrived.update_id in self._left_over
        if self._left_over:
            self._left_over.discard(arrived.update_id)  # its further attempts are like others'
        self._begun.add(arrived.update_id)
        self._none_begun.clear()
        try:
            return await self._handling.attempt(arrived, suspect=suspect)
        finally:
            self._begun.discard(arrived.update_id)
            if not self._begun:
                self._none_begun.set()

    async def _rest(self, arrived: Arrived, seconds: float) -> None:
        await self._time.sleep(seconds)
        self._lanes.again(arrived)
