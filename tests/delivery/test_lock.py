"""One instance at a time."""

import asyncio
import sys
from pathlib import Path

import pytest

from bot.delivery.lock import WAIT, AlreadyRunning, LockLost, sole_on_file, sole_on_server, watch
from tests.delivery.support import VirtualTime, running

HOLD = """
import asyncio, sys
from pathlib import Path
from bot.delivery.lock import sole_on_file

async def main():
    async with sole_on_file(Path(sys.argv[1])):
        print("mine", flush=True)
        await asyncio.sleep(60)

asyncio.run(main())
"""


class Server:
    """One PostgreSQL's advisory lock, as far as it is asked for."""

    def __init__(self) -> None:
        self.holder: Connection | None = None
        self.down = False


class Connection:
    def __init__(self, server: Server) -> None:
        self.server = server

    async def fetchval(self, query: str, *_: object) -> object:
        if self.server.down:
            raise ConnectionResetError
        if "pg_try_advisory_lock" in query:
            self.server.holder = self.server.holder or self
        return self.server.holder is self

    async def close(self) -> None:
        if self.server.holder is self:
            self.server.holder = None


async def test_a_second_process_is_refused_with_a_sentence_and_the_third_is_not(
    tmp_path: Path,
) -> None:
    time, database = VirtualTime(), tmp_path / "new" / "bot.db"
    first = await asyncio.create_subprocess_exec(
        sys.executable, "-c", HOLD, str(database), stdout=asyncio.subprocess.PIPE
    )
    assert first.stdout is not None
    assert await first.stdout.readline() == b"mine\n"
    async with running(time.flow()):
        with pytest.raises(AlreadyRunning, match=r"serves .*bot\.db already. Stop it first"):
            async with sole_on_file(database, time.sleep):
                pytest.fail("two instances")
    assert time.monotonic() == WAIT < 5
    first.kill()
    await first.communicate()

    async with sole_on_file(database), running(time.flow()):
        with pytest.raises(AlreadyRunning):
            async with sole_on_file(database, time.sleep):
                pytest.fail("two instances")
    async with sole_on_file(database):
        pass


async def test_a_start_waits_a_moment_for_the_end_of_the_one_before(tmp_path: Path) -> None:
    time, database = VirtualTime(turns=5), tmp_path / "bot.db"
    order = []

    async def first() -> None:
        async with sole_on_file(database, time.sleep):
            order.append("first")
            await time.sleep(1)

    async def second() -> None:
        async with sole_on_file(database, time.sleep):
            order.append("second")

    async with running(time.flow()):
        await asyncio.gather(first(), second())
    assert order == ["first", "second"]


async def test_a_server_admits_one_instance() -> None:
    server, time = Server(), VirtualTime(turns=5)

    async def connect() -> Connection:
        return Connection(server)

    async with sole_on_server(connect, "db.example", time.sleep), running(time.flow()):
        with pytest.raises(AlreadyRunning, match=r"db\.example"):
            async with sole_on_server(connect, "db.example", time.sleep):
                pytest.fail("two instances")
    async with sole_on_server(connect, "db.example", time.sleep):
        assert server.holder


async def test_a_lock_that_is_lost_with_its_connection_is_noticed() -> None:
    server, time = Server(), VirtualTime(turns=5)

    async def connect() -> Connection:
        return Connection(server)

    async with sole_on_server(connect, "db.example", time.sleep) as holder:
        async with running(time.flow(), watch(holder, time.sleep)):
            await time.sleep(100)
        server.down = True
        async with running(time.flow()):
            with pytest.raises(LockLost):
                await asyncio.wait_for(watch(holder, time.sleep), 5)
