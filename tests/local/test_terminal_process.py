"""The terminal chat as a process with a real terminal: it ends when it is told to."""

import asyncio
import os
import pty
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

AT_A_TERMINAL = """
import fcntl, signal, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)  # or Ctrl-C reaches nobody
signal.signal(signal.SIGINT, signal.default_int_handler)  # tests in the background ignore it
"""
CHAT = """
import asyncio, sys
from contextlib import suppress
from datetime import UTC, datetime
from bot.local import Citizen, LocalTelegram, Terminal

async def nobody(update): pass

async def main():
    telegram = LocalTelegram(lambda: datetime(2026, 11, 24, tzinfo=UTC))
    await Terminal(Citizen(telegram, nobody), sys.stdin, sys.stdout).run()

with suppress(KeyboardInterrupt):
    asyncio.run(main())
"""


@asynccontextmanager
async def screen_of(terminal: int) -> AsyncIterator[asyncio.StreamReader]:
    reader = asyncio.StreamReader()
    transport, _ = await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(terminal, "rb", buffering=0)
    )
    try:
        yield reader
    finally:
        transport.close()


@pytest.mark.parametrize("key", [b"\x03", b"\x04"], ids=["Ctrl-C", "Ctrl-D"])
async def test_a_key_ends_the_process_while_it_waits_for_somebody_to_type(key: bytes) -> None:
    ours, theirs = pty.openpty()
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        AT_A_TERMINAL + CHAT,
        cwd=ROOT,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    async with asyncio.timeout(60), screen_of(ours) as screen:
        await screen.readuntil(b"> ")
        os.write(ours, b"hola\n")
        await screen.readuntil(b"(no answer)")
        await screen.readuntil(b"> ")
        os.write(ours, key)
        await screen.readuntil(b"Goodbye.")
        assert await process.wait() == 0
