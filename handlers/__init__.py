"""Telegram's face: an update in, a dialogue turn, views out. The table below says it all."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol

from telegram import Update
from telegram.ext import (
    Application,
    CallbackContext,
    CallbackQueryHandler,
    CommandHandler,
    MessageHandler,
    filters,
)

from bot.booking.book import Book
from bot.dialogue.model import Memory, Outcome
from bot.dialogue.respond import Dialogue
from handlers import appointments, attachments, commands, groups, questions, taps
from handlers.visit import Visit

Answering = Callable[[Visit], Outcome]

COMMANDS: dict[str, Answering] = {
    "start": commands.start,
    "help": commands.help_,
    "book": appointments.book,
    "mine": appointments.mine,
    "cancel": appointments.cancel,
    "language": commands.language,
    "privacy": commands.privacy,
    "forget": commands.forget,
}

BOOKING = ("book", "mine", "cancel")
"""Commands for packs with an appointment book; of others they only tell where to book."""

_PRIVATE = filters.ChatType.PRIVATE
_NEW = filters.UpdateType.MESSAGE & ~filters.StatusUpdate.ALL
"""Not edits: a live location is an edit every few seconds. Not "pinned a message" either."""
_TEXT = filters.TEXT & ~filters.COMMAND
_FILES = filters.PHOTO | filters.Document.ALL | filters.VIDEO


Handle = Callable[[Update, Memory, datetime, Book], Outcome]


class Desk(Protocol):
    """Where an outcome is written down, to be carried out."""

    async def serve(self, update: Update, handle: Handle) -> None:
        """Answer `update` by `handle`, which may be called more than once."""
        ...


def register(
    application: Application[Any, Any, Any, Any, Any, Any],
    desk: Desk,
    dialogue: Callable[[], Dialogue],
) -> None:
    """Tell `application` who answers what, in this order; the first that fits answers.

    Args:
        application: not yet running.
        desk: remembers and sends.
        dialogue: returns the dialogue in force; a reloaded pack changes it between updates.
    """

    def answered_by(answer: Answering) -> Any:
        async def callback(update: Update, _: CallbackContext[Any, Any, Any, Any]) -> None:
            await desk.serve(
                update,
                lambda update, memory, now, book: answer(
                    Visit(update, memory.at(now), now, dialogue(), book)
                ),
            )

        return callback

    application.add_handlers(
        [
            CallbackQueryHandler(answered_by(taps.tap)),
            MessageHandler(~_PRIVATE & _NEW, answered_by(groups.addressed)),
            *(
                CommandHandler(name, answered_by(command), _PRIVATE)
                for name, command in COMMANDS.items()
            ),
            MessageHandler(_PRIVATE & filters.COMMAND, answered_by(commands.unknown)),
            MessageHandler(_PRIVATE & _TEXT, answered_by(questions.text)),
            MessageHandler(_PRIVATE & filters.CAPTION, answered_by(questions.caption)),
            MessageHandler(_PRIVATE & _NEW & _FILES, answered_by(attachments.document)),
            MessageHandler(_PRIVATE & _NEW, answered_by(attachments.other)),
        ]
    )
