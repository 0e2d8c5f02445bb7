"""Virtual time, the offline Telegram and a store: what the tests of delivery stand on."""

import asyncio
import heapq
import itertools
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from telegram.ext import ApplicationBuilder, ExtBot

from bot.delivery.ports import Time
from bot.delivery.sender import Sender
from bot.local import Citizen, FaultScript, LocalRequest, LocalTelegram
from bot.outgoing import Outgoing
from bot.storage.store import Store, open_store

NOON = datetime.fromisoformat("2026-11-24T12:00:00-05:00")

REAL_PAUSE = 0.003
"""Seconds of real time without anything happening, after which virtual time goes on."""

PATIENCE = 10.0
"""Real seconds until a test that waits for something gives up."""


class VirtualTime:
    """Stands still while anybody works, then leaps to the next who sleeps."""

    def __init__(self, *, turns: int = 0) -> None:
        """`turns`: of the event loop that pass for a pause, where nobody waits for real I/O."""
        self._turns = turns
        self._seconds = 0.0
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._order = itertools.count()

    def now(self) -> datetime:
        return NOON + timedelta(seconds=self._seconds)

    def monotonic(self) -> float:
        return self._seconds

    async def sleep(self, seconds: float) -> None:
        future = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self._seconds + seconds, next(self._order), future))
        await future

    @property
    def ports(self) -> Time:
        return Time(self, self.monotonic, self.sleep)

    async def flow(self) -> None:
        while True:
            await self._pause()
            while self._sleepers:
                at, _, future = heapq.heappop(self._sleepers)
                if not future.done():
                    self._seconds = max(self._seconds, at)
                    future.set_result(None)
                    break

    async def _pause(self) -> None:
        if not self._turns:
            await asyncio.sleep(REAL_PAUSE)
        for _ in range(self._turns):
            await asyncio.sleep(0)


@asynccontextmanager
async def running(*works: Coroutine[None, None, None]) -> AsyncIterator[None]:
    """Run coroutines beside a test, and end them with it."""
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(work) for work in works]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()


async def until(true: Callable[[], bool]) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(PATIENCE):
        while not true():  # noqa: ASYNC110 - parts under test are not told who waits for them
            await asyncio.sleep(0.001)


@dataclass
class Post:
    """A sender between a real store and the offline Telegram."""

    store: Store
    telegram: LocalTelegram
    bot: ExtBot[None]
    time: VirtualTime
    alarms: list[str] = field(default_factory=list)
    counts: list[str] = field(default_factory=list)

    def sender(self) -> Sender:
        return Sender(
            self.bot,
            self.store.unit,
            time=self.time.ports,
            alarm=self.alarms.append,
            count=self.counts.append,
        )

    @property
    def faults(self) -> FaultScript:
        assert isinstance(self.telegram.faults, FaultScript)
        return self.telegram.faults

    async def citizen(self, name: str = "Ana") -> Citizen:
        async def nobody_answers(_: object) -> None: ...

        citizen = Citizen(self.telegram, nobody_answers, name=name)
        await citizen.says("hi", expect="silence")
        return citizen

    async def owe(self, *acts: Outgoing, urgent: bool = True) -> None:
        async with self.store.unit() as unit:
            await unit.outbox.add(acts, self.time.now(), update_id=None, urgent=urgent)

    async def owed(self) -> list[Outgoing]:
        later = self.time.now() + timedelta(days=365)
        async with self.store.unit() as unit:
            return [row.act for row in await unit.outbox.due(later, 1_000)]

    async def deliver(self, *acts: Outgoing) -> None:
        """Owe `acts` and return when nothing is owed any more, however late."""
        await self.owe(*acts)
        async with running(self.time.flow(), self.sender().run()), asyncio.timeout(PATIENCE):
            while await self.owed():  # noqa: ASYNC110 - the database calls nobody
                await asyncio.sleep(0.002)


@asynccontextmanager
async def open_post() -> AsyncIterator[Post]:
    time = VirtualTime()
    telegram = LocalTelegram(time.now)
    builder = ApplicationBuilder().token(telegram.token).updater(None)
    builder = builder.request(LocalRequest(telegram)).get_updates_request(LocalRequest(telegram))
    store = await open_store(None)
    try:
        async with (application := builder.build()):
            yield Post(store, telegram, application.bot, time)
    finally:
        await store.close()
