"""What people do, turned into the updates that a bot is told of it."""

from dataclasses import replace
from typing import Literal, get_args

from bot.local.detected import with_detected
from bot.local.formatted import FormattedText, utf16_length
from bot.local.people import Chat, Person
from bot.local.tidy import LONGEST_TEXT, tidy
from bot.local.wire import Json
from bot.local.world import Message, World, message_json

Media = Literal["photo", "voice", "sticker", "location", "document", "contact"]

CAPTIONED: frozenset[Media] = frozenset({"photo", "voice", "document"})
"""What can carry words."""


def write(
    world: World, chat: Chat, person: Person, text: str, reply_to: int | None = None
) -> Json | None:
    """Somebody writes. None where the bot is not told of it (privacy mode in groups).

    Raises `ValueError` for what no Telegram client would send: nothing, or more than one message.
    """
    message = replace(_new(world, chat, person, reply_to), text=_typed(text))
    world.keep(message)
    world.record("message", chat.id, message)
    return _told(world, "message", message)


def send_media(
    world: World, chat: Chat, person: Person, kind: Media, caption: str = ""
) -> Json | None:
    """Somebody sends something that is not text."""
    if kind not in get_args(Media):
        raise ValueError(f"Nobody can send a {kind}; known: {', '.join(get_args(Media))}.")
    if caption and kind not in CAPTIONED:
        raise ValueError(f"A {kind} has no caption.")
    extra = _media(kind, person)
    words = tidy(with_detected(caption))
    message = replace(_new(world, chat, person, None), text=words, extra=extra)
    world.keep(message)
    world.record("media", chat.id, message)
    return _told(world, "message", message)


def edit(world: World, message: Message, text: str) -> Json | None:
    """Somebody corrects what they wrote."""
    edited = world.keep(replace(message, text=_typed(text), edited_at=world.now()))
    world.record("edit", message.chat.id, edited)
    return _told(world, "edited_message", edited)


def delete(world: World, chat_id: int, message_id: int) -> None:
    """Somebody deletes a message for both sides; no bot is ever told."""
    del world.messages[chat_id][message_id]
    world.record("deletion", chat_id)


def tap(world: World, chat: Chat, person: Person, message_id: int, data: str) -> Json:
    """Somebody presses a button, or a client of theirs pretends so."""
    tapped = world.open_tap(chat.id, message_id)
    world.record("tap", chat.id, text=data)
    message = world.messages[chat.id].get(message_id)
    gone = {"chat": chat.as_json(), "message_id": message_id, "date": 0}
    return world.updates.number(
        "callback_query",
        {
            "id": tapped.query_id,
            "from": person.as_json(),
            "message": message_json(world, message) if message else gone,
            "chat_instance": str(chat.id),
            "data": data,
        },
    )


def block(world: World, chat: Chat, person: Person, *, blocked: bool) -> Json:
    """Somebody blocks the bot, or lets it write again."""
    (world.blocked.add if blocked else world.blocked.discard)(chat.id)
    world.record("blocking" if blocked else "unblocking", chat.id)
    member = {"user": world.bot.as_json(), "status": "member"}
    banned = {"user": world.bot.as_json(), "status": "kicked", "until_date": 0}
    return world.updates.number(
        "my_chat_member",
        {
            "chat": chat.as_json(),
            "from": person.as_json(),
            "date": int(world.now().timestamp()),
            "old_chat_member": member if blocked else banned,
            "new_chat_member": banned if blocked else member,
        },
    )


def _new(world: World, chat: Chat, person: Person, reply_to: int | None) -> Message:
    message_id = world.next_message_id(chat)
    return Message(chat, message_id, person, world.now(), reply_to=reply_to)


def _typed(text: str) -> FormattedText:
    words = tidy(FormattedText(text)).text
    if not words:
        raise ValueError("No Telegram client sends an empty message.")
    if utf16_length(words) > LONGEST_TEXT:
        raise ValueError("A Telegram client would send this as several messages.")
    return with_detected(words)


def _told(world: World, kind: str, message: Message) -> Json | None:
    if message.chat.kind == "supergroup" and not _concerns_the_bot(world, message):
        return None
    return world.updates.number(kind, message_json(world, message))


def _concerns_the_bot(world: World, message: Message) -> bool:
    """Telegram's privacy mode: commands, mentions of the bot and replies to it."""
    if world.reads_all_group_messages:
        return True
    answered = world.messages[message.chat.id].get(message.reply_to or 0)
    if answered is not None and answered.sender == world.bot:
        return True
    bot = f"@{world.bot.username}".lower()
    return any(
        _addresses(message.text.text[s.start : s.end], s.kind, bot) for s in message.text.spans
    )


def _addresses(words: str, kind: str, bot: str) -> bool:
    if kind == "mention":
        return words.lower() == bot
    _, at, addressee = words.partition("@")
    return kind == "bot_command" and (not at or f"@{addressee}".lower() == bot)


def _media(kind: Media, person: Person) -> Json:
    file: Json = {"file_id": f"{kind}-of-{person.id}", "file_unique_id": kind, "file_size": 48_213}
    match kind:
        case "photo":
            return {"photo": [{**file, "width": 90, "height": 60}]}
        case "voice":
            return {"voice": {**file, "duration": 4, "mime_type": "audio/ogg"}}
        case "sticker":
            look = {"type": "regular", "width": 512, "height": 512}
            return {"sticker": {**file, **look, "is_animated": False, "is_video": False}}
        case "location":
            return {"location": {"latitude": -12.0464, "longitude": -77.0428}}
        case "document":
            return {"document": {**file, "file_name": "scan.pdf", "mime_type": "application/pdf"}}
        case "contact":
            return {"contact": {"phone_number": "+51000000000", "first_name": person.first_name}}
