"""What a repository needs of a database engine: named queries, and errors that say what to do."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from importlib import resources
from typing import Any, Protocol

import aiosql

Row = Sequence[Any]


class DatabaseError(Exception):
    """The database cannot be used; the text says what to do, and names no password."""


class Stale(Exception):
    """Somebody else was faster: load again what was decided on, and decide again."""


class Executor(Protocol):
    """Runs the queries of `queries/` inside one transaction.

    Every method raises `Stale` where a uniqueness of the schema forbids the change, and
    `DatabaseError` where the database cannot be used. The transaction is lost in both cases.
    """

    async def rows(self, query: str, /, **values: Any) -> list[Row]:
        """Return all rows."""
        ...

    async def value(self, query: str, /, **values: Any) -> Any:
        """Return the first column of the first row; None without one."""
        ...

    async def run(self, query: str, /, **values: Any) -> int:
        """Return how many rows were changed."""
        ...

    async def run_each(self, query: str, rows: Sequence[Mapping[str, Any]], /) -> None:
        """Run a query once for each of `rows`, in order."""
        ...

    async def alone(self, key: int) -> None:
        """Wait until no other transaction is `alone` with the same key; ends with this one."""
        ...


class Statements:
    """The part of an `Executor` that all engines share."""

    def __init__(self, driver: str, connection: Any) -> None:
        self._queries = _queries(driver)
        self._connection = connection

    async def rows(self, query: str, /, **values: Any) -> list[Row]:
        """Return all rows."""
        with self.explained():
            return [row async for row in self._named(query)(self._connection, **values)]

    async def value(self, query: str, /, **values: Any) -> Any:
        """Return the first column of the first row; None without one."""
        with self.explained():
            return await self._named(query)(self._connection, **values)

    async def run(self, query: str, /, **values: Any) -> int:
        """Return how many rows were changed."""
        with self.explained():
            return self._count(await self._named(query)(self._connection, **values))

    async def run_each(self, query: str, rows: Sequence[Mapping[str, Any]], /) -> None:
        """Run a query once for each of `rows`, in order."""
        with self.explained():
            await self._named(query)(self._connection, rows)

    def _named(self, query: str) -> Any:
        return getattr(self._queries, query)

    @contextmanager
    def explained(self) -> Iterator[None]:
        """Turn the engine's errors within the block into `Stale` and `DatabaseError`."""
        try:
            yield
        except Exception as error:
            explained = self._explain(error)
            if explained is None:
                raise
            # Without the cause: PostgreSQL's own text quotes the row, names of citizens included.
            raise explained from None

    def _explain(self, error: Exception) -> Exception | None:
        raise NotImplementedError

    def _count(self, outcome: Any) -> int:
        raise NotImplementedError


@cache
def _queries(driver: str) -> Any:
    return aiosql.from_path(str(resources.files("bot.storage") / "queries"), driver)


def as_text(instant: datetime) -> str:
    """Write an aware instant as ISO 8601 in UTC, always equally wide: text order is time order."""
    if instant.tzinfo is None:
        raise ValueError("a time needs its zone, e.g. 2026-11-24T18:00:00-05:00")
    return instant.astimezone(UTC).isoformat(timespec="microseconds")


def as_instant(text: str) -> datetime:
    """Read what `as_text` has written; aware, in UTC."""
    return datetime.fromisoformat(text)
