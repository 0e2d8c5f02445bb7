"""All rows of a database as one moment saw them, a piece at a time, from either engine."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import aiosqlite

TABLES = (
    "memory",
    "booking",
    "hold",
    "waiting",
    "offer",
    "seat",  # after booking, hold and offer, which it refers to
    "reminder",
    "booking_event",
    "inbox",
    "outbox",
    "unreachable",
    "tally",
)

PIECE = 5_000
"""Rows in memory at once."""

Counts = Mapping[str, int]
"""Rows by table."""

Rows = Sequence[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Piece:
    """Some rows of a table; every table has at least one piece, which may be empty."""

    table: str
    columns: tuple[str, ...]
    rows: Rows


class Snapshot(Protocol):
    """A database that stands still while it is read."""

    version: int
    """Of its schema."""

    def pieces(self) -> AsyncIterator[Piece]:
        """Yield all rows of all tables, in an order in which they can be written."""
        ...


class SqliteSnapshot:
    """A read transaction of SQLite; in WAL mode it holds no writer up."""

    def __init__(self, connection: aiosqlite.Connection, version: int) -> None:
        self._connection = connection
        self.version = version

    async def pieces(self) -> AsyncIterator[Piece]:
        """Yield all rows of all tables."""
        found = await self._connection.execute_fetchall(
            "select name from sqlite_master where type = 'table'"
        )
        there = {row[0] for row in found}
        for table in TABLES:
            if table in there:  # an older schema has fewer
                async for piece in self._pieces_of(table):
                    yield piece

    async def _pieces_of(self, table: str) -> AsyncIterator[Piece]:
        async with self._connection.execute(f"select * from {table}") as cursor:  # noqa: S608 - our own name
            columns = tuple(column[0] for column in cursor.description)
            yield Piece(table, columns, ())
            while rows := [tuple(row) for row in await cursor.fetchmany(PIECE)]:
                yield Piece(table, columns, rows)


@asynccontextmanager
async def sqlite_snapshot(file: Path) -> AsyncIterator[SqliteSnapshot]:
    """Open a file that exists.

    Raises:
        sqlite3.Error: it is missing, or no database.
    """
    async with aiosqlite.connect(_address(file), uri=True, isolation_level=None) as connection:
        await connection.execute_fetchall("begin")
        [[version]] = await connection.execute_fetchall("pragma user_version")
        yield SqliteSnapshot(connection, version)
        await connection.execute_fetchall("rollback")


def _address(file: Path) -> str:
    # Not read-only: a reader of a WAL database must be able to make its shared-memory file.
    return f"{file.absolute().as_uri()}?mode=rw"
