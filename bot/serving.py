"""Lets updates in while the bot is at work, and sees to it that no second bot does."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
from telegram import Update

from bot.config import Config
from bot.delivery import lock
from bot.delivery.intake import DurableQueue
from bot.delivery.polling import Poller
from bot.delivery.ports import Time
from bot.delivery.reaching import reach
from bot.delivery.server import Server
from bot.delivery.watchdog import Watchdog
from bot.delivery.webhook import Webhook, announce, fresh_secret, withdraw
from bot.service import Service
from bot.storage.postgres import place_of
from bot.storage.store import file_of, is_postgres

ALLOWED_UPDATES = [Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY]

Watch = Callable[[], Coroutine[None, None, None]]
"""Looks for ever whether something still holds; raises when it does not."""


@asynccontextmanager
async def sole(where: str | Path) -> AsyncIterator[Watch]:
    """Hold the lock of a database; yield what watches over it, to be run once it is open.

    Raises:
        bot.delivery.lock.AlreadyRunning: another bot serves this database.
    """
    if is_postgres(where):
        connect = partial(asyncpg.connect, str(where))
        async with lock.sole_on_server(connect, place_of(str(where))) as holder:
            yield partial(lock.watch, holder)
    else:
        async with lock.sole_on_file(file_of(where)):
            yield partial(lock.watch_file, file_of(where))


@asynccontextmanager
async def updates(service: Service, config: Config, time: Time) -> AsyncIterator[None]:
    """Take updates as configured, by polling or by a webhook, until left.

    Raises:
        bot.delivery.watchdog.Deaf: Telegram has not answered for too long.
        OSError: the HTTP server's port cannot be had.
        telegram.error.TelegramError: Telegram cannot be reached.
    """
    url, port = config.file.webhook_url, config.file.http_port
    secret = config.webhook_secret or fresh_secret()
    webhook = Webhook(urlsplit(url).path, secret, service.intake.receive) if url else None
    async with AsyncExitStack() as stack:
        if port is not None:
            server = Server(
                port,
                host=config.file.http_host,
                health=service.health,
                webhook=webhook,
                metrics=service.metrics,
            )
            await stack.enter_async_context(server)
        if url:
            bot = service.application.bot
            await reach(partial(announce, bot, url, secret, ALLOWED_UPDATES), time.sleep)
        else:
            await reach(partial(withdraw, service.application.bot), time.sleep)
            await stack.enter_async_context(_polled(service, time))
        yield


@asynccontextmanager
async def _polled(service: Service, time: Time) -> AsyncIterator[None]:
    queue = DurableQueue(service.intake)
    poller = Poller(service.application.bot, queue, ALLOWED_UPDATES)
    watchdog = Watchdog(
        service.pulse.silence,
        lambda: service.intake.stuck_for,
        poller.restart,
        time=time,
        alarm=service.alarm,
    )
    await poller.start()
    try:
        async with asyncio.TaskGroup() as tasks:
            watching = tasks.create_task(watchdog.run())
            yield
            watching.cancel()
    finally:
        await poller.stop()
