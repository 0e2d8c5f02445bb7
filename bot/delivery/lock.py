"""One instance at a time: two would fight for the updates and send everything twice."""

import asyncio
import fcntl
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Protocol

from bot.delivery.ports import Sleep
from bot.storage.store import DatabaseError

TRY_EVERY = 0.25
"""Seconds between attempts."""

WAIT = 3.0
"""Seconds for another instance to end: a restart by a supervisor overlaps a little."""

ADVISORY_KEY = 7_304_002
"""Of PostgreSQL's advisory lock: any number that no other program uses in this database."""

CHECK_EVERY = 10.0
"""Seconds between looks whether PostgreSQL's lock is still ours."""

LOOK_EVERY = 1.0
"""Seconds between looks whether the database file is still there; a look costs microseconds, and
what is promised to citizens in between is lost with a file that was removed."""


class AlreadyRunning(Exception):
    """Another instance serves this database; the text says what to do."""


class LockLost(Exception):
    """The connection that held the lock is gone; another instance may have taken over."""


class DatabaseRemoved(Exception):
    """The database file is no longer where it was; what is written now would be lost."""


class Holder(Protocol):
    """A connection of asyncpg."""

    async def fetchval(self, query: str, *values: object) -> object:
        """Return the first column of the first row."""
        ...

    async def close(self) -> None:
        """Close it, which gives up the lock."""
        ...


@asynccontextmanager
async def sole_on_file(database: Path, sleep: Sleep = asyncio.sleep) -> AsyncIterator[None]:
    """Hold a lock beside the database file. It ends with the process, however that ends.

    Raises:
        AlreadyRunning: another process holds it.
        bot.storage.store.DatabaseError: there can be no file.
    """
    handle = _opened(database)
    try:
        await _try(lambda: _flock(handle), str(database), sleep)
        yield
    finally:
        os.close(handle)


def _opened(database: Path) -> int:
    # The file stays: removing it would let a third process lock a new file of the same name.
    place = database.with_name(f"{database.name}.lock")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        return os.open(place, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise DatabaseError(
            f"{database}: cannot be used ({error.strerror}). Check data_dir and its permissions."
        ) from error


async def watch_file(database: Path, sleep: Sleep = asyncio.sleep) -> None:
    """Look for ever whether the file of an open database is where it was.

    Raises:
        DatabaseRemoved: it was removed or replaced; the process must end.
    """
    first = _identity(database)
    while True:
        await sleep(LOOK_EVERY)
        if _identity(database) != first:
            raise DatabaseRemoved(
                f"{database} has been removed or replaced while the bot was using it. Restore the"
                " last backup, or put the file back, and start the bot again."
            )


def _identity(file: Path) -> tuple[int, int] | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


async def _flock(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@asynccontextmanager
async def sole_on_server(
    connect: Callable[[], Awaitable[Holder]], place: str, sleep: Sleep = asyncio.sleep
) -> AsyncIterator[Holder]:
    """Hold an advisory lock of PostgreSQL on a connection of its own.

    Args:
        connect: opens the connection (`asyncpg.connect`), which nothing else may use.
        place: names the database in a refusal, without a password.
        sleep: waits some seconds.

    Raises:
        AlreadyRunning: another process holds it.
    """
    holder = await connect()
    try:
        await _try(lambda: _advisory(holder), place, sleep)
        yield holder
    finally:
        await holder.close()


async def _advisory(holder: Holder) -> bool:
    return bool(await holder.fetchval("select pg_try_advisory_lock($1)", ADVISORY_KEY))


async def watch(holder: Holder, sleep: Sleep = asyncio.sleep) -> None:
    """Look for ever whether the lock is still held.

    Raises:
        LockLost: its connection does not answer; the process must end.
    """
    while True:
        await sleep(CHECK_EVERY)
        try:
            await holder.fetchval("select 1")
        except Exception as error:
            raise LockLost("The connection that holds the lock of this bot is gone.") from error


async def _try(attempt: Callable[[], Awaitable[bool]], place: str, sleep: Sleep) -> None:
    for _ in range(int(WAIT / TRY_EVERY)):
        if await attempt():
            return
        await sleep(TRY_EVERY)
    if not await attempt():
        raise AlreadyRunning(
            f"Another embassy-bot serves {place} already. Stop it first, or give this one a"
            " database of its own (DATABASE_URL)."
        )
