"""A small bot with buttons, so that the real Application has something to do."""

from html import escape
from typing import Any

from telegram import InlineKeyboardButton as Button
from telegram import InlineKeyboardMarkup, Message, Update
from telegram.constants import ParseMode
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

Context = ContextTypes.DEFAULT_TYPE
AnyApplication = Application[Any, Any, Any, Any, Any, Any]
CALENDAR = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"

KEYS = InlineKeyboardMarkup(
    [
        [Button("Louder", callback_data="louder"), Button("Drop it", callback_data="drop")],
        [Button("Read more", url="https://example.org/more")],
    ]
)


def message_of(update: Update) -> Message:
    assert update.effective_message is not None
    return update.effective_message


async def start(update: Update, _: Context) -> None:
    assert update.effective_user is not None
    name = escape(update.effective_user.full_name)
    await message_of(update).reply_text(f"Welcome, <b>{name}</b>!", parse_mode=ParseMode.HTML)


async def echo(update: Update, context: Context) -> None:
    text = message_of(update).text or ""
    await message_of(update).reply_chat_action("typing")
    await context.bot.send_message(
        message_of(update).chat_id,
        f"You said <b>{escape(text)}</b>",
        parse_mode=ParseMode.HTML,
        reply_markup=KEYS,
    )


async def twice(update: Update, _: Context) -> None:
    await message_of(update).reply_text("One")
    await message_of(update).reply_text("Two")


async def silent(_: Update, __: Context) -> None:
    """Says nothing."""


async def file(update: Update, _: Context) -> None:
    await message_of(update).reply_document(CALENDAR, caption="Yours", filename="a «date».ics")


async def refused(update: Update, _: Context) -> None:
    await message_of(update).reply_text("Not for us, please keep it.")


async def press(update: Update, _: Context) -> None:
    query = update.callback_query
    assert query is not None
    if query.data == "louder":
        await query.answer("Louder!")
        await query.edit_message_text("LOUDER", reply_markup=KEYS)
    elif query.data == "drop":
        await query.answer()
        await query.edit_message_reply_markup(None)
    elif query.data == "forget":
        await query.edit_message_text("Forgot to answer")


async def edited(update: Update, _: Context) -> None:
    await message_of(update).reply_text(f"Now: {message_of(update).text}")


def with_handlers(application: AnyApplication) -> AnyApplication:
    on_new = filters.UpdateType.MESSAGE
    application.add_handlers(
        [
            CommandHandler("start", start, on_new),
            CommandHandler("twice", twice, on_new),
            CommandHandler("silent", silent, on_new),
            CommandHandler("file", file, on_new),
            MessageHandler(on_new & filters.TEXT & ~filters.COMMAND, echo),
            MessageHandler(on_new & ~filters.TEXT, refused),
            MessageHandler(filters.UpdateType.EDITED_MESSAGE & filters.TEXT, edited),
            CallbackQueryHandler(press),
        ]
    )
    return application
