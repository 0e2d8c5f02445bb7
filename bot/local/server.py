"""The offline Telegram over real HTTP on this machine, for bots in processes of their own."""

import asyncio
from types import TracebackType
from typing import TYPE_CHECKING, Self

from bot.local.faults import ConnectionReset, Hang
from bot.local.telegram import LocalTelegram

if TYPE_CHECKING:
    from aiohttp import web

LARGEST_REQUEST = 64 * 1024 * 1024
"""Bytes: above Telegram's limit for files, so that the refusal is Telegram's and not ours."""


class LocalServer:
    """`async with LocalServer(telegram) as server:` and give `server.url` to the bot.

    Needs aiohttp, which only development installs.
    """

    def __init__(self, telegram: LocalTelegram) -> None:
        """Serve this Telegram."""
        self.telegram = telegram
        self.url = ""
        """Root of the Bot API, as `TELEGRAM_API_BASE_URL` wants it; known once it serves."""
        self._closing = asyncio.Event()

    async def __aenter__(self) -> Self:
        """Start serving on a free port of 127.0.0.1."""
        from aiohttp import web

        application = web.Application(client_max_size=LARGEST_REQUEST)
        application.router.add_route("*", "/{path:.*}", self._handle)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Stop serving; requests that wait are broken off."""
        self._closing.set()
        await self._runner.cleanup()

    async def _handle(self, request: "web.Request") -> "web.StreamResponse":
        from aiohttp import web

        answer = await self.telegram.exchange(
            str(request.rel_url), request.headers.get("Content-Type", ""), await request.read()
        )
        if isinstance(answer, Hang):
            await self._closing.wait()
        if isinstance(answer, Hang | ConnectionReset):
            if request.transport is not None:
                request.transport.abort()
            return web.Response()
        return web.Response(
            status=answer.status, body=answer.body, content_type="application/json"
        )
