"""The promises of /privacy are kept while the bot runs."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.dialogue.model import Memory
from bot.storage.retention import ARRIVED_KEPT, Kept, Retention
from bot.storage.store import Store, open_store
from tests.bench import TestClock
from tests.storage.samples import ANA, LUIS, NOW, SOON, apply, book, booking, enter

KEPT = Kept(memory=timedelta(days=30), appointments=timedelta(days=30))


@pytest.fixture
async def file(tmp_path: Path) -> AsyncIterator[Store]:
    opened = await open_store(tmp_path / "bot.db")
    yield opened
    await opened.close()


async def test_memories_are_kept_from_the_last_message_on(file: Store) -> None:
    clock = TestClock(NOW)
    retention = Retention(file, clock, KEPT)
    async with file.unit() as unit:
        await unit.memories.save(ANA, Memory(language="es"), NOW)
    clock.instant = NOW + timedelta(days=30)
    assert await retention.sweep() == 0
    clock.instant += timedelta(seconds=1)

    assert await retention.sweep() == 1
    async with file.unit() as unit:
        assert await unit.memories.load(ANA) == Memory()


async def test_appointments_are_kept_from_their_end_on(file: Store, tmp_path: Path) -> None:
    clock = TestClock(SOON + timedelta(days=30))
    retention = Retention(file, clock, KEPT)
    await apply(file, ANA, enter(booking(person="Canaria Inolvidable")))
    await apply(file, LUIS, enter(booking("LIM-B", LUIS, SOON + timedelta(days=9))))
    assert await retention.sweep() == 0
    clock.instant += timedelta(minutes=30)

    assert await retention.sweep() == 1
    assert len((await book(file, LUIS, SOON)).mine) == 1
    assert (await book(file, ANA, SOON)).mine == ()
    assert not any(b"Inolvidable" in path.read_bytes() for path in tmp_path.iterdir())


async def test_updates_are_known_for_some_days(file: Store) -> None:
    clock = TestClock(NOW + ARRIVED_KEPT)
    retention = Retention(file, clock, KEPT)
    async with file.unit() as unit:
        await unit.inbox.add(1, ANA, "{}", NOW)
        await unit.inbox.done(1, NOW)
    await retention.sweep()
    async with file.unit() as unit:
        assert not await unit.inbox.add(1, ANA, "{}", NOW)
    clock.instant += timedelta(seconds=1)

    await retention.sweep()
    async with file.unit() as unit:
        assert await unit.inbox.add(1, ANA, "{}", NOW)
