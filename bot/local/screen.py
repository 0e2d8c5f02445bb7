"""What a chat shows to the person who holds the telephone."""

from dataclasses import dataclass

from bot.local.keyboard import Keyboard
from bot.local.people import Chat, Person
from bot.local.telegram import LocalTelegram
from bot.local.transcript import VISIBLE, Document, Entry
from bot.local.world import Message


class UnmetError(AssertionError):
    """What a citizen expected did not happen; the text says what they saw instead."""


@dataclass(frozen=True)
class Shown:
    """A message of the bot as it looked at one moment."""

    message_id: int
    text: str
    """The words without marks."""
    markdown: str
    """The same with `**bold**` and `[label](address)`."""
    keyboard: Keyboard
    document: Document | None
    edited: bool

    @property
    def buttons(self) -> tuple[tuple[str, ...], ...]:
        """What is written on the buttons, row by row."""
        return self.keyboard.labels

    def __str__(self) -> str:
        """The message as the screen shows it."""
        file = f"<{self.document.name}>" if self.document else ""
        return "\n".join(filter(None, [file, self.markdown, self.keyboard.plain()]))


class Screen:
    """One person's view of one chat."""

    def __init__(self, telegram: LocalTelegram, person: Person, chat: Chat) -> None:
        """Look at `chat` with the eyes of `person`."""
        self.telegram = telegram
        self.person = person
        self.chat = chat
        self._world = telegram.world
        self._seen = len(telegram.transcript)
        self._deed = "did nothing yet"
        self._tap = ""

    def look_away(self, deed: str) -> None:
        """From here on, what happens is news; `deed` is what the person did, in words."""
        self._seen = len(self.telegram.transcript)
        self._deed = deed
        self._tap = ""

    @property
    def news(self) -> list[Entry]:
        """What the bot did here since the last thing this person did, oldest first."""
        since = self.telegram.transcript[self._seen :]
        return [entry for entry in since if entry.by_bot and entry.chat_id == self.chat.id]

    @property
    def replies(self) -> list[Shown]:
        """Messages that the bot sent or changed since then, as they are now, oldest first."""
        ids = dict.fromkeys(entry.message_id for entry in self.news if entry.kind in VISIBLE)
        return [shown for shown in self.shown_by_bot if shown.message_id in ids]

    @property
    def reply(self) -> Shown:
        """The one reply. Raises `UnmetError` where there are none or several."""
        self.has_replies(1)
        return self.replies[0]

    def has_replies(self, number: int) -> None:
        """Raise `UnmetError` unless the bot sent or changed this many messages."""
        if len(self.replies) != number:
            raise UnmetError(f"{len(self.replies)} replies instead of {number}.\n{self.view}")

    @property
    def toasts(self) -> list[str]:
        """Words that appeared over the chat since the last thing this person did."""
        return [entry.text.text for entry in self.news if entry.kind in ("toast", "alert")]

    @property
    def documents(self) -> list[Document]:
        """Files that came since then."""
        return [shown.document for shown in self.replies if shown.document]

    @property
    def view(self) -> str:
        """What is new on the screen: replies and their buttons, then words over the chat."""
        return "\n\n".join([*map(str, self.replies), *(f"({words})" for words in self.toasts)])

    @property
    def screen(self) -> str:
        """The whole chat from the top, as text: who said what, with marks and buttons."""
        return "\n\n".join(self._line(message) for message in self._messages())

    @property
    def last(self) -> Shown:
        """The newest message of the bot that has buttons."""
        for shown in reversed(self.shown_by_bot):
            if shown.keyboard:
                return shown
        raise UnmetError(f"No message of the bot has buttons.\n{self.screen}")

    @property
    def shown_by_bot(self) -> list[Shown]:
        """All messages of the bot in this chat, as they are now, oldest first."""
        return [_shown(message) for message in self._messages() if self._is_bots(message)]

    def shown(self, message_id: int) -> Shown:
        """This message as it is now. Raises `UnmetError` where it is gone."""
        for shown in self.shown_by_bot:
            if shown.message_id == message_id:
                return shown
        raise UnmetError(f"Message {message_id} is not on the screen.\n{self.screen}")

    @property
    def own_last(self) -> Message:
        """The newest message of this person."""
        own = [message for message in self._messages() if message.sender.id == self.person.id]
        if not own:
            raise UnmetError(f"{self.person.name} has written nothing here.")
        return own[-1]

    def sees(self, *words: str) -> None:
        """Raise `UnmetError` unless all these words are in what is new on the screen.

        Each may be given plain or with marks, and buttons as `[Label]`.
        """
        if missing := self.missing(*words):
            raise UnmetError(f"Not to be seen: {missing}. After they {self._deed}:\n{self.view}")

    def does_not_see(self, *words: str) -> None:
        """Raise `UnmetError` if any of these words is in what is new on the screen."""
        missing = self.missing(*words)
        if present := [word for word in words if word not in missing]:
            raise UnmetError(f"To be seen: {present}. After they {self._deed}:\n{self.view}")

    def missing(self, *words: str) -> list[str]:
        """Those of the words that are not in what is new on the screen."""
        plain = "\n".join(shown.text for shown in self.replies)
        return [word for word in words if word not in self.view and word not in plain]

    def judge(self, expect: str) -> None:
        """Raise `UnmetError` where the outcome of the last deed is not the expected one."""
        visible = any(entry.kind in VISIBLE for entry in self.news)
        if expect == "reply" and not visible:
            raise UnmetError(f"{self.person.name} {self._deed}, and nothing came.\n{self.screen}")
        if expect == "silence" and visible:
            raise UnmetError(f"{self.person.name} {self._deed}, and yet there came:\n{self.view}")
        if expect == "reply" and self._spinning():
            raise UnmetError(f"{self.person.name} {self._deed}, and the button is still spinning.")

    def _is_settled(self) -> bool:
        return any(entry.kind in VISIBLE for entry in self.news) and not self._spinning()

    def _spinning(self) -> bool:
        return self._tap in self._world.open_taps

    def _messages(self) -> list[Message]:
        return list(self._world.messages[self.chat.id].values())

    def _is_bots(self, message: Message) -> bool:
        return message.sender == self.telegram.bot

    def _line(self, message: Message) -> str:
        if self._is_bots(message):
            return f"{message.sender.name}: {_shown(message)}"
        words = message.text.text or f"<{next(iter(message.extra), '')}>"
        return f"{message.sender.name}: {words}"


def _shown(message: Message) -> Shown:
    return Shown(
        message.message_id,
        message.text.text,
        message.text.markdown(),
        message.keyboard,
        message.document,
        message.edited_at is not None,
    )
