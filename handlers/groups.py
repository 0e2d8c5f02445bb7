"""Groups: a citizen's matter is private, so the bot points to its private chat."""

from telegram import Message, MessageEntity

from bot.dialogue.model import Outcome
from handlers import views
from handlers.visit import Visit


def addressed(visit: Visit) -> Outcome:
    """Point to the private chat when spoken to; otherwise stay silent."""
    message, username = visit.message, visit.update.get_bot().username
    if message is None or not _speaks_to(message, username):
        return Outcome(visit.memory, ())
    line = visit.dialogue.words.private_only(visit.language, f"https://t.me/{username}")
    return Outcome(visit.memory, (views.send(visit.chat.id, line, reply_to=message.message_id),))


def _speaks_to(message: Message, username: str) -> bool:
    replied = message.reply_to_message
    if replied and replied.from_user and replied.from_user.username == username:
        return True
    named = message.parse_entities([MessageEntity.MENTION, MessageEntity.BOT_COMMAND])
    return any(text.lower().endswith(f"@{username.lower()}") for text in named.values())
