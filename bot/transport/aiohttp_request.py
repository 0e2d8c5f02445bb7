"""The default transport: python-telegram-bot over aiohttp.

A call costs 0.3 ms of processor time whatever else is under way; the one it replaces costs 1.1 ms
alone and 3.1 ms among 64, because httpcore goes through its whole pool at each request
(`python -m benchmarks.transport`).
"""

import asyncio
import os
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import aiohttp
from telegram.error import NetworkError, TimedOut
from telegram.request import RequestData
from yarl import URL

from bot.transport import proxies
from bot.transport.base import POOL_SIZE, Timeouts, Transport
from bot.transport.errors import NotDelivered, NotDeliveredInTime
from bot.transport.forms import encode
from bot.transport.upload import Upload

KEEP_ALIVE = 30.0
"""Seconds an idle connection is kept: a citizen reads an answer and taps within them, and the
servers in front of Telegram keep theirs for longer, so that ours is not cut while we write."""

DNS_KEPT = 60
"""Seconds an address is remembered: long enough to bridge a hiccup of the resolver."""

LARGEST_ANSWER = 32 * 1024 * 1024
"""Bytes. Telegram gives files to bots up to 20 MB, and a hundred updates need far less."""

_HEADERS = {
    "User-Agent": Transport.USER_AGENT,
    "Accept-Encoding": "identity",  # answers are small, and a compressed one could be a bomb
}


@dataclass(slots=True)
class _Line:
    """What is open between `initialize` and `shutdown`."""

    session: aiohttp.ClientSession
    loop: asyncio.AbstractEventLoop
    places: asyncio.Semaphore
    proxies: dict[tuple[str, str], str | None] = field(default_factory=dict)
    """Found so far, by scheme and host."""


class AiohttpRequest(Transport):
    """Keeps connections alive, verifies certificates, stores no cookies, follows no redirects.

    A redirect would hand the token to another host.
    """

    def __init__(
        self,
        *,
        timeouts: Timeouts | None = None,
        pool_size: int = POOL_SIZE,
        proxy: str | None = None,
        trust_env: bool = True,
        tls: ssl.SSLContext | None = None,
        heard: Callable[[], None] | None = None,
    ) -> None:
        """Prepare; nothing is opened before `initialize`.

        Args:
            timeouts: in seconds, for calls that bring none.
            pool_size: how many requests may be under way at once.
            proxy: http:// or https:// address, with user and password if it wants them.
            trust_env: without `proxy`, ask HTTPS_PROXY and its kin.
            tls: trust other certificates than the machine does.
            heard: called after each request that Telegram granted.

        Raises:
            bot.transport.proxies.ProxyError: `proxy` cannot be used.
        """
        super().__init__(timeouts or Timeouts(), heard)
        self._pool_size = pool_size
        self._proxy = proxies.checked(proxy) if proxy else None
        self._trust_env = trust_env
        self._tls = tls or True
        self._line: _Line | None = None

    async def initialize(self) -> None:
        """Open in the running event loop; open already, change nothing.

        Raises:
            RuntimeError: it is open in another event loop.
        """
        loop = asyncio.get_running_loop()
        if self._line is not None:
            _must_be_here(self._line, loop)
            return
        connector = aiohttp.TCPConnector(
            limit=0,  # `places` counts, so that waiting for one has a timeout of its own
            ssl=self._tls,
            keepalive_timeout=KEEP_ALIVE,
            ttl_dns_cache=DNS_KEPT,
            resolver=aiohttp.ThreadedResolver(),  # the machine's own, /etc/hosts included
        )
        session = aiohttp.ClientSession(
            connector=connector, cookie_jar=aiohttp.DummyCookieJar(), headers=_HEADERS
        )
        self._line = _Line(session, loop, asyncio.Semaphore(self._pool_size))

    async def shutdown(self) -> None:
        """Close; closed already, change nothing. Requests under way fail.

        Raises:
            RuntimeError: it is open in another event loop.
        """
        if self._line is None:
            return
        _must_be_here(self._line, asyncio.get_running_loop())
        line, self._line = self._line, None
        await line.session.close()

    async def _exchange(
        self, url: str, method: str, data: RequestData | None, timeouts: Timeouts
    ) -> tuple[int, bytes]:
        if self._line is None:
            raise RuntimeError("this AiohttpRequest is not initialized: call initialize() first")
        line = self._line
        _must_be_here(line, asyncio.get_running_loop())
        content_type, content = encode(data)
        upload = Upload(content, content_type, timeouts.write)
        async with _place(line.places, timeouts.pool):
            try:
                return await self._send(line, method, URL(url), upload, timeouts)
            except NetworkError:
                raise
            except Exception as error:  # their texts hold the address: none may pass
                failure = _translated(error, begun=upload.begun)
        raise failure  # here, where the library's error is no longer its context

    async def _send(
        self, line: _Line, method: str, url: URL, upload: Upload, timeouts: Timeouts
    ) -> tuple[int, bytes]:
        async with line.session.request(
            method,
            url,
            data=None if method == "GET" else upload,
            proxy=self._proxy_for(line, url),
            allow_redirects=False,
            timeout=aiohttp.ClientTimeout(connect=timeouts.connect, sock_read=timeouts.read),
        ) as response:
            return response.status, await _whole(response)

    def _proxy_for(self, line: _Line, url: URL) -> str | None:
        if self._proxy or not self._trust_env:
            return self._proxy
        key = url.scheme, url.host or ""
        if key not in line.proxies:
            line.proxies[key] = proxies.from_environment(*key)
        return line.proxies[key]


def _must_be_here(line: _Line, loop: asyncio.AbstractEventLoop) -> None:
    if line.loop is not loop:
        raise RuntimeError(
            "this AiohttpRequest belongs to another event loop: shut it down there first"
        )


@asynccontextmanager
async def _place(places: asyncio.Semaphore, seconds: float | None) -> AsyncIterator[None]:
    got = not places.locked()
    if got:
        await places.acquire()
    else:
        got = await _in_time(places, seconds)
    if not got:
        raise NotDeliveredInTime("all connections are busy; the request was not sent")
    try:
        yield
    finally:
        places.release()


async def _in_time(places: asyncio.Semaphore, seconds: float | None) -> bool:
    try:
        async with asyncio.timeout(seconds):
            return await places.acquire()
    except TimeoutError:
        return False


async def _whole(response: aiohttp.ClientResponse) -> bytes:
    """Read the body, if it is of a size that Telegram would send."""
    body = bytearray()
    async for piece in response.content.iter_any():
        body += piece
        if len(body) > LARGEST_ANSWER:
            raise NetworkError(f"the answer is larger than {LARGEST_ANSWER} bytes")
    return bytes(body)


def _translated(error: Exception, *, begun: bool) -> NetworkError:
    """The failure in our words. `begun`: the request may have left."""
    words = f"aiohttp.{type(error).__name__}{_reason(error)}"
    match begun, isinstance(error, TimeoutError):
        case False, False:
            return NotDelivered(words)
        case False, True:
            return NotDeliveredInTime(words)
        case True, True:
            return TimedOut(words)
        case _:
            return NetworkError(words)


def _reason(error: Exception) -> str:
    """What the machine says about it; never the library's text, which may hold the address."""
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        wrong = error.certificate_error
        return f" ({getattr(wrong, 'verify_message', type(wrong).__name__)})"
    if isinstance(error, aiohttp.ClientHttpProxyError):
        return f" ({error.status})"
    number = getattr(error, "errno", None)
    if isinstance(number, int) and number > 0 and not isinstance(error, ssl.SSLError):
        return f" ({os.strerror(number)})"
    return ""
