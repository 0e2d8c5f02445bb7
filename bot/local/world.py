"""What a Bot API server remembers: chats, messages, taps, and what happened in which order."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

from bot.local.formatted import NO_TEXT, FormattedText
from bot.local.keyboard import NO_KEYBOARD, Keyboard
from bot.local.people import FIRST_GROUP_ID, FIRST_PERSON_ID, Chat, Person, private_chat
from bot.local.transcript import Document, Entry, Kind
from bot.local.updates import UpdateQueue
from bot.local.wire import Json

Clock = Callable[[], datetime]

EVERYWHERE = "default"
"""The scope of commands that are not meant for one kind of chat (Bot API, BotCommandScope)."""


@dataclass(frozen=True)
class Message:
    """A message as it is now. `extra`: what the Bot API adds for photos, locations and so on."""

    chat: Chat
    message_id: int
    sender: Person
    at: datetime
    text: FormattedText = NO_TEXT
    keyboard: Keyboard = NO_KEYBOARD
    document: Document | None = None
    extra: Json = field(default_factory=dict)
    edited_at: datetime | None = None
    reply_to: int | None = None


@dataclass(frozen=True)
class Tap:
    """A button somebody pressed."""

    query_id: str
    chat_id: int
    message_id: int
    at: datetime


class World:
    """The memory of the server. It knows no methods and no bytes."""

    def __init__(self, clock: Clock, bot: Person, *, reads_all_group_messages: bool) -> None:
        """Begin empty. `clock` must give aware instants."""
        self._clock = clock
        self.bot = bot
        self.reads_all_group_messages = reads_all_group_messages
        self.updates = UpdateQueue(self.now)
        self.transcript: list[Entry] = []
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.blocked: set[int] = set()
        self.messages: defaultdict[int, dict[int, Message]] = defaultdict(dict)
        """By chat, then by id, in the order in which they came."""
        self.documents: dict[str, Document] = {}
        self.open_taps: dict[str, Tap] = {}
        """Taps that the bot has not answered yet: their buttons are spinning."""
        self.webhook = ""
        self.webhook_secret = ""
        self.profile: dict[tuple[str, str], str] = {}
        """Texts of the bot's page, by kind (`name`, `description`, ...) and language."""
        self.menus: dict[tuple[str, str], list[Json]] = {}
        """Commands by scope and language."""
        self._query_ids = count(1)
        self._person_ids = count(FIRST_PERSON_ID)
        self._message_ids: defaultdict[int, Iterator[int]] = defaultdict(lambda: count(1))
        self._happened = asyncio.Event()

    def now(self) -> datetime:
        """This moment, by the clock that was handed in."""
        now = self._clock()
        if now.tzinfo is None:
            raise ValueError("The clock of the offline Telegram must give aware datetimes.")
        return now

    def next_person_id(self) -> int:
        """An id for somebody new."""
        return next(id_ for id_ in self._person_ids if id_ not in self.people)

    def register(self, person: Person) -> None:
        """Let Telegram know this account. It is not yet a chat with the bot."""
        self.people[person.id] = person

    def open_private_chat(self, person: Person) -> Chat:
        """The chat that begins when somebody writes to the bot for the first time."""
        self.register(person)
        chat = self.chats[person.id] = private_chat(person)
        return chat

    def open_group(self, title: str) -> Chat:
        """A new supergroup with the bot in it."""
        groups = sum(chat.kind == "supergroup" for chat in self.chats.values())
        chat = Chat(FIRST_GROUP_ID - groups, "supergroup", title)
        self.chats[chat.id] = chat
        return chat

    def next_message_id(self, chat: Chat) -> int:
        """Private chats share one sequence, each supergroup has its own, as in Telegram."""
        return next(self._message_ids[chat.id if chat.kind == "supergroup" else 0])

    def keep(self, message: Message) -> Message:
        """Remember a message, or its new state."""
        self.messages[message.chat.id][message.message_id] = message
        return message

    def open_tap(self, chat_id: int, message_id: int) -> Tap:
        """A button of this message has been pressed and now waits for an answer."""
        tap = Tap(str(next(self._query_ids)), chat_id, message_id, self.now())
        self.open_taps[tap.query_id] = tap
        return tap

    def record(
        self, kind: Kind, chat_id: int, message: Message | None = None, *, text: str = ""
    ) -> None:
        """Write a line of the transcript and wake whoever waits for something to happen."""
        by_bot = kind not in ("tap", "media", "deletion", "blocking", "unblocking")
        if message is not None and message.sender != self.bot:
            by_bot = False
        self.transcript.append(
            Entry(
                self.now(),
                chat_id,
                by_bot,
                kind,
                message.text if message else FormattedText(text),
                message.keyboard if message else NO_KEYBOARD,
                message.message_id if message else None,
                message.document if message else None,
            )
        )
        self._happened.set()
        self._happened = asyncio.Event()

    async def happening(self) -> None:
        """Return when the next line of the transcript is written."""
        await self._happened.wait()


def message_json(world: World, message: Message, *, with_reply: bool = True) -> Json:
    """A message as the Bot API's `Message`."""
    result: Json = {
        "message_id": message.message_id,
        "from": message.sender.as_json(),
        "chat": message.chat.as_json(),
        "date": int(message.at.timestamp()),
        **message.extra,
    }
    words = "caption" if message.document or message.extra else "text"
    if message.text.text:
        result[words] = message.text.text
    if message.text.spans:
        result["entities" if words == "text" else "caption_entities"] = message.text.entities()
    if message.keyboard:
        result["reply_markup"] = message.keyboard.as_json()
    if message.document:
        result["document"] = document_json(message.document)
    if message.edited_at:
        result["edit_date"] = int(message.edited_at.timestamp())
    answered = world.messages[message.chat.id].get(message.reply_to or 0)
    if answered and with_reply:
        result["reply_to_message"] = message_json(world, answered, with_reply=False)
    return result


def document_json(document: Document) -> Json:
    """A file as the Bot API's `Document`."""
    return {
        "file_id": document.file_id,
        "file_unique_id": document.file_id[::-1],
        "file_name": document.name,
        "mime_type": document.content_type,
        "file_size": len(document.body),
    }
