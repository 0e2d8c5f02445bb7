"""Reading lines without keeping the event loop from its work."""

import asyncio
import io
import os
import threading
from contextlib import suppress
from typing import TextIO

THREAD = "line reader"
CHUNK = 65_536
"""Bytes asked for at once; a terminal gives one line, a pipe whatever it has."""


class LineReader:
    """Lines of a text stream, one at a time.

    Each is awaited in a daemon thread: a thread of the loop's own executor that still waits for
    somebody to type would keep the process from ending after Ctrl-C.
    """

    def __init__(self, source: TextIO) -> None:
        """Read from `source`."""
        self._source = source
        self._pending = b""
        try:
            self._descriptor: int | None = source.fileno()
        except (io.UnsupportedOperation, AttributeError):
            self._descriptor = None

    async def next(self) -> str | None:
        """The next line without its end; None where the input has ended."""
        loop = asyncio.get_running_loop()
        arrived: asyncio.Future[str] = loop.create_future()

        def arrive(line: str) -> None:
            if not arrived.done():
                arrived.set_result(line)

        def read() -> None:
            try:
                line = self._read()
            except (OSError, ValueError):  # The stream was closed, which ends the input as well.
                line = ""
            with suppress(RuntimeError):  # The loop has ended: nobody waits for this line.
                loop.call_soon_threadsafe(arrive, line)

        threading.Thread(target=read, name=THREAD, daemon=True).start()
        line = await arrived
        return line.rstrip("\r\n") if line else None

    def _read(self) -> str:
        if self._descriptor is None:
            return self._source.readline()
        return self._read_descriptor(self._descriptor)

    def _read_descriptor(self, descriptor: int) -> str:
        # Not through the stream: its buffer is locked while a thread waits on it, and Python
        # refuses to end with that lock held.
        while b"\n" not in self._pending:
            chunk = os.read(descriptor, CHUNK)
            if not chunk:
                break
            self._pending += chunk
        line, end, self._pending = self._pending.partition(b"\n")
        return (line + end).decode(self._source.encoding or "utf-8", errors="replace")
