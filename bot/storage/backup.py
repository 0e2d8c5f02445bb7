"""Backup and restore. A backup is an SQLite file, whichever engine it is taken from or put into.

So a backup and a restore also move a post from one engine to the other.
"""

import asyncio
import os
import shutil
import sqlite3
import tempfile
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiosqlite

from bot.storage.executor import DatabaseError
from bot.storage.migrating import migrations, missing, statements
from bot.storage.store import file_of, is_postgres
from bot.storage.tables import Counts, Piece, Snapshot, sqlite_snapshot


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore has done.

    Attributes:
        rows: by table.
        unsent: messages that were owed at the time of the backup; they are not sent again.
        unhandled: updates that waited then; they are not answered, it would be too late.
    """

    rows: Counts
    unsent: int
    unhandled: int


async def backup(source: str | Path, file: Path) -> Counts:
    """Write a consistent copy of `source` while it is being used, and check what was written.

    A file that exists is replaced in one step, once the new one is known to be good.

    Raises:
        DatabaseError: `source` cannot be read or `file` cannot be written; `file` is as before.
    """
    _refuse_itself(source, file)
    partial = file.with_name(file.name + ".partial")
    try:
        await asyncio.to_thread(_begin, partial)
        async with snapshot_of(source) as snapshot:
            written = await write_copy(snapshot, partial)
        await _verify(partial, written)
        await asyncio.to_thread(_finish, partial, file)
    except (OSError, sqlite3.Error) as error:
        raise DatabaseError(f"{file}: the backup failed ({error}).") from error
    finally:
        await asyncio.to_thread(partial.unlink, missing_ok=True)
    return written


async def restore(file: Path, target: str | Path) -> Restored:
    """Put a backup into a new place; a backup of an older version is brought forward.

    Args:
        file: made by `backup`.
        target: a file that does not exist, or the address of an empty PostgreSQL database.

    Raises:
        DatabaseError: the backup is damaged or newer than the bot, or the target is in use.
    """
    with tempfile.TemporaryDirectory() as folder:
        place = None if is_postgres(target) else file_of(target)
        partial = place.with_name(place.name + ".partial") if place else Path(folder) / "copy"
        try:
            if place:
                await asyncio.to_thread(_refuse_existing, place)
            await asyncio.to_thread(_copy, file, partial)
            unsent, unhandled = await _renew(partial, str(file))
            rows = await _count(partial)
            await _verify(partial, rows)
            if place:
                await asyncio.to_thread(_finish, partial, place)
            else:
                await _into_postgres(partial, str(target))
        except (OSError, sqlite3.Error) as error:
            raise DatabaseError(f"{file}: cannot be restored ({error}).") from error
        finally:
            await asyncio.to_thread(partial.unlink, missing_ok=True)
    return Restored(rows, unsent, unhandled)


@asynccontextmanager
async def snapshot_of(source: str | Path) -> AsyncIterator[Snapshot]:
    """Open either engine as one moment saw it; whoever writes meanwhile is not held up."""
    if is_postgres(source):
        from bot.storage.postgres_tables import postgres_snapshot

        async with postgres_snapshot(str(source)) as snapshot:
            yield snapshot
    else:
        async with sqlite_snapshot(file_of(source)) as snapshot:
            yield snapshot


async def _into_postgres(file: Path, target: str) -> None:
    from bot.storage.postgres_tables import fill

    async with sqlite_snapshot(file) as snapshot:
        await fill(target, snapshot)


async def write_copy(snapshot: Snapshot, partial: Path) -> Counts:
    """Write all rows of `snapshot` into an empty file, with the schema that they belong to."""
    missing(snapshot.version, "the database")
    async with aiosqlite.connect(partial, isolation_level=None) as connection:
        await connection.execute_fetchall("pragma synchronous = full")
        await connection.execute_fetchall("begin")
        for number, script in migrations():
            if number <= snapshot.version:
                await _run(connection, script, number)
        written: Counter[str] = Counter()
        async for piece in snapshot.pieces():
            await connection.executemany(_insert(piece), piece.rows)
            written[piece.table] += len(piece.rows)
        await connection.execute_fetchall("commit")
    return dict(written)


def _insert(piece: Piece) -> str:
    columns, marks = ", ".join(piece.columns), ", ".join("?" for _ in piece.columns)
    return f"insert into {piece.table} ({columns}) values ({marks})"  # noqa: S608 - names of our own schema


async def _run(connection: aiosqlite.Connection, script: str, number: int) -> None:
    for statement in statements(script):
        await connection.execute_fetchall(statement)
    await connection.execute_fetchall(f"pragma user_version = {number}")


async def _renew(partial: Path, name: str) -> tuple[int, int]:
    """Bring a copy to the present schema, and let it send or answer nothing of the past."""
    async with aiosqlite.connect(partial, isolation_level=None) as connection:
        await connection.execute_fetchall("pragma secure_delete = on")
        [[version]] = await connection.execute_fetchall("pragma user_version")
        if not version:
            raise DatabaseError(f"{name}: is no backup of this bot.")
        await connection.execute_fetchall("begin")
        for number, script in missing(version, name):
            await _run(connection, script, number)
        unsent = await connection.execute("delete from outbox")
        unhandled = await connection.execute(
            "update inbox set state = 'parked', body = null where state = 'waiting'"
        )
        await connection.execute_fetchall("commit")
        return unsent.rowcount, unhandled.rowcount


async def _count(file: Path) -> Counts:
    found: Counter[str] = Counter()
    async with sqlite_snapshot(file) as snapshot:
        async for piece in snapshot.pieces():
            found[piece.table] += len(piece.rows)
    return dict(found)


async def _verify(file: Path, expected: Counts) -> None:
    async with aiosqlite.connect(file, isolation_level=None) as connection:
        whole = await connection.execute_fetchall("pragma integrity_check(1)")
        loose = await connection.execute_fetchall("pragma foreign_key_check")
    if [row[0] for row in whole] != ["ok"] or [*loose]:
        raise DatabaseError(f"{file}: the copy is damaged. Take another one.")
    if await _count(file) != expected:
        raise DatabaseError(f"{file}: the copy is incomplete. Take another one.")


def _refuse_itself(source: str | Path, file: Path) -> None:
    if not is_postgres(source) and file.absolute() == file_of(source).absolute():
        raise DatabaseError(f"{file}: is the database itself. Give the backup another name.")


def _begin(partial: Path) -> None:
    partial.parent.mkdir(parents=True, exist_ok=True)
    partial.unlink(missing_ok=True)
    partial.touch(mode=0o600)  # names of citizens stand in it


def _copy(file: Path, partial: Path) -> None:
    _begin(partial)
    with file.open("rb") as source, partial.open("wb") as copy:
        shutil.copyfileobj(source, copy)


def _refuse_existing(place: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        if (there := place.with_name(place.name + suffix)).exists():
            raise DatabaseError(f"{there}: exists. Stop the bot and move it away first.")


def _finish(partial: Path, file: Path) -> None:
    """Give a file its name in one step, so that a power cut leaves the old one or the new one."""
    _sync(partial)
    partial.replace(file)
    _sync(file.parent)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
