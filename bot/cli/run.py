"""Serve Telegram, by long polling or a webhook."""

import argparse
import asyncio
import logging
import signal
import sys
from functools import partial

from telegram.error import InvalidToken, TelegramError

from bot import logs
from bot.app import database_of, open_service
from bot.cli.options import clock_of
from bot.config import Config
from bot.delivery.lock import AlreadyRunning, DatabaseRemoved, LockLost
from bot.delivery.ports import Time
from bot.delivery.reaching import in_the_end
from bot.delivery.watchdog import Deaf
from bot.introduction import introduce
from bot.service import Service
from bot.serving import Watch, sole, updates

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
    known = [secret for secret in (config.token, config.webhook_secret) if secret]
    logs.configure(config.file.log_level, as_json=config.file.log_format == "json", known=known)
    logs.catch_crashes()
    if not config.token:
        print(HOW_TO_START, file=sys.stderr)
        return 1
    return asyncio.run(_serve(config, options))


async def _serve(config: Config, options: argparse.Namespace) -> int:
    """Serve, and return the exit code."""
    failed = False
    try:
        await _work(config, options)
    except* InvalidToken:
        failed = _say("Telegram does not know this token. Copy it again from @BotFather.")
    except* TelegramError as errors:
        failed = _say(f"Telegram cannot be reached ({logs.redact(str(_first(errors)))}).")
    except* (AlreadyRunning, DatabaseRemoved, Deaf, LockLost) as errors:
        failed = _say(str(_first(errors)))
    except* OSError as errors:
        failed = _say(f"The HTTP server cannot start ({_first(errors)}). Check http_port.")
    return int(failed)


def _first(errors: BaseException) -> BaseException:
    """The first error inside groups of groups: one for each task group that it has passed."""
    while isinstance(errors, BaseExceptionGroup):
        errors = errors.exceptions[0]
    return errors


def _say(sentence: str) -> bool:
    print(sentence, file=sys.stderr)
    return True


async def _work(config: Config, options: argparse.Namespace) -> None:
    where, clock = database_of(config), clock_of(options)
    async with sole(where) as watch:
        service = await open_service(config, clock, config.token or "", database=where)
        try:
            async with (
                service.at_work(),
                updates(service, config, Time(clock)),
                asyncio.TaskGroup() as tasks,
            ):
                chores: list[Watch] = [
                    service.library.watch,
                    service.retention.watch,
                    service.rounds.watch,
                    watch,
                    partial(in_the_end, partial(introduce, service), asyncio.sleep),
                ]
                at_it = [tasks.create_task(chore()) for chore in chores]
                await _until_told(service)
                for task in at_it:
                    task.cancel()
        finally:
            await service.close()


async def _until_told(service: Service) -> None:
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopping.set)
    pack, username = service.library.dialogue().pack, service.application.bot.username
    log.info("serving %s as @%s", pack.post.name[pack.languages[0]], username)
    await stopping.wait()
    log.info("stopping")
