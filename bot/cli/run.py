"""Serve Telegram by long polling."""

import argparse
import asyncio
import logging
import signal
import sys

from telegram.error import InvalidToken, TelegramError

from bot import logs
from bot.app import ALLOWED_UPDATES, Service, database_file, introduce, open_service
from bot.cli.options import clock_of
from bot.config import Config

log = logging.getLogger(__name__)

HOW_TO_START = (
    "There is no bot token. Set TELEGRAM_BOT_TOKEN (from @BotFather) or TELEGRAM_BOT_TOKEN_FILE,\n"
    "or talk to the same bot here without one: embassy-bot chat"
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take no arguments: what runs is decided by the configuration."""
    parser.set_defaults(now=None)


def execute(options: argparse.Namespace) -> int:
    """Serve until interrupted."""
    config: Config = options.config
    logs.configure(config.file.log_level)
    if not config.token:
        print(HOW_TO_START, file=sys.stderr)
        return 1
    return asyncio.run(_serve(config, options))


async def _serve(config: Config, options: argparse.Namespace) -> int:
    service = await open_service(
        config, clock_of(options), config.token or "", file=database_file(config)
    )
    try:
        async with service.application:
            await _poll(service)
    except InvalidToken:
        print("Telegram does not know this token. Copy it again from @BotFather.", file=sys.stderr)
        return 1
    except TelegramError as error:
        print(f"Telegram cannot be reached ({logs.redact(str(error))}).", file=sys.stderr)
        return 1
    finally:
        await service.database.close()
    return 0


async def _poll(service: Service) -> None:
    application = service.application
    await introduce(service)
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopping.set)
    await application.start()
    if application.updater is None:
        raise RuntimeError("an application without an updater cannot poll")
    await application.updater.start_polling(allowed_updates=ALLOWED_UPDATES)
    pack = service.library.dialogue().pack
    log.info("serving %s as @%s", pack.post.name[pack.languages[0]], application.bot.username)
    async with asyncio.TaskGroup() as tasks:
        chores = [
            tasks.create_task(service.library.watch()),
            tasks.create_task(service.retention.watch()),
        ]
        await stopping.wait()
        for chore in chores:
            chore.cancel()
    log.info("stopping")
    await application.updater.stop()
    await application.stop()
