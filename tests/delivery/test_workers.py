"""Each update is handled once, in its citizen's order, and none holds up others."""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from telegram import Update
from telegram.ext import Application, ApplicationBuilder, MessageHandler, filters

from bot.delivery.dispatch import Dispatch
from bot.delivery.handling import MAX_TRIES
from bot.delivery.intake import Intake
from bot.delivery.ports import Unit as UnitPort
from bot.delivery.workers import AT_ONCE, Workers
from bot.local import LocalRequest, LocalTelegram
from bot.outgoing import Outgoing, Send
from bot.storage.store import DatabaseError, Store, open_store
from tests.delivery.support import PATIENCE, VirtualTime, running, until
from tests.delivery.test_intake import update

SORRY = Send(7, "sorry")


@dataclass
class Shop:
    """Workers before the real python-telegram-bot and a real store."""

    store: Store
    time: VirtualTime = field(default_factory=VirtualTime)
    handled: list[tuple[int, int]] = field(default_factory=list)
    """Lane and id, when it was over."""
    alarms: list[str] = field(default_factory=list)
    broken_store: int = 0
    at_once: int = AT_ONCE
    do: Callable[[Update], object] | None = None

    def __post_init__(self) -> None:
        telegram = LocalTelegram(self.time.now)
        builder = ApplicationBuilder().token(telegram.token).updater(None)
        builder = builder.request(LocalRequest(telegram))
        self.application: Application[Any, Any, Any, Any, Any, Any] = builder.get_updates_request(
            LocalRequest(telegram)
        ).build()
        self.application.add_handler(MessageHandler(filters.TEXT, self._handle))
        self.dispatch = Dispatch(self.application)
        self.open()

    def open(self) -> None:
        """Begin as a new process does."""
        self.workers = Workers(
            self.units,
            self.dispatch,
            lambda body: Update.de_json(json.loads(body)),
            time=self.time.ports,
            alarm=self.alarms.append,
            apology=self._apologise,
            at_once=self.at_once,
        )
        self.intake = Intake(
            self.units,
            self.workers.offer,
            self.workers.reread,
            time=self.time.ports,
            alarm=self.alarms.append,
        )

    @asynccontextmanager
    async def units(self) -> AsyncIterator[UnitPort]:
        if self.broken_store:
            self.broken_store -= 1
            raise DatabaseError("it is locked")
        async with self.store.unit() as unit:
            yield unit

    async def _handle(self, update: Update, _: object) -> None:
        if self.do:
            result = self.do(update)
            if asyncio.iscoroutine(result):
                await result
        chat = update.effective_chat
        assert chat is not None
        self.handled.append((chat.id, update.update_id))

    async def _apologise(self, unit: UnitPort, update: Update) -> Sequence[Outgoing]:
        assert await unit.inbox.waiting(), "within the transaction that parks it"
        return (SORRY,) if update.effective_chat else ()

    async def arrive(self, *arrivals: tuple[int, int]) -> None:
        for chat, update_id in arrivals:
            await self.intake.take(update(update_id, chat))

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[None]:
        async with self.application, running(self.time.flow(), self.workers.run()):
            yield

    async def idle(self) -> None:
        async with asyncio.timeout(10):
            await self.workers.idle()

    async def waiting(self) -> list[int]:
        async with self.store.unit() as unit:
            return [row.update_id for row in await unit.inbox.waiting()]

    async def owed(self) -> list[Outgoing]:
        async with self.store.unit() as unit:
            return [row.act for row in await unit.outbox.due(self.time.now(), 100)]


@pytest.fixture
async def shop() -> AsyncIterator[Shop]:
    store = await open_store(None)
    yield Shop(store)
    await store.close()


def per_lane(handled: list[tuple[int, int]]) -> dict[int, list[int]]:
    lanes: dict[int, list[int]] = {}
    for lane, update_id in handled:
        lanes.setdefault(lane, []).append(update_id)
    return lanes


async def test_what_was_left_comes_first_and_all_of_it_in_order(shop: Shop) -> None:
    await shop.arrive(*((n % 5 + 1, n) for n in range(1, 51)))
    shop.open()
    async with shop.serving():
        await shop.arrive(*((n % 5 + 1, n) for n in range(51, 101)))
        await shop.idle()

    assert len(shop.handled) == 100
    assert all(ids == sorted(ids) for ids in per_lane(shop.handled).values())
    assert await shop.waiting() == []


async def test_citizens_are_served_side_by_side_and_each_in_turn(shop: Shop) -> None:
    inside: Counter[int] = Counter()
    most = 0

    async def slow(update: Update) -> None:
        nonlocal most
        assert update.effective_chat
        lane = update.effective_chat.id
        inside[lane] += 1
        assert inside[lane] == 1, "two updates of one citizen at a time"
        most = max(most, inside.total())
        await shop.time.sleep(1.0)
        inside[lane] -= 1

    shop.do = slow
    async with shop.application, running(shop.workers.run()):
        await shop.arrive(*((n % 40 + 1, n) for n in range(1, 121)))
        await until(lambda: inside.total() == AT_ONCE)
        async with running(shop.time.flow()):
            await shop.idle()

    assert len(shop.handled) == 120
    assert most == AT_ONCE


async def test_an_update_that_fails_is_tried_again_and_then_parked_while_others_flow(
    shop: Shop,
) -> None:
    tries: Counter[int] = Counter()

    def poison(update: Update) -> None:
        tries[update.update_id] += 1
        if update.update_id in range(1, 41):  # more than there are workers
            raise RuntimeError("mi número es 12345")

    shop.do = poison
    async with shop.application, running(shop.workers.run()):
        await shop.arrive(*((n, n) for n in range(1, 61)))
        await until(lambda: len(shop.handled) == 20)  # time stands still: nobody's pause is over
        async with running(shop.time.flow()):
            await shop.arrive((1, 101))
            await shop.idle()

    assert {tries[n] for n in range(1, 41)} == {MAX_TRIES}
    assert (1, 101) in shop.handled, "the citizen's next update is handled"
    assert await shop.waiting() == []
    assert await shop.owed() == [SORRY], "first of forty in one chat"
    assert len(shop.alarms) == 40
    assert not any("12345" in text for text in shop.alarms)


async def test_a_failure_that_passes_is_not_noticed_by_anybody(shop: Shop) -> None:
    failures = iter([True, True, False])

    def shaky(_: Update) -> None:
        if next(failures):
            raise RuntimeError

    shop.do = shaky
    async with shop.serving():
        await shop.arrive((7, 1))
        await shop.idle()

    assert shop.handled == [(7, 1)]
    assert shop.alarms == []
    assert await shop.owed() == []


async def test_trouble_of_the_database_is_waited_out_and_is_not_the_updates_fault(
    shop: Shop,
) -> None:
    troubles = iter([True] * 7 + [False] * 9)

    def stored(_: Update) -> None:
        if next(troubles):
            raise DatabaseError("the disk is full")

    shop.do = stored
    async with shop.serving():
        await shop.arrive((7, 1))
        await shop.idle()
        await shop.arrive((8, 2))
        shop.broken_store = 9
        await shop.idle()

    assert shop.handled == [(7, 1), (8, 2)]
    assert "disk is full" in shop.alarms[0]
    assert await shop.waiting() == []
    assert await shop.owed() == []


async def test_an_update_that_the_schema_refuses_for_ever_is_parked_in_the_end(
    shop: Shop,
) -> None:
    def refused(_: Update) -> None:
        raise DatabaseError("a constraint fails")

    shop.do = refused
    async with shop.serving():
        await shop.arrive((7, 1))
        await shop.idle()

    assert await shop.waiting() == []
    assert await shop.owed() == [SORRY]


async def test_an_update_that_nobody_handles_is_done(shop: Shop) -> None:
    body = json.dumps({"update_id": 3})
    async with shop.serving():
        await shop.intake.receive(body)
        await shop.intake.receive('{"update_id": 4, "message": 3}')
        await shop.idle()

    assert await shop.waiting() == []
    assert len(shop.alarms) == 1, "what cannot be read is parked and reported"


async def test_what_is_done_in_the_handlers_transaction_is_not_done_again(shop: Shop) -> None:
    """A failure after the commit must not handle the update a second time."""

    async def committed(update: Update) -> None:
        async with shop.store.unit() as unit:
            await unit.inbox.done(update.update_id, shop.time.now())
        shop.handled.append((7, update.update_id))
        raise RuntimeError

    shop.do = committed
    async with shop.serving():
        await shop.arrive((7, 1))
        await shop.idle()

    assert shop.handled == [(7, 1)]
    assert shop.alarms == []


async def test_an_update_that_kills_the_process_does_not_kill_it_for_ever(shop: Shop) -> None:
    await shop.arrive((7, 1), (8, 2))
    begun = 0

    async def deadly(update: Update) -> None:
        nonlocal begun
        if update.update_id == 1:
            begun += 1
            await asyncio.Event().wait()

    shop.do = deadly
    async with shop.application:
        for _ in range(MAX_TRIES):
            before = begun
            shop.open()
            async with running(shop.time.flow(), shop.workers.run()):
                await until(lambda before=before: begun > before)  # type: ignore[misc]  # bound now
        shop.open()
        async with running(shop.time.flow(), shop.workers.run()):
            await shop.idle()

    assert begun == MAX_TRIES
    assert (8, 2) in shop.handled
    assert await shop.waiting() == []
    assert len(shop.alarms) == 1


async def test_an_update_whose_offer_was_lost_is_found(shop: Shop) -> None:
    async with shop.serving():
        await shop.idle()
        async with shop.store.unit() as unit:
            await unit.inbox.add(1, 7, update(1).to_json(), shop.time.now())
        shop.workers.reread()
        await shop.idle()

    assert shop.handled == [(7, 1)]


async def test_updates_that_come_out_of_order_are_handled_in_order(shop: Shop) -> None:
    gate = asyncio.Event()

    async def held(_: Update) -> None:
        await gate.wait()

    shop.do = held
    async with shop.serving():
        await shop.idle()
        for update_id in (1, 5, 3, 4, 2):
            await shop.intake.receive(update(update_id).to_json())
        gate.set()
        await shop.idle()

    assert shop.handled == [(7, n) for n in (1, 2, 3, 4, 5)]


async def test_stopping_is_quick_and_loses_nothing(shop: Shop) -> None:
    slow: list[int] = []

    async def slowly(update: Update) -> None:
        slow.append(update.update_id)
        await asyncio.sleep(3600)

    shop.do = slowly
    async with shop.application, asyncio.timeout(PATIENCE), asyncio.TaskGroup() as group:
        group.create_task(shop.workers.run())
        await shop.arrive(*((n, n) for n in range(1, 101)))
        await until(lambda: len(slow) == AT_ONCE)
        await shop.workers.stop(0.1)
    assert len(await shop.waiting()) == 100

    shop.do = None
    shop.open()
    async with shop.serving():
        await shop.idle()
    assert len(shop.handled) == len({*shop.handled}) == 100


async def test_stopping_lets_what_has_begun_come_to_its_end(shop: Shop) -> None:
    begun = asyncio.Event()

    async def takes_a_moment(_: Update) -> None:
        begun.set()
        await asyncio.sleep(0.1)

    shop.do = takes_a_moment
    async with shop.serving():
        await shop.arrive((7, 1), (7, 2))
        await begun.wait()
        await shop.workers.stop(2)

    assert shop.handled == [(7, 1)]
    assert await shop.waiting() == [2]
