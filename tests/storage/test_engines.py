"""What goes wrong with a database is said in words that help, and hurt nobody."""

import asyncio
import os
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from bot.dialogue.model import Memory
from bot.storage.executor import DatabaseError, as_instant, as_text
from bot.storage.store import open_store
from tests.storage.samples import ANA, NOW, SOON, apply, booking, enter, opened


async def test_a_file_that_is_no_database_is_explained(tmp_path: Path) -> None:
    file = tmp_path / "bot.db"
    file.write_bytes(b"certainly not a database, only words\n" * 100)

    with pytest.raises(DatabaseError, match="Move it away and start again"):
        await open_store(file)


async def test_a_damaged_file_is_explained_at_the_start(tmp_path: Path) -> None:
    file = tmp_path / "bot.db"
    async with opened(file) as store:
        for number in range(300):
            start = SOON + timedelta(hours=number)
            await apply(store, ANA, enter(booking(str(number), ANA, start, person=f"P{number}")))
    content = bytearray(file.read_bytes())
    content[4096 * 12 : 4096 * 14] = os.urandom(4096 * 2)
    file.write_bytes(content)

    with pytest.raises(DatabaseError, match="restore"):
        await open_store(file)


async def test_an_unwritable_place_is_explained(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")

    with pytest.raises(DatabaseError, match="Check data_dir"):
        await open_store(blocked / "bot.db")


@pytest.mark.parametrize("url", ["mysql://host/db", "sqlite:///", "bot.db", "sqlite://bot.db"])
async def test_an_address_of_no_known_engine_is_explained(url: str) -> None:
    with pytest.raises(DatabaseError, match="DATABASE_URL must be"):
        await open_store(url)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://clerk:s3cr3t-word@127.0.0.1:1/embassy",
        "postgresql://clerk:s3cr3t-word@127.0.0.1:port/embassy",
        "postgresql://clerk:s3cr3t-word@127.0.0.1:1/embassy?sslmode=nonsense",
    ],
)
async def test_a_password_is_never_shown(url: str) -> None:
    with pytest.raises(DatabaseError) as caught:
        await open_store(url)

    assert "s3cr3t" not in str(caught.value)
    assert "s3cr3t" not in repr(caught.value.__cause__)
    assert "127.0.0.1" in str(caught.value)


async def test_a_locked_database_is_explained_and_serves_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.storage.sqlite.BUSY_TIMEOUT_MS", 1)
    store = await open_store(tmp_path / "bot.db")
    other = sqlite3.connect(tmp_path / "bot.db", isolation_level=None)
    try:
        other.execute("begin immediate")
        with pytest.raises(DatabaseError, match="locked"):
            await apply(store, ANA)
        other.execute("rollback")
        await apply(store, ANA, enter(booking()))
    finally:
        other.close()
        await store.close()


async def test_a_full_disk_is_explained_and_nothing_is_half_written(tmp_path: Path) -> None:
    async with opened(tmp_path / "bot.db") as store:
        async with store.unit() as unit:
            await unit.memories.save(ANA, Memory(language="es"), NOW)
        await store._connection.execute_fetchall("pragma max_page_count = 1")  # type: ignore[attr-defined]  # the engine's own pretence of a full disk

        async def write() -> None:
            async with store.unit() as unit:
                await unit.memories.save(ANA, Memory(language="en"), NOW)
                await unit.inbox.add(1, ANA, "x" * 1_000_000, NOW)

        with pytest.raises(DatabaseError, match="disk is full"):
            await write()
        async with store.unit() as unit:
            assert (await unit.memories.load(ANA)).language == "es"
            assert await unit.inbox.waiting() == []


async def test_what_is_in_memory_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with opened(None) as store:
        await apply(store, ANA, enter(booking()))

    assert [*tmp_path.iterdir()] == []


async def test_what_is_erased_leaves_the_disk(tmp_path: Path) -> None:
    file = tmp_path / "bot.db"
    async with opened(file) as store:
        await apply(store, ANA, enter(booking(person="Canaria Inolvidable")))
        assert any(b"Inolvidable" in path.read_bytes() for path in tmp_path.iterdir())
        async with store.unit() as unit:
            await unit.appointments.forget_citizen(ANA)
        await store.scrub()

        assert len([*tmp_path.iterdir()]) > 1
        assert not any(b"inolvidable" in path.read_bytes().lower() for path in tmp_path.iterdir())


async def test_a_transaction_that_never_began_does_not_stop_the_next(tmp_path: Path) -> None:
    async with opened(tmp_path / "bot.db") as store:
        for _ in range(50):
            waiting = asyncio.ensure_future(apply(store, ANA))  # noqa: TID251 - to be cancelled midway
            await asyncio.sleep(0)
            waiting.cancel()
            await asyncio.gather(waiting, return_exceptions=True)
        await apply(store, ANA, enter(booking()))


def test_times_are_written_equally_wide_and_read_back() -> None:
    instants = [NOW, NOW + timedelta(microseconds=1), SOON.astimezone(None)]
    texts = [as_text(instant) for instant in instants]

    assert len({len(text) for text in texts}) == 1
    assert sorted(texts) == texts
    assert [as_instant(text) for text in texts] == instants
    with pytest.raises(ValueError, match="needs its zone"):
        as_text(NOW.replace(tzinfo=None))
