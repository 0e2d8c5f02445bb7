"""PostgreSQL: for a post that runs on more than one machine."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any, Self
from urllib.parse import urlsplit

import asyncpg

from bot.storage.executor import DatabaseError, Stale, Statements
from bot.storage.migrating import for_postgres, missing
from bot.storage.store import Unit

CONNECTIONS = 10
"""At most; a unit lasts milliseconds, and PostgreSQL admits 100 connections by default."""
PATIENCE_SECONDS = 10.0
"""For a connection and for one statement; a citizen would not wait longer for an answer."""

_MIGRATING = 7_304_001
"""Key of the lock for migrations: any number that no other program uses in this database."""

# READ COMMITTED is enough: a citizen's transactions follow one another (`alone`), and what two
# citizens could both take is guarded by unique keys. Serialisable would refuse more, to no gain.
_TAKEN = (
    asyncpg.UniqueViolationError,
    asyncpg.DeadlockDetectedError,
    asyncpg.SerializationError,
)
TROUBLE = (asyncpg.PostgresError, asyncpg.InterfaceError, OSError, TimeoutError)


class PostgresStore:
    """A pool of connections; each unit takes one."""

    def __init__(self, pool: "asyncpg.Pool[asyncpg.Record]", place: str) -> None:
        self._pool = pool
        self._place = place

    @classmethod
    async def open(cls, url: str) -> Self:
        """Connect and migrate.

        Raises:
            DatabaseError: the server cannot be reached, refuses, or is from a newer version.
        """
        place = place_of(url)
        try:
            pool = await asyncpg.create_pool(
                url,
                min_size=1,
                max_size=CONNECTIONS,
                timeout=PATIENCE_SECONDS,
                command_timeout=PATIENCE_SECONDS,
                server_settings={"application_name": "embassy-bot"},
            )
        except (*TROUBLE, ValueError) as error:
            raise unusable(place, error) from None
        store = cls(pool, place)
        try:
            async with store._transaction() as statements:
                await statements.migrate()
        except BaseException:
            await store.close()
            raise
        return store

    @asynccontextmanager
    async def unit(self) -> AsyncIterator[Unit]:
        """Open a transaction."""
        async with self._transaction() as statements:
            yield Unit.of(statements)

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator["PostgresStatements"]:
        try:
            connection = await self._pool.acquire(timeout=PATIENCE_SECONDS)
        except TROUBLE as error:
            raise unusable(self._place, error) from None
        try:
            statements = PostgresStatements(connection, self._place)
            transaction = connection.transaction()
            with statements.explained():
                await transaction.start()
            try:
                yield statements
            except BaseException:
                with suppress(*TROUBLE):  # a lost connection has rolled back already
                    await transaction.rollback()
                raise
            with statements.explained():
                await transaction.commit()
        finally:
            await self._pool.release(connection)

    async def scrub(self) -> None:
        """Do nothing: when erased rows leave the disk is for the server's own vacuum to decide."""

    async def close(self) -> None:
        """Close all connections; transactions under way are waited for."""
        await self._pool.close()


class PostgresStatements(Statements):
    """Named queries on the connection of one transaction."""

    def __init__(self, connection: Any, place: str) -> None:
        super().__init__("asyncpg", connection)
        self._place = place

    async def alone(self, key: int) -> None:
        """Wait until no other transaction is `alone` with the same key; ends with this one."""
        with self.explained():
            await self._connection.execute("select pg_advisory_xact_lock($1)", key)

    async def migrate(self) -> None:
        """Bring the schema forward; of two processes that start at once, one waits."""
        await self.alone(_MIGRATING)
        with self.explained():
            run = self._connection.execute
            await run("create table if not exists schema_version (version bigint not null)")
            known = "select coalesce(max(version), 0) from schema_version"
            for number, script in missing(await self._connection.fetchval(known), self._place):
                await run(for_postgres(script))
                await run("insert into schema_version (version) values ($1)", number)

    def _count(self, outcome: Any) -> int:
        # Its words are "DELETE 3", or "INSERT 0 1".
        return int(str(outcome).rpartition(" ")[2])

    def _explain(self, error: Exception) -> Exception | None:
        if isinstance(error, _TAKEN):
            return Stale()
        return unusable(self._place, error) if isinstance(error, TROUBLE) else None


def place_of(url: str) -> str:
    """Return the address without user and password."""
    parts = urlsplit(url)
    return f"postgresql://{parts.hostname or ''}{parts.path}"


def unusable(place: str, error: Exception) -> DatabaseError:
    """Say what is wrong with the database at `place`, without words that are a citizen's."""
    # The first argument is the message alone; the whole text would quote rows.
    what = error.args[0] if error.args else type(error).__name__
    if isinstance(error, TimeoutError):
        what = f"no answer within {PATIENCE_SECONDS:g} s"
    return DatabaseError(
        f"{place}: cannot be used ({what}). Check DATABASE_URL, and that the server runs."
    )
