"""Opens the SQLite database: one file, one writer, migrated forward to the present schema."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from importlib import resources
from pathlib import Path

import aiosqlite

BUSY_TIMEOUT_MS = 5_000
"""How long a write waits for another process's write (a backup, a second command)."""

_PRAGMAS = (
    "pragma journal_mode = wal",
    "pragma synchronous = full",  # NORMAL may lose the last commits on power loss
    "pragma foreign_keys = on",
    "pragma secure_delete = on",  # what is erased is overwritten
    f"pragma busy_timeout = {BUSY_TIMEOUT_MS}",
)


class DatabaseError(Exception):
    """The database cannot be used; the text says what to do."""


class Database:
    """One connection and the lock that orders its transactions."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection
        self._writing = asyncio.Lock()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[aiosqlite.Connection]:
        """Yield the connection inside a transaction: commits, or rolls back on an exception.

        `BEGIN IMMEDIATE` takes the write lock at once: a deferred read-then-write is refused
        under contention whatever the busy timeout.
        """
        async with self._writing:
            await self._connection.execute("begin immediate")
            try:
                yield self._connection
            except BaseException:
                await self._connection.rollback()
                raise
            await self._connection.commit()

    async def close(self) -> None:
        """Close the connection; pending transactions are waited for."""
        async with self._writing:
            await self._connection.close()


async def connect(file: Path | None) -> Database:
    """Open `file` (None: in memory, for a chat that leaves nothing behind) and migrate it.

    Raises:
        DatabaseError: the file cannot be opened, is no database, or is from a newer version.
    """
    try:
        if file:
            file.parent.mkdir(parents=True, exist_ok=True)
        connection = await aiosqlite.connect(file or ":memory:", isolation_level=None)
    except (OSError, sqlite3.Error) as error:
        raise DatabaseError(
            f"{file}: cannot be opened ({error}). Check data_dir and its permissions."
        ) from error
    try:
        for pragma in _PRAGMAS:
            await connection.execute(pragma)
        await _migrate(connection, file)
    except sqlite3.Error as error:
        await connection.close()
        raise DatabaseError(
            f"{file}: cannot be used ({error}). Move it away and start again, or restore a copy."
        ) from error
    except BaseException:
        await connection.close()
        raise
    return Database(connection)


def migrations() -> Iterator[tuple[int, str]]:
    """Yield the numbered, forward-only migrations in order."""
    folder = resources.files("bot.storage") / "migrations"
    for script in sorted(folder.iterdir(), key=lambda item: item.name):
        yield int(script.name.split("_")[0]), script.read_text(encoding="utf-8")


async def _migrate(connection: aiosqlite.Connection, file: Path | None) -> None:
    async with connection.execute("pragma user_version") as cursor:
        row = await cursor.fetchone()
    version = int(row[0]) if row else 0
    known = [*migrations()]
    if version > known[-1][0]:
        raise DatabaseError(
            f"{file}: made by a newer version of the bot (schema {version}). Install that version."
        )
    for number, script in known:
        if number > version:
            await connection.executescript(
                f"begin immediate; {script}; pragma user_version = {number}; commit;"
            )
