"""What comes from Telegram is in the database before Telegram may forget it."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from telegram import Update
from telegram.ext import ApplicationBuilder

from bot.delivery.intake import NOBODYS_LANE, DurableQueue, Intake
from bot.delivery.polling import Poller
from bot.delivery.ports import Arrived
from bot.delivery.ports import Unit as UnitPort
from bot.local import Citizen, Delay, FaultScript, LocalRequest, LocalTelegram
from bot.storage.store import DatabaseError, Store, open_store
from tests.delivery.support import VirtualTime, running, until


@dataclass
class Door:
    """An intake before a store that fails as often as it is told."""

    store: Store
    time: VirtualTime = field(default_factory=VirtualTime)
    fail: int = 0
    fail_after_commit: int = 0
    offered: list[Arrived] = field(default_factory=list)
    rereads: int = 0
    alarms: list[str] = field(default_factory=list)
    received: int = 0

    def __post_init__(self) -> None:
        self.intake = Intake(
            self.units,
            self.offered.append,
            self.reread,
            time=self.time.ports,
            alarm=self.alarms.append,
            received=self.count,
        )
        self.queue = DurableQueue(self.intake)

    @asynccontextmanager
    async def units(self) -> AsyncIterator[UnitPort]:
        if self.fail:
            self.fail -= 1
            raise DatabaseError("the disk is full: make room.")
        async with self.store.unit() as unit:
            yield unit
        if self.fail_after_commit:
            self.fail_after_commit -= 1
            raise DatabaseError("the connection was lost")

    def reread(self) -> None:
        self.rereads += 1

    def count(self) -> None:
        self.received += 1

    async def kept(self) -> list[int]:
        async with self.store.unit() as unit:
            return [row.update_id for row in await unit.inbox.waiting()]


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    store = await open_store(None)
    yield Door(store)
    await store.close()


def message(update_id: int, chat: int = 7) -> dict[str, object]:
    person = {"id": chat, "is_bot": False, "first_name": "Ana"}
    content = {
        "message_id": update_id,
        "date": 0,
        "chat": {"id": chat, "type": "private", "first_name": "Ana"},
        "from": person,
        "text": "hola",
    }
    return {"update_id": update_id, "message": content}


def update(update_id: int, chat: int = 7) -> Update:
    return Update.de_json(message(update_id, chat))


async def test_an_update_is_kept_when_put_returns(door: Door) -> None:
    await door.queue.put(update(1))

    assert await door.kept() == [1]
    (arrived,) = door.offered
    assert (arrived.update_id, arrived.lane) == (1, 7)
    assert Update.de_json(json.loads(arrived.body)) == update(1)
    again = Update.de_json(json.loads(arrived.body))
    assert again.to_json() == update(1).to_json()


async def test_a_repeated_update_is_offered_once(door: Door) -> None:
    for update_id in (1, 2, 1, 1, 2):
        await door.queue.put(update(update_id))

    assert [arrived.update_id for arrived in door.offered] == [1, 2]
    assert door.received == 2


async def test_put_waits_out_a_full_disk_and_calls_the_staff_once(door: Door) -> None:
    door.fail = 40
    async with running(door.time.flow()):
        await asyncio.wait_for(door.queue.put(update(1)), 5)

    assert await door.kept() == [1]
    assert len(door.offered) == 1
    assert [("disk is full" in text, "again" in text) for text in door.alarms] == [
        (True, False),
        (False, True),
    ]
    assert door.intake.stuck_for == 0


async def test_a_busy_moment_is_no_alarm(door: Door) -> None:
    door.fail = 2
    async with running(door.time.flow()):
        await asyncio.wait_for(door.queue.put(update(1)), 5)

    assert door.alarms == []


async def test_how_long_put_has_been_stuck_can_be_seen(door: Door) -> None:
    door.fail = 10**9
    async with running(door.time.flow(), door.queue.put(update(1))):
        await until(lambda: door.intake.stuck_for > 300)


async def test_an_update_whose_commit_was_kept_but_not_told_is_looked_for(door: Door) -> None:
    door.fail_after_commit = 1
    async with running(door.time.flow()):
        await asyncio.wait_for(door.queue.put(update(1)), 5)

    assert await door.kept() == [1]
    assert door.offered or door.rereads, "nobody would handle it before the next start"


async def test_a_cancellation_is_let_through(door: Door) -> None:
    door.fail = 10**9
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await door.queue.put(update(1))

    assert door.intake.stuck_for == 0


async def test_a_webhook_is_told_when_its_update_is_not_kept(door: Door) -> None:
    door.fail = 1
    with pytest.raises(DatabaseError):
        await door.intake.receive(json.dumps(message(1)))
    await door.intake.receive(json.dumps(message(1)))
    await door.intake.receive(json.dumps(message(1)))

    assert await door.kept() == [1]
    assert [arrived.lane for arrived in door.offered] == [7]


async def test_a_webhook_update_of_no_known_shape_is_kept_for_a_person_to_look_at(
    door: Door,
) -> None:
    await door.intake.receive('{"update_id": 5, "message": 3}')

    assert [arrived.lane for arrived in door.offered] == [NOBODYS_LANE]


async def test_updates_never_come_out_of_the_queue_and_signals_do(door: Door) -> None:
    await door.queue.put(update(1))
    await door.queue.put("stop")

    assert await door.queue.get() == "stop"
    assert door.queue.empty()
    with pytest.raises(TypeError):
        door.queue.put_nowait(update(2))


async def test_an_application_with_this_queue_stops_at_once(door: Door) -> None:
    telegram = LocalTelegram(door.time.now)
    builder = ApplicationBuilder().token(telegram.token).request(LocalRequest(telegram))
    builder = builder.get_updates_request(LocalRequest(telegram)).update_queue(door.queue)
    application = builder.build()
    ana = Citizen(telegram)
    async with application:
        assert application.updater is not None
        await application.start()
        await application.updater.start_polling()
        await ana.says("hola", expect="anything")
        await until(lambda: len(door.offered) == 1)
        async with asyncio.timeout(2):
            await application.updater.stop()
            await application.stop()

    assert len(telegram.world.updates) == 0


async def test_polling_survives_a_full_disk_and_confirms_nothing_before_it_is_kept(
    door: Door,
) -> None:
    telegram = LocalTelegram(door.time.now)
    builder = ApplicationBuilder().token(telegram.token).request(LocalRequest(telegram))
    application = builder.get_updates_request(LocalRequest(telegram)).updater(None).build()
    people = [Citizen(telegram, name=str(n)) for n in range(100)]
    for person in people:
        await person.says("hola", expect="anything")
    door.fail = 10
    async with application, running(door.time.flow()):
        poller = Poller(application.bot, door.queue, [Update.MESSAGE])
        await poller.start()
        await until(lambda: door.fail < 8)
        assert len(telegram.world.updates) == 100, "confirmed before it was kept"
        await until(lambda: len(door.offered) == 100)
        await until(lambda: len(telegram.world.updates) == 0)
        await poller.stop()

    assert len(await door.kept()) == 100


async def test_polling_that_has_died_is_begun_anew(door: Door) -> None:
    telegram = LocalTelegram(door.time.now)
    builder = ApplicationBuilder().token(telegram.token).request(LocalRequest(telegram))
    application = builder.get_updates_request(LocalRequest(telegram)).updater(None).build()
    ana = Citizen(telegram)

    class Broken(DurableQueue):
        once = True

        async def put(self, item: object) -> None:
            if self.once:
                self.once = False
                raise RuntimeError("as of a queue that may raise")
            await super().put(item)

    async with application:
        poller = Poller(application.bot, Broken(door.intake), [Update.MESSAGE])
        await poller.start()
        await ana.says("one", expect="anything")
        await asyncio.sleep(0.05)
        assert door.offered == [], "the polling task is dead"
        await poller.restart()
        await ana.says("two", expect="anything")
        await until(lambda: len(door.offered) == 2)
        await poller.stop()
        await poller.stop()


async def test_polling_stops_soon_even_if_telegram_does_not_answer(door: Door) -> None:
    telegram = LocalTelegram(door.time.now)
    assert isinstance(telegram.faults, FaultScript)
    telegram.faults.next("getUpdates", Delay(3600), times=5)
    builder = ApplicationBuilder().token(telegram.token).request(LocalRequest(telegram))
    application = builder.get_updates_request(LocalRequest(telegram)).updater(None).build()
    async with application:
        poller = Poller(application.bot, door.queue, [Update.MESSAGE])
        await poller.start()
        await asyncio.sleep(0.01)
        async with asyncio.timeout(5):
            await poller.stop(0.1)
    assert len(telegram.faults.pending) == 3, "one poll, and the last one that confirms"
