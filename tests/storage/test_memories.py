import sqlite3
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.dialogue.model import Memory
from bot.storage import database
from bot.storage.memories import Memories
from bot.storage.retention import Retention
from tests.bench import TestClock

NOW = datetime(2026, 11, 24, 17, tzinfo=UTC)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[database.Database]:
    opened = await database.connect(tmp_path / "deep" / "bot.db")
    yield opened
    await opened.close()


async def test_a_stranger_is_remembered_as_nobody(store: database.Database) -> None:
    assert await Memories(store).load(7) == Memory()


async def test_what_is_saved_is_loaded_again_after_a_restart(tmp_path: Path) -> None:
    memory = Memory(language="es", language_chosen=True, misses=1)
    first = await database.connect(tmp_path / "bot.db")
    await Memories(first).save(7, memory, NOW)
    await first.close()
    second = await database.connect(tmp_path / "bot.db")
    try:
        assert await Memories(second).load(7) == memory
        assert await Memories(second).load(8) == Memory()
    finally:
        await second.close()


async def test_the_forgotten_are_gone(store: database.Database) -> None:
    memories = Memories(store)
    await memories.save(7, Memory(language="es"), NOW)
    await memories.save(7, None, NOW)

    assert await memories.load(7) == Memory()


async def test_those_who_have_not_written_for_long_are_forgotten(store: database.Database) -> None:
    memories = Memories(store)
    await memories.save(7, Memory(language="es"), NOW - timedelta(days=31))
    await memories.save(8, Memory(language="es"), NOW)

    assert await memories.forget_before(NOW - timedelta(days=30)) == 1
    assert await memories.load(7) == Memory()
    assert (await memories.load(8)).language == "es"


async def test_retention_counts_from_the_last_message(store: database.Database) -> None:
    memories, clock = Memories(store), TestClock(NOW)
    retention = Retention(memories, clock, timedelta(days=30))
    await memories.save(7, Memory(language="es"), NOW)
    clock.instant = NOW + timedelta(days=29)
    assert await retention.sweep() == 0
    clock.instant = NOW + timedelta(days=31)

    assert await retention.sweep() == 1
    assert await memories.load(7) == Memory()


async def test_a_failed_transaction_changes_nothing(store: database.Database) -> None:
    async def failing() -> None:
        async with store.transaction() as connection:
            await connection.execute("insert into memory values (1, '{}', 'now')")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await failing()

    assert await Memories(store).load(1) == Memory()


async def test_a_file_that_is_no_database_is_explained(tmp_path: Path) -> None:
    file = tmp_path / "bot.db"
    file.write_bytes(b"certainly not a database, only words\n" * 100)

    with pytest.raises(database.DatabaseError, match="Move it away and start again"):
        await database.connect(file)


async def test_a_database_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "bot.db"
    with sqlite3.connect(file) as raw:
        raw.execute("pragma user_version = 999")
    raw.close()

    with pytest.raises(database.DatabaseError, match="newer version"):
        await database.connect(file)


async def test_an_unwritable_place_is_explained(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")

    with pytest.raises(database.DatabaseError, match="Check data_dir"):
        await database.connect(blocked / "bot.db")


async def test_migrating_twice_changes_nothing(tmp_path: Path) -> None:
    for _ in range(2):
        await (await database.connect(tmp_path / "bot.db")).close()
    with sqlite3.connect(tmp_path / "bot.db") as raw:
        version = raw.execute("pragma user_version").fetchone()[0]
    raw.close()

    assert version == max(number for number, _ in database.migrations())
