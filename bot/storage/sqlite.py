"""SQLite: one file, one writer, nothing to install."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Self

import aiosqlite

from bot.storage.executor import DatabaseError, Row, Stale, Statements
from bot.storage.migrating import missing, statements
from bot.storage.store import Unit

BUSY_TIMEOUT_MS = 5_000
"""How long a write waits for another process's write (a backup, a second command)."""

_PRAGMAS = (
    "pragma journal_mode = wal",
    "pragma synchronous = full",  # NORMAL may lose the last commits on power loss
    "pragma foreign_keys = on",
    "pragma secure_delete = on",  # what is erased is overwritten
)

_TAKEN = {sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY}


class SqliteStore:
    """One connection and the lock that orders its transactions."""

    def __init__(self, connection: aiosqlite.Connection, place: str) -> None:
        self._connection = connection
        self._statements = SqliteStatements(connection, place)
        self._unit = Unit.of(self._statements)
        self._writing = asyncio.Lock()

    @classmethod
    async def open(cls, file: Path | None) -> Self:
        """Open `file` (None: in memory), check it, and migrate it.

        Raises:
            DatabaseError: the file cannot be opened, is damaged, or is from a newer version.
        """
        place = str(file) if file else "the database in memory"
        connection = await _connect(file, place)
        try:
            # First: it holds for the others too.
            await connection.execute_fetchall(f"pragma busy_timeout = {BUSY_TIMEOUT_MS}")
            for pragma in _PRAGMAS:
                await connection.execute_fetchall(pragma)
            await _check(connection, place)
            await _migrate(connection, place)
            return cls(connection, place)
        except sqlite3.Error as error:
            await connection.close()
            raise _unusable(place, error) from error
        except BaseException:
            await connection.close()
            raise

    @asynccontextmanager
    async def unit(self) -> AsyncIterator[Unit]:
        """Open a transaction.

        `BEGIN IMMEDIATE` takes the write lock at once: a deferred read-then-write is refused
        under contention whatever the busy timeout.
        """
        async with self._writing:
            try:
                await self._statements.control("begin immediate")
                yield self._unit
                await self._statements.control("commit")
            except BaseException:
                # Also after a begin or commit that was cancelled or failed; else it does nothing.
                await self._connection.rollback()
                raise

    async def scrub(self) -> None:
        """Empty the write-ahead log: erased rows stand in it until then."""
        async with self._writing:
            await self._statements.control("pragma wal_checkpoint(truncate)")

    async def close(self) -> None:
        """Close the database; a transaction under way is waited for."""
        async with self._writing:
            await self._connection.close()


class SqliteStatements(Statements):
    """Named queries on the one connection."""

    def __init__(self, connection: aiosqlite.Connection, place: str) -> None:
        super().__init__("aiosqlite", connection)
        self._place = place

    async def control(self, statement: str) -> None:
        """Run a statement that begins or ends something."""
        with self.explained():
            await self._connection.execute_fetchall(statement)

    async def rows(self, query: str, /, **values: Any) -> list[Row]:
        """Return all rows, in one visit to the connection's thread instead of three."""
        with self.explained():
            return [*await self._connection.execute_fetchall(self._named(query).sql, values)]

    async def value(self, query: str, /, **values: Any) -> Any:
        """Return the first column of the first row; None without one."""
        found = await self.rows(query, **values)
        return found[0][0] if found else None

    async def alone(self, key: int) -> None:
        """Return at once: `BEGIN IMMEDIATE` lets no two transactions go on side by side."""

    def _count(self, outcome: Any) -> int:
        return int(outcome)

    def _explain(self, error: Exception) -> Exception | None:
        if not isinstance(error, sqlite3.Error):
            return None
        if getattr(error, "sqlite_errorcode", None) in _TAKEN:
            return Stale()
        return _unusable(self._place, error)


async def _connect(file: Path | None, place: str) -> aiosqlite.Connection:
    try:
        if file:
            file.parent.mkdir(parents=True, exist_ok=True)
        return await aiosqlite.connect(file or ":memory:", isolation_level=None)
    except (OSError, sqlite3.Error) as error:
        raise DatabaseError(
            f"{place}: cannot be opened ({error}). Check data_dir and its permissions."
        ) from error


async def _check(connection: aiosqlite.Connection, place: str) -> None:
    found = [row[0] for row in await connection.execute_fetchall("pragma quick_check(1)")]
    if found != ["ok"]:
        raise DatabaseError(
            f"{place}: is damaged ({found[0]}). Move it away and restore the last backup."
        )


async def _migrate(connection: aiosqlite.Connection, place: str) -> None:
    # The lock comes first: of two processes that start at once, the second finds nothing to do.
    await connection.execute_fetchall("begin immediate")
    try:
        [[version]] = await connection.execute_fetchall("pragma user_version")
        for number, script in missing(version, place):
            for statement in statements(script):
                await connection.execute_fetchall(statement)
            await connection.execute_fetchall(f"pragma user_version = {number}")
        await connection.commit()
    except BaseException:
        await connection.rollback()
        raise


_ADVICE = {
    sqlite3.SQLITE_BUSY: "Another program keeps it locked: stop that one, or wait for it.",
    sqlite3.SQLITE_FULL: "The disk is full: make room.",
    sqlite3.SQLITE_READONLY: "It cannot be written: check the permissions of file and folder.",
    sqlite3.SQLITE_CANTOPEN: "Check data_dir and its permissions.",
    sqlite3.SQLITE_IOERR: "The disk fails: check it, and restore the last backup elsewhere.",
}
_OTHERWISE = "Move it away and start again, or restore a backup."


def _unusable(place: str, error: sqlite3.Error) -> DatabaseError:
    # The low byte is the kind of failure, the rest its variety.
    kind = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return DatabaseError(f"{place}: cannot be used ({error}). {_ADVICE.get(kind, _OTHERWISE)}")
