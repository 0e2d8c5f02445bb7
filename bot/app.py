"""The composition root: the only place that knows every concrete class."""

import logging
import traceback
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from telegram import BotCommand, Update
from telegram.error import TelegramError
from telegram.ext import Application, ApplicationBuilder, CallbackContext
from telegram.request import BaseRequest

import handlers
from bot.clock import Clock
from bot.config import Config
from bot.delivery.desk import Desk
from bot.delivery.sender import Sender
from bot.dialogue.model import Memory, Outcome
from bot.dialogue.respond import Dialogue
from bot.library import Library
from bot.storage import database
from bot.storage.memories import Memories
from bot.storage.retention import Retention
from handlers import views
from knowledge import loader
from knowledge.pack import Pack

log = logging.getLogger(__name__)

AnyApplication = Application[Any, Any, Any, Any, Any, Any]

MAX_REPORT = 4000
"""Characters of a report to the staff chat; Telegram takes 4,096."""

ALLOWED_UPDATES = [Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY]


@dataclass(slots=True)
class Service:
    """The parts of a running bot."""

    application: AnyApplication
    library: Library
    retention: Retention
    database: database.Database


def pack_folder(name: str) -> Path:
    """Return the folder of a pack: a path with a separator is a path, else a shipped one."""
    return Path(name) if "/" in name or "\\" in name else loader.shipped(name)


def load_pack(config: Config, clock: Clock) -> Pack:
    """Load the configured pack.

    Raises:
        knowledge.problems.PackError: the pack has mistakes.
    """
    folder = pack_folder(config.file.pack)
    return loader.load(folder, config.file.post_settings, clock.now().date())


def database_file(config: Config) -> Path:
    """Return where the database is kept."""
    if config.database_url:
        return Path(config.database_url.removeprefix("sqlite:///"))
    return config.file.data_dir / "embassy-bot.db"


async def open_service(
    config: Config,
    clock: Clock,
    token: str,
    *,
    file: Path | None,
    request: Callable[[], BaseRequest] | None = None,
    learn: Callable[[Pack], Dialogue] = Dialogue,
) -> Service:
    """Build a bot that is ready to be initialised.

    Args:
        config: what the operator chose.
        clock: what time it is.
        token: the bot's token; any well-formed one for the offline Telegram.
        file: the database file; None keeps everything in memory.
        request: makes the transports to Telegram; None takes python-telegram-bot's own.
        learn: makes a dialogue of a pack, which takes seconds.

    Raises:
        knowledge.problems.PackError: the pack has mistakes.
        bot.storage.database.DatabaseError: the database cannot be used.
    """
    builder = ApplicationBuilder().token(token).concurrent_updates(False)
    builder = builder.base_url(f"{config.api_base_url}/bot")
    builder = builder.base_file_url(f"{config.api_base_url}/file/bot")
    if request:
        builder = builder.request(request()).get_updates_request(request())
    application: AnyApplication = builder.build()
    library = Library(
        pack_folder(config.file.pack),
        lambda: learn(load_pack(config, clock)),
        _to_staff(application, config.file.staff_chat),
    )
    store = await database.connect(file)
    memories = Memories(store)
    retention = Retention(memories, clock, timedelta(days=config.file.forget_after_days))
    await retention.sweep()

    desk = Desk(memories, Sender(application.bot), clock)
    handlers.register(application, desk, library.dialogue)
    application.add_error_handler(_apologise(desk, library))
    return Service(application, library, retention, store)


def _apologise(desk: Desk, library: Library) -> Callable[..., Any]:
    """Return the last resort: one sentence to the citizen, one log entry without their words."""

    def sorry(update: Update, memory: Memory, _: Any) -> Outcome:
        user, chat, dialogue = update.effective_user, update.effective_chat, library.dialogue()
        language = dialogue.language_for(memory, user.language_code if user else None)
        if chat is None or chat.type != chat.PRIVATE:
            return Outcome(memory, ())
        return Outcome(memory, (views.send(chat.id, dialogue.words.failure(language)),))

    async def on_error(update: object, context: CallbackContext[Any, Any, Any, Any]) -> None:
        error = context.error
        where = "".join(traceback.format_tb(error.__traceback__)) if error else ""
        log.error("an update failed with %s\n%s", type(error).__name__, where)
        if isinstance(update, Update):
            with suppress(TelegramError):
                await desk.serve(update, sorry)

    return on_error


def _to_staff(application: AnyApplication, chat: int | None) -> Callable[[str], Awaitable[None]]:
    async def report(text: str) -> None:
        if chat is None:
            return
        with suppress(TelegramError):
            await application.bot.send_message(chat, text[:MAX_REPORT])

    return report


async def introduce(service: Service) -> None:
    """Set the command menu and the texts beside the chat, in every language of the post.

    The first language is also what clients of any other language see.
    """
    bot, pack = service.application.bot, service.library.dialogue().pack
    phrases = pack.phrases
    for language in pack.languages:
        default = language == pack.languages[0]
        commands = [
            BotCommand(name, getattr(phrases, f"command_{name}")[language])
            for name in handlers.COMMANDS
        ]
        for code in [None, language] if default else [language]:
            await bot.set_my_commands(commands, language_code=code)
            await bot.set_my_description(phrases.description[language], language_code=code)
            await bot.set_my_short_description(
                phrases.short_description[language], language_code=code
            )
