"""What happened, in order: for tests, benchmarks and the terminal to read."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.local.formatted import NO_TEXT, FormattedText
from bot.local.keyboard import NO_KEYBOARD, Keyboard

Kind = Literal[
    "message",
    "edit",
    "keyboard",
    "document",
    "toast",
    "alert",
    "answer",
    "typing",
    "tap",
    "media",
    "deletion",
    "blocking",
    "unblocking",
]
"""`keyboard`: only the buttons of a message changed. `toast`, `alert`: words over the chat after a
tap; `answer`: a tap answered without words. From `tap` on: the citizen's doing."""

VISIBLE: frozenset[Kind] = frozenset({"message", "edit", "keyboard", "document", "toast", "alert"})
"""What a citizen notices when the bot does it."""


@dataclass(frozen=True)
class Document:
    """A file the bot sent, with its bytes."""

    file_id: str
    name: str
    content_type: str
    body: bytes


@dataclass(frozen=True)
class Entry:
    """One line of the transcript. `at` is aware, from the clock the server was given."""

    at: datetime
    chat_id: int
    by_bot: bool
    kind: Kind
    text: FormattedText = NO_TEXT
    keyboard: Keyboard = NO_KEYBOARD
    message_id: int | None = None
    document: Document | None = None

    def __str__(self) -> str:
        """One readable line, for the messages of failed tests."""
        who = "bot" if self.by_bot else "citizen"
        words = self.text.markdown() or (self.document.name if self.document else "")
        return " ".join(filter(None, [f"{who} {self.kind}:", words, self.keyboard.plain()]))
