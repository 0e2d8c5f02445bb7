"""Telegram's updates as they come over HTTP, behind a reverse proxy that speaks TLS."""

import asyncio
import hmac
import json
import logging
import re
import secrets
from collections.abc import Awaitable, Callable, Sequence
from http import HTTPStatus

from aiohttp import web
from telegram import Bot

log = logging.getLogger(__name__)

LARGEST_UPDATE = 1024 * 1024
"""Bytes. A message of 4,096 characters with everything around it has some tens of thousands."""

BODY_WITHIN = 10.0
"""Seconds for an update to arrive; it comes from the proxy, in one piece."""

KEPT_WITHIN = 20.0
"""Seconds for the database to keep it; then Telegram is told to come again, rather than left
waiting until it gives up by itself."""

LARGEST_ID = 2**63
"""What the databases' integers hold; a larger one would be refused there, again and again."""

CONNECTIONS = 40
"""Updates that Telegram may bring at once: its default, and one writer keeps that many in less
than a second."""

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name

_SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}")
"""What Telegram takes, and not so short that it could be guessed."""

Receive = Callable[[str], Awaitable[None]]
"""Keeps an update, given as JSON; raises if it is not kept."""


def fresh_secret() -> str:
    """Make a secret for this run: Telegram is told it anew at each start."""
    return secrets.token_urlsafe(32)


class Webhook:
    """Telegram's entrance. Whoever does not know the secret finds nothing here."""

    def __init__(self, path: str, secret: str, receive: Receive) -> None:
        """Prepare the door.

        Args:
            path: where Telegram posts, e.g. "/telegram".
            secret: what proves that it is Telegram.
            receive: keeps an update; Telegram is thanked only after it has returned.

        Raises:
            ValueError: the path or the secret would leave the door open.
        """
        if not path.startswith("/"):
            raise ValueError("the webhook's path must start with a slash")
        if not _SECRET.fullmatch(secret):
            raise ValueError("the webhook's secret must be 16 to 256 of A-Z a-z 0-9 _ -")
        self.path = path
        self._secret = secret.encode()
        self._receive = receive
        self._strangers = 0

    async def __call__(self, request: web.Request) -> web.Response:
        """Take one update: 200 once it is kept, 503 if it could not be, else what is wrong."""
        if not self._is_telegram(request):
            self._note_stranger()
            return web.Response(status=HTTPStatus.NOT_FOUND)
        try:
            async with asyncio.timeout(BODY_WITHIN):
                body = _update(await request.read())
        except web.HTTPRequestEntityTooLarge:
            return web.Response(status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        except TimeoutError:
            return web.Response(status=HTTPStatus.REQUEST_TIMEOUT)
        if body is None:
            return web.Response(status=HTTPStatus.BAD_REQUEST)
        return web.Response(status=await self._kept(body))

    def _is_telegram(self, request: web.Request) -> bool:
        # As bytes: `compare_digest` refuses text that is not ASCII, which anybody may send.
        given = request.headers.get(SECRET_HEADER, "").encode(errors="surrogateescape")
        return hmac.compare_digest(given, self._secret)

    def _note_stranger(self) -> None:
        """Log the 1st, 10th, 100th ...: a wrong setting shows, and a flood fills no disk."""
        self._strangers += 1
        if str(self._strangers).rstrip("0") == "1":
            log.warning("at the webhook without the secret: %d so far", self._strangers)

    async def _kept(self, body: str) -> HTTPStatus:
        try:
            async with asyncio.timeout(KEPT_WITHIN):
                await self._receive(body)
        except Exception as error:  # whatever it is, Telegram must bring the update again
            log.error("an update was not kept (%s); Telegram will repeat it", type(error).__name__)  # noqa: TRY400 - a traceback could hold the update
            return HTTPStatus.SERVICE_UNAVAILABLE
        return HTTPStatus.OK


def _update(raw: bytes) -> str | None:
    """The update's JSON, if it is one: an object with a whole `update_id`."""
    try:
        body = raw.decode()
        content = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(content, dict):
        return None
    number = content.get("update_id")
    if not isinstance(number, int) or isinstance(number, bool):
        return None
    return body if 0 <= number < LARGEST_ID else None


async def announce(
    bot: Bot, url: str, secret: str, allowed_updates: Sequence[str], connections: int = CONNECTIONS
) -> None:
    """Tell Telegram to post updates to `url`, an https:// address that ends in the path.

    What waits is never dropped: it was written by citizens.

    Raises:
        telegram.error.TelegramError: Telegram refuses or cannot be reached.
    """
    await bot.set_webhook(
        url,
        secret_token=secret,
        allowed_updates=allowed_updates,
        max_connections=connections,
        drop_pending_updates=False,
    )


async def withdraw(bot: Bot) -> None:
    """Tell Telegram to keep updates until they are polled; what waits is never dropped.

    Raises:
        telegram.error.TelegramError: Telegram refuses or cannot be reached.
    """
    await bot.delete_webhook(drop_pending_updates=False)
