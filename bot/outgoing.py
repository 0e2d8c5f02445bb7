"""What a handler may ask to be done in Telegram: values, sent by `bot.delivery` alone."""

from dataclasses import dataclass, field
from datetime import datetime

from pydantic import Base64UrlBytes

CALLBACK_BYTES = 64
"""Bot API, InlineKeyboardButton: callback_data is 1-64 bytes."""


@dataclass(frozen=True, slots=True)
class Key:
    """One inline button: what it says and the data it carries."""

    label: str
    data: str

    def __post_init__(self) -> None:
        """Refuse data that Telegram would refuse."""
        if not 1 <= len(self.data.encode()) <= CALLBACK_BYTES:
            raise ValueError(f"button data must be 1 to {CALLBACK_BYTES} bytes: {self.data!r}")


Keyboard = tuple[tuple[Key, ...], ...]
"""Rows of keys."""


@dataclass(frozen=True, slots=True)
class Send:
    """A new message. `html` is Telegram HTML, escaped already.

    Attributes:
        until: when it stops being true (aware); it is not sent any more then.
    """

    chat_id: int
    html: str
    keyboard: Keyboard = ()
    reply_to: int | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """New content for a message of ours; idempotent, unlike a send."""

    chat_id: int
    message_id: int
    html: str
    keyboard: Keyboard = ()


@dataclass(frozen=True, slots=True)
class SendFile:
    """A new message with a file. `html` stands below it, at most 1,024 characters on screen.

    The content survives the outbox, whose rows are JSON, as Base64; whoever prints this act in a
    log or a traceback does not print a citizen's page.
    """

    chat_id: int
    name: str
    content: Base64UrlBytes = field(repr=False)
    html: str = ""
    keyboard: Keyboard = ()


@dataclass(frozen=True, slots=True)
class Acknowledge:
    """Stops the clock on a tapped button. Best effort: it may be too old."""

    callback_id: str


Outgoing = Send | Edit | SendFile | Acknowledge
