"""A peer that does as it is told, byte by byte, and the two transports to try on it."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

from bot.transport.aiohttp_request import AiohttpRequest
from bot.transport.base import Timeouts
from bot.transport.httpx_request import HttpxRequest

Reply = Callable[[asyncio.StreamWriter], Awaitable[None]]

BOTH = {"aiohttp": AiohttpRequest, "httpx": HttpxRequest}

SHORT = Timeouts(read=0.5, write=0.5, media_write=0.5, connect=0.5, pool=0.5)
"""Nothing on this machine takes as long, so that waiting it out is quick."""

OK = b'{"ok":true,"result":true}'


def token() -> str:
    """A canary of a token's shape, made at run time: none may stand in the code."""
    return f"{10**9 + secrets.randbelow(10**9)}:{secrets.token_hex(18)[:35]}"


def http(body: bytes = OK, status: str = "200 OK", headers: str = "") -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n{headers}\r\n".encode() + body


def saying(*pieces: bytes, every: float = 0.0) -> Reply:
    async def reply(writer: asyncio.StreamWriter) -> None:
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(every)

    return reply


async def hanging(_: asyncio.StreamWriter) -> None:
    await asyncio.Event().wait()


async def breaking(writer: asyncio.StreamWriter) -> None:
    writer.transport.abort()


@dataclass
class Peer:
    """What it heard, and how it answers."""

    reply: Reply
    port: int = 0
    heads: list[str] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    connections: int = 0
    asked: asyncio.Event = field(default_factory=asyncio.Event)
    """Set once a request has come in whole."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                length = [row for row in head.lower().splitlines() if "content-length" in row]
                size = int(length[0].partition(":")[2]) if length else 0
                self.heads.append(head)
                self.bodies.append(await reader.readexactly(size))
                self.asked.set()
                await self.reply(writer)


@asynccontextmanager
async def peer(reply: Reply | None = None, *, deaf: bool = False) -> AsyncIterator[Peer]:
    """Serve on this machine; a deaf one accepts connections and never reads."""
    served = Peer(reply or saying(http()))
    tasks: set[asyncio.Task[None]] = set()

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        tasks.add(task)
        with suppress(asyncio.CancelledError):
            await (hanging(writer) if deaf else served.serve(reader, writer))
        writer.transport.abort()

    server = await asyncio.start_server(accept, "127.0.0.1", 0)
    served.port = server.sockets[0].getsockname()[1]
    try:
        yield served
    finally:
        server.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks)
