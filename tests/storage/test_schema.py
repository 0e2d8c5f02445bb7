"""Migrations lead from every past version to the present schema, on both engines."""

import asyncio
import sqlite3
from pathlib import Path

import asyncpg
import pytest

from bot.storage.executor import DatabaseError
from bot.storage.migrating import for_postgres, migrations, missing, statements
from bot.storage.store import file_of, is_postgres, open_store
from bot.storage.tables import TABLES
from tests.storage.samples import ANA, book, booking, opened, rows_of
from tests.storage.schema import described, recorded

NEWEST = max(number for number, _ in migrations())

# What a database of each version holds: rows as that version wrote them.
HELD = {
    1: """insert into memory values
        (70000000001, '{"language": "es"}', '2026-11-24T17:00:00+00:00')""",
    2: """insert into booking values
        ('LIM-7K4Q-9', 70000000001, 'passport', 'Ana Pérez', 'ana perez',
        '2026-11-27T17:00:00.000000+00:00', '2026-11-27T17:30:00.000000+00:00', 30, 'booked', 0,
        '2026-11-24T17:00:00.000000+00:00', '2026-11-24T17:00:00.000000+00:00')""",
    3: """insert into inbox values
        (7, 70000000001, '{}', 0, 'waiting', '2026-11-24T17:00:00.000000+00:00')""",
    4: """insert into waiting values
        (1, 70000000001, 'passport', 'LIM-7K4Q-9', '2026-11-24T17:00:00.000000+00:00')""",
    5: """insert into reminder values
        ('LIM-7K4Q-9', '2026-11-26T17:00:00.000000+00:00')""",
}
TABLE_OF = {1: "memory", 2: "booking", 3: "inbox", 4: "waiting", 5: "reminder"}


async def made_by(where: str, version: int) -> None:
    """Make a database as the bot of that version left it."""
    scripts = [(number, script) for number, script in migrations() if number <= version]
    if is_postgres(where):
        connection = await asyncpg.connect(where)
        await connection.execute("create table schema_version (version bigint not null)")
        for number, script in scripts:
            await connection.execute(for_postgres(script))
            await connection.execute(HELD[number])
            await connection.execute("insert into schema_version values ($1)", number)
        await connection.close()
    else:
        file_of(where).parent.mkdir(parents=True, exist_ok=True)
        raw = sqlite3.connect(file_of(where))
        for number, script in scripts:
            raw.executescript(f"{script}; {HELD[number]}; pragma user_version = {number};")
        raw.close()


async def test_the_schema_is_the_recorded_one(place: str) -> None:
    await (await open_store(place)).close()

    assert await described(place) == recorded(place).read_text(encoding="utf-8")


@pytest.mark.parametrize("version", range(1, NEWEST + 1))
async def test_an_upgrade_keeps_the_data_and_ends_at_the_same_schema(
    place: str, version: int
) -> None:
    await made_by(place, version)
    kept = await rows_of(place)
    await (await open_store(place)).close()
    rows = await rows_of(place)

    assert await described(place) == recorded(place).read_text(encoding="utf-8")
    for number in range(1, version + 1):
        assert len(rows[TABLE_OF[number]]) == 1
        assert rows[TABLE_OF[number]] == kept[TABLE_OF[number]]


async def test_what_an_older_version_wrote_can_be_read(place: str) -> None:
    await made_by(place, 2)
    async with opened(place) as store:
        assert (await book(store)).mine == (booking(),)
        async with store.unit() as unit:
            assert (await unit.memories.load(ANA)).language == "es"


async def test_many_who_start_at_once_migrate_once(place: str) -> None:
    stores = await asyncio.gather(*(open_store(place) for _ in range(6)))
    for store in stores:
        await store.close()

    assert await described(place) == recorded(place).read_text(encoding="utf-8")


async def test_a_database_of_a_newer_version_is_left_alone(place: str) -> None:
    await made_by(place, 2)
    before = await described(place)
    if is_postgres(place):
        connection = await asyncpg.connect(place)
        await connection.execute("insert into schema_version values (999)")
        await connection.close()
    else:
        raw = sqlite3.connect(file_of(place))
        raw.execute("pragma user_version = 999")
        raw.close()

    with pytest.raises(DatabaseError, match="newer version"):
        await open_store(place)
    assert await described(place) == before


def test_migrations_are_numbered_without_a_gap() -> None:
    assert [number for number, _ in migrations()] == [*range(1, NEWEST + 1)]
    assert missing(NEWEST, "here") == []
    assert max(HELD) == NEWEST, "say in HELD what a row of the new version looks like"


def test_scripts_are_cut_between_statements_only() -> None:
    script = "create table a (b text default ';');\n-- a; comment\ncreate index c on a (b);\n"

    assert len([*statements(script)]) == 2
    for _, each in migrations():
        assert "".join("".join(statements(each)).split()) == "".join(each.split())


def test_postgres_gets_no_word_of_sqlite() -> None:
    scripts = [for_postgres(script) for _, script in migrations()]

    assert len(scripts) == NEWEST
    for script in scripts:
        for word in ("integer", "strict", "rowid", "autoincrement"):
            assert word not in script


async def test_a_backup_takes_every_table(place: str) -> None:
    await (await open_store(place)).close()
    named = {
        line.split()[2]
        for line in Path(recorded("sqlite:///x")).read_text(encoding="utf-8").splitlines()
        if line.lower().startswith("create table")
    }

    assert len(named) > 5
    assert named == set(TABLES) == set(await rows_of(place))
