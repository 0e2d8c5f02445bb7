"""A backup is a bot: taken from either engine, put into either."""

import asyncio
import sqlite3
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.booking.book import Cancel, JoinLine, Slot
from bot.booking.waitlist import Proposal
from bot.dialogue.model import Memory
from bot.outgoing import Send
from bot.storage.backup import backup, restore
from bot.storage.executor import DatabaseError
from bot.storage.store import Store, open_store
from tests.storage.postgres import Postgres
from tests.storage.samples import (
    ANA,
    LUIS,
    NOW,
    SOON,
    apply,
    book,
    booking,
    enter,
    hold,
    opened,
    place,
    rows_of,
)
from tests.storage.test_schema import made_by

MARIA = 70_000_000_003

AT_REST = {
    "memory",
    "booking",
    "hold",
    "waiting",
    "offer",
    "seat",
    "reminder",
    "booking_event",
    "unreachable",
    "tally",
}


async def fill(store: Store) -> None:
    """Write something into every table."""
    await apply(store, ANA, replace(enter(booking()), reminders=(NOW,)))
    await apply(store, LUIS, hold(SOON + timedelta(hours=1)))
    cancelled = booking("LIM-B", LUIS, SOON + timedelta(hours=2))
    await apply(store, LUIS, enter(cancelled), Cancel("LIM-B", NOW + timedelta(hours=1)))
    await apply(store, LUIS, hold(SOON + timedelta(hours=1)))
    await apply(store, MARIA, JoinLine("passport"))
    async with store.unit() as unit:
        [entry] = await unit.waitlist.line(NOW, 3)
        time = SOON + timedelta(hours=3)
        slot, until = Slot("passport", time, 30), NOW + timedelta(hours=1)
        proposal = Proposal(entry, slot, place(time), until, None, last=False)
        await unit.waitlist.offer(77, proposal, NOW)
        await unit.memories.save(ANA, Memory(language="es"), NOW)
        await unit.inbox.add(1, ANA, '{"done": 1}', NOW)
        await unit.inbox.done(1, NOW)
        await unit.inbox.add(2, ANA, '{"waiting": 1}', NOW)
        await unit.outbox.add([Send(LUIS, "x"), Send(ANA, "y")], NOW, update_id=1)
        await unit.outbox.drop((await unit.outbox.due(NOW, 1))[0].id)
        await unit.outbox.drop_chat(5)


@pytest.fixture(params=["sqlite", "postgres"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'new' / 'bot.db'}"
    running: Postgres = request.getfixturevalue("postgres")
    return running.new_place()


async def test_what_was_backed_up_is_restored_and_nothing_is_sent_again(
    place: str, store: Store, target: str, tmp_path: Path
) -> None:
    await fill(store)
    before = await rows_of(place)
    assert all(before.values()), "a table without a row proves nothing"
    file = tmp_path / "backups" / "one.db"

    counts = await backup(place, file)
    restored = await restore(file, target)
    after = await rows_of(target)

    assert counts == {table: len(rows) for table, rows in before.items()}
    assert {table: after[table] for table in AT_REST} == {
        table: before[table] for table in AT_REST
    }
    assert (restored.unsent, restored.unhandled) == (1, 1)
    assert after["outbox"] == []
    assert [(row["update_id"], row["state"], row["body"]) for row in after["inbox"]] == [
        (1, "done", None),
        (2, "parked", None),
    ]
    assert [path.name for path in file.parent.iterdir()] == ["one.db"]
    assert file.stat().st_mode & 0o077 == 0, "others can read the names of citizens"


async def test_a_restored_bot_goes_on(
    place: str, store: Store, target: str, tmp_path: Path
) -> None:
    await fill(store)
    await backup(place, tmp_path / "one.db")
    await restore(tmp_path / "one.db", target)

    async with opened(target) as again:
        assert await book(again) == await book(store)
        async with again.unit() as unit:
            assert not await unit.inbox.add(1, ANA, "{}", NOW), "a repetition was not recognised"
            await unit.outbox.add([Send(ANA, "new")], NOW, update_id=3)
            assert [owed.act for owed in await unit.outbox.due(NOW, 9)] == [Send(ANA, "new")]


async def test_a_backup_is_of_one_moment_while_others_write(
    place: str, store: Store, tmp_path: Path
) -> None:
    async def write() -> None:
        for number in range(1000):
            made = booking(f"LIM-{number}", number + 1, SOON + timedelta(hours=number))
            await apply(store, number + 1, enter(made))

    writing = asyncio.gather(write())
    try:
        for number in range(5):
            await asyncio.sleep(0.02)
            counts = await backup(place, tmp_path / f"{number}.db")
            assert counts["seat"] == 2 * counts["booking"] == 2 * counts["booking_event"]
    finally:
        writing.cancel()
        with suppress(asyncio.CancelledError):
            await writing
    assert counts["booking"] > 0


async def test_a_backup_replaces_the_one_before_only_when_it_is_good(
    place: str, store: Store, tmp_path: Path
) -> None:
    file = tmp_path / "nightly.db"
    await backup(place, file)
    await apply(store, ANA, enter(booking()))
    assert (await backup(place, file))["booking"] == 1
    good = file.read_bytes()

    with pytest.raises(DatabaseError):
        await backup(f"sqlite:///{tmp_path / 'missing.db'}", file)

    assert file.read_bytes() == good
    assert not (tmp_path / "missing.db").exists()
    assert not (tmp_path / "nightly.db.partial").exists()


async def test_nothing_is_restored_over_something(
    place: str, store: Store, tmp_path: Path
) -> None:
    await fill(store)
    await backup(place, tmp_path / "one.db")
    before = await rows_of(place)

    with pytest.raises(DatabaseError, match=r"move it away first|Restore into an empty database"):
        await restore(tmp_path / "one.db", place)

    assert await rows_of(place) == before


@pytest.mark.parametrize("version", [1, 2])
async def test_a_backup_of_an_older_version_is_brought_forward(
    place: str, version: int, target: str, tmp_path: Path
) -> None:
    await made_by(place, version)
    await backup(place, tmp_path / "old.db")
    with sqlite3.connect(tmp_path / "old.db") as raw:
        assert raw.execute("pragma user_version").fetchone() == (version,)
    raw.close()

    await restore(tmp_path / "old.db", target)

    rows = await rows_of(target)
    assert len(rows["memory"]) == 1
    assert len(rows["booking"]) == version - 1
    assert "tally" in rows


async def test_what_is_no_good_backup_is_refused(target: str, tmp_path: Path) -> None:
    source = f"sqlite:///{tmp_path / 'bot.db'}"
    async with opened(source) as store:
        await fill(store)
    good = tmp_path / "good.db"
    await backup(source, good)
    torn = tmp_path / "torn.db"
    torn.write_bytes(good.read_bytes()[: 4096 * 5])
    words = tmp_path / "words.db"
    words.write_text("certainly not a database, only words\n" * 200)
    empty = tmp_path / "empty.db"
    empty.touch()

    for file in (torn, words, empty, tmp_path / "missing.db"):
        with pytest.raises(DatabaseError):
            await restore(file, target)
    await restore(good, target)


async def test_a_database_is_not_backed_up_onto_itself(tmp_path: Path) -> None:
    file = tmp_path / "bot.db"
    await (await open_store(file)).close()

    with pytest.raises(DatabaseError, match="another name"):
        await backup(file, file)
