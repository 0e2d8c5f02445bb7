"""One door to the database: a transaction at a time, on whichever engine keeps it."""

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, Self

from bot.storage.executor import DatabaseError, Executor, Stale
from bot.storage.repositories.appointments import Appointments
from bot.storage.repositories.inbox import Arrived, Inbox
from bot.storage.repositories.memories import Memories
from bot.storage.repositories.outbox import Outbox, Owed
from bot.storage.repositories.reminders import Reminders
from bot.storage.repositories.waitlist import Waitlist

__all__ = ["Arrived", "DatabaseError", "Owed", "Stale", "Store", "Unit", "open_store"]


@dataclass(frozen=True, slots=True)
class Unit:
    """What one transaction can read and change."""

    memories: Memories
    appointments: Appointments
    inbox: Inbox
    outbox: Outbox
    reminders: Reminders
    waitlist: Waitlist

    @classmethod
    def of(cls, executor: Executor) -> Self:
        """Return the repositories of one transaction."""
        return cls(
            Memories(executor),
            Appointments(executor),
            Inbox(executor),
            Outbox(executor),
            Reminders(executor),
            Waitlist(executor),
        )


class Store(Protocol):
    """An open database."""

    def unit(self) -> AbstractAsyncContextManager[Unit]:
        """Open a transaction: it commits on leaving, and rolls back on any exception.

        Raises:
            Stale: another transaction was faster; run the whole unit again.
            DatabaseError: the database cannot be used now.
        """
        ...

    async def scrub(self) -> None:
        """Let what was erased leave the disk as far as the engine can: it may linger in logs."""
        ...

    async def close(self) -> None:
        """Close the database; a transaction under way is waited for."""
        ...


async def open_store(where: str | Path | None) -> Store:
    """Open a database, made when missing, migrated to the present schema.

    Args:
        where: a file or `sqlite:///path` for SQLite, `postgresql://...` for PostgreSQL; None for
            one in memory, which leaves nothing behind.

    Raises:
        DatabaseError: it cannot be used.
    """
    # Each engine is imported where it is chosen: half of the deployments never need the other.
    if is_postgres(where):
        from bot.storage.postgres import PostgresStore

        return await PostgresStore.open(str(where))
    from bot.storage.sqlite import SqliteStore

    return await SqliteStore.open(None if where is None else file_of(where))


def is_postgres(where: str | Path | None) -> bool:
    """Tell whether `where` is the address of a PostgreSQL server."""
    return isinstance(where, str) and where.startswith(("postgresql://", "postgres://"))


def file_of(where: str | Path) -> Path:
    """Return the file of a path or a `sqlite:///` address.

    Raises:
        DatabaseError: it is neither.
    """
    if isinstance(where, Path):
        return where
    path = where.removeprefix("sqlite:///")
    if path in (where, ""):
        raise DatabaseError("DATABASE_URL must be sqlite:///path/to/file.db or postgresql://...")
    return Path(path)
