"""Reads and fills a whole PostgreSQL database, for backups."""

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg

from bot.storage.executor import DatabaseError
from bot.storage.postgres import PATIENCE_SECONDS, TROUBLE, PostgresStore, place_of, unusable
from bot.storage.tables import PIECE, TABLES, Piece, Snapshot


class PostgresSnapshot:
    """A read transaction that sees one moment."""

    def __init__(self, connection: Any, version: int) -> None:
        self._connection = connection
        self.version = version

    async def pieces(self) -> AsyncIterator[Piece]:
        """Yield all rows of all tables."""
        for table in TABLES:
            if await self._connection.fetchval("select to_regclass($1) is not null", table):
                async for piece in self._pieces_of(table):
                    yield piece

    async def _pieces_of(self, table: str) -> AsyncIterator[Piece]:
        statement = await self._connection.prepare(f"select * from {table}")  # noqa: S608 - our own name
        columns = tuple(column.name for column in statement.get_attributes())
        yield Piece(table, columns, ())
        cursor = await statement.cursor()
        while rows := [tuple(row) for row in await cursor.fetch(PIECE)]:
            yield Piece(table, columns, rows)


@asynccontextmanager
async def postgres_snapshot(url: str) -> AsyncIterator[PostgresSnapshot]:
    """Open a database of this bot as it is now; whoever writes meanwhile is not held up.

    Raises:
        DatabaseError: it cannot be read.
    """
    try:
        connection = await asyncpg.connect(url, timeout=PATIENCE_SECONDS)
        try:
            async with connection.transaction(isolation="repeatable_read", readonly=True):
                version = await connection.fetchval("select max(version) from schema_version")
                yield PostgresSnapshot(connection, version)
        finally:
            await connection.close()
    except (*TROUBLE, ValueError) as error:
        raise unusable(place_of(url), error) from None


async def fill(url: str, snapshot: Snapshot) -> None:
    """Write all rows of `snapshot` into an empty database, or nothing at all.

    Raises:
        DatabaseError: the database cannot be used, or is not empty.
    """
    await (await PostgresStore.open(url)).close()  # makes the schema
    try:
        connection = await asyncpg.connect(url, timeout=PATIENCE_SECONDS)
        try:
            async with connection.transaction():
                await _refuse_rows(connection, place_of(url))
                written = Counter(dict.fromkeys(TABLES, 0))
                async for piece in snapshot.pieces():
                    await connection.copy_records_to_table(
                        piece.table, records=piece.rows, columns=piece.columns
                    )
                    written[piece.table] += len(piece.rows)
                if await _count(connection) != dict(written):
                    raise DatabaseError(f"{place_of(url)}: the copy is incomplete. Try again.")
            await connection.execute("analyze")  # else it plans as for empty tables
        finally:
            await connection.close()
    except (*TROUBLE, ValueError) as error:
        raise unusable(place_of(url), error) from None


async def _refuse_rows(connection: Any, place: str) -> None:
    for table, rows in (await _count(connection)).items():
        if rows:
            raise DatabaseError(
                f"{place}: is not empty ({table}). Restore into an empty database."
            )


async def _count(connection: Any) -> dict[str, int]:
    return {
        table: await connection.fetchval(f"select count(*) from {table}")  # noqa: S608 - our own name
        for table in TABLES
    }
