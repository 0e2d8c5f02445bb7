"""The bot's own HTTP server: the webhook, and what the operator's machines ask."""

import logging
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from types import TracebackType
from typing import Protocol, Self

from aiohttp import web

from bot.delivery.health import Health
from bot.delivery.webhook import LARGEST_UPDATE, Webhook

log = logging.getLogger(__name__)

LOOPBACK = "127.0.0.1"
"""Only this machine, because TLS and the world are the reverse proxy's business."""

STOP_WITHIN = 3.0
"""Seconds for requests under way to end; the whole bot stops within five."""

Handler = Callable[[web.Request], Awaitable[web.Response]]


class Exposition(Protocol):
    """The numbers for Prometheus."""

    @property
    def content_type(self) -> str:
        """The MIME type of the text."""
        ...

    async def exposition(self) -> bytes:
        """Return the numbers as they are now."""
        ...


class Server:
    """`async with Server(port, health=health, webhook=webhook) as server:`.

    GET /health is 200 while the process lives, GET /ready is 200 or 503 with the reasons, GET
    /metrics is there if `metrics` is. All else is 404, with nothing to tell a stranger.
    """

    def __init__(
        self,
        port: int,
        *,
        host: str = LOOPBACK,
        health: Health,
        webhook: Webhook | None = None,
        metrics: Exposition | None = None,
    ) -> None:
        """Prepare to serve; port 0 takes a free one.

        Raises:
            ValueError: the webhook's path is taken.
        """
        self._host, self.port = host, port
        self._health = health
        self._metrics = metrics
        self._handlers: dict[tuple[str, str], Handler] = {
            ("GET", "/health"): _alive,
            ("GET", "/ready"): self._ready,
        }
        if metrics:
            self._handlers["GET", "/metrics"] = self._numbers
        if webhook:
            if webhook.path in {"/health", "/ready", "/metrics"}:
                raise ValueError(f"the webhook cannot be at {webhook.path}, which is taken")
            self._handlers["POST", webhook.path] = webhook

    async def __aenter__(self) -> Self:
        """Start. Raises `OSError` if the port cannot be had."""
        application = web.Application(client_max_size=LARGEST_UPDATE)
        application.router.add_route("*", "/{path:.*}", self._serve)
        application.on_response_prepare.append(_say_no_version)
        # No access log: it would tell who asked for what.
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=STOP_WITHIN)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self._host, self.port).start()
        except OSError:
            await self._runner.cleanup()
            raise
        self.port = self._runner.addresses[0][1]
        log.info("serving HTTP on %s:%d", self._host, self.port)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Stop: take no more requests, and let those under way end."""
        await self._runner.cleanup()

    async def _serve(self, request: web.Request) -> web.Response:
        method = "GET" if request.method == "HEAD" else request.method
        handler = self._handlers.get((method, request.path))
        return await handler(request) if handler else web.Response(status=HTTPStatus.NOT_FOUND)

    async def _ready(self, _: web.Request) -> web.Response:
        reasons = await self._health.ailments()
        status = HTTPStatus.SERVICE_UNAVAILABLE if reasons else HTTPStatus.OK
        return web.json_response({"ready": not reasons, "reasons": list(reasons)}, status=status)

    async def _numbers(self, _: web.Request) -> web.Response:
        if self._metrics is None:
            raise RuntimeError("there is no such route without metrics")
        body = await self._metrics.exposition()
        return web.Response(body=body, headers={"Content-Type": self._metrics.content_type})


async def _alive(_: web.Request) -> web.Response:
    return web.json_response({"alive": True})


async def _say_no_version(_: web.Request, response: web.StreamResponse) -> None:
    """Strangers need not know which release they might attack."""
    response.headers["Server"] = "embassy-bot"
