"""Telegram's side of a webhook: brings updates, again and again until it is thanked."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from http import HTTPStatus

import aiohttp

from bot.delivery.webhook import SECRET_HEADER
from bot.local import LocalTelegram
from bot.local.citizen import Deliver
from bot.local.wire import Json

AGAIN_AFTER = 0.2
"""Seconds; Telegram takes longer, and nobody wants to wait for that."""

COPIES = (1, 1, 2, 3)
"""How often an update is brought even if the bot has thanked for it already."""


Posted = Callable[[LocalTelegram], AbstractAsyncContextManager[Deliver]]
"""Opens a post office that brings the updates of a Telegram to a bot."""


class Postman:
    """Brings each update side by side with others, some of them several times."""

    def __init__(
        self, telegram: LocalTelegram, address: str, session: aiohttp.ClientSession
    ) -> None:
        self._telegram = telegram
        self._address = address
        self._session = session
        self._chance = random.Random(7)  # noqa: S311 - to be repeated
        self.refusals = 0

    async def bring(self, update: Json) -> None:
        """Return once the bot has taken it, and all its copies."""
        await asyncio.gather(*(self._bring(update) for _ in range(self._chance.choice(COPIES))))

    async def _bring(self, update: Json) -> None:
        await asyncio.sleep(self._chance.uniform(0, 0.1))
        while not await self._taken(update):
            self.refusals += 1
            await asyncio.sleep(AGAIN_AFTER)

    async def _taken(self, update: Json) -> bool:
        head = {SECRET_HEADER: self._telegram.world.webhook_secret}
        try:
            async with self._session.post(self._address, json=update, headers=head) as answer:
                return answer.status == HTTPStatus.OK
        except (aiohttp.ClientError, OSError):
            return False


def posting(address: str) -> Posted:
    """Return what brings updates to `address` while it is open."""

    @asynccontextmanager
    async def posted(telegram: LocalTelegram) -> AsyncIterator[Deliver]:
        async with aiohttp.ClientSession() as session, asyncio.TaskGroup() as tasks:
            postman = Postman(telegram, address, session)

            async def deliver(update: Json) -> None:
                tasks.create_task(postman.bring(update))

            yield deliver

    return posted
