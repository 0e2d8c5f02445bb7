"""A request's body that knows whether any of it may have left."""

import asyncio

from aiohttp.abc import AbstractStreamWriter
from aiohttp.payload import Payload

PIECE = 64 * 1024
"""Bytes that must leave within the write timeout: asyncio's own high-water mark, so that one
piece waits for the one before. A slow line uploads a large file in many timely pieces."""


class Upload(Payload):
    """Written piece by piece, each within `timeout` seconds.

    aiohttp holds the headers back until the body is written, so that nothing has left while
    `begun` is False.
    """

    _autoclose = True  # bytes need no closing

    def __init__(self, content: bytes, content_type: str, timeout: float | None) -> None:
        """Take the whole body."""
        super().__init__(content, content_type=content_type)
        self._size = len(content)
        self._content = memoryview(content)
        self._timeout = timeout
        self.begun = False

    def decode(self, encoding: str = "utf-8", errors: str = "strict") -> str:
        """Return the body as text."""
        return str(self._content, encoding, errors)

    async def write(self, writer: AbstractStreamWriter) -> None:
        """Write the body. Raises `TimeoutError` if the other side takes nothing for too long."""
        self.begun = True
        for start in range(0, len(self._content), PIECE):
            async with asyncio.timeout(self._timeout):
                await writer.write(self._content[start : start + PIECE])
                await writer.drain()
