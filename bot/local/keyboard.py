"""Inline keyboards: read as strictly as Telegram reads them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from bot.local.links import LinkError, checked_link
from bot.local.wire import Json, UnmodelledError, bad_request

LONGEST_DATA = 64
"""Bytes of `callback_data` (Bot API, InlineKeyboardButton)."""
MOST_BUTTONS = 100
"""Buttons of one message; with more, Telegram answers REPLY_MARKUP_TOO_LONG."""
WIDEST_ROW = 8
"""Buttons side by side. What Telegram does with more is not documented, so it is not imitated."""
LONGEST_COPY = 256
"""Characters that a button may copy (Bot API, CopyTextButton)."""

_MODELLED = {"text", "url", "callback_data", "copy_text"}


@dataclass(frozen=True)
class Button:
    """One button: it calls back with `data`, or opens `url`, or copies `copies`."""

    label: str
    data: str | None = None
    url: str | None = None
    copies: str | None = None

    def as_json(self) -> Json:
        """The button as the Bot API's `InlineKeyboardButton`."""
        if self.url is not None:
            return {"text": self.label, "url": self.url}
        if self.data is not None:
            return {"text": self.label, "callback_data": self.data}
        return {"text": self.label, "copy_text": {"text": self.copies}}


Row = tuple[Button, ...]


@dataclass(frozen=True)
class Keyboard:
    """The rows of buttons under a message; falsy where there are none."""

    rows: tuple[Row, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is a button at all."""
        return bool(self.rows)

    def __iter__(self) -> Iterator[Button]:
        """The buttons, row by row."""
        return (button for row in self.rows for button in row)

    @property
    def labels(self) -> tuple[tuple[str, ...], ...]:
        """What is written on the buttons, row by row."""
        return tuple(tuple(button.label for button in row) for row in self.rows)

    def as_json(self) -> Json:
        """The keyboard as the Bot API's `InlineKeyboardMarkup`."""
        return {"inline_keyboard": [[button.as_json() for button in row] for row in self.rows]}

    def plain(self) -> str:
        """The keyboard drawn in text, a line for each row: `[Label] [Label]`."""
        return "\n".join(" ".join(f"[{label}]" for label in row) for row in self.labels)


NO_KEYBOARD = Keyboard()


def parse_keyboard(markup: str) -> Keyboard:
    """Read the parameter `reply_markup`; empty means no keyboard.

    Raises `ApiError` in Telegram's words, `UnmodelledError` for keyboards that are not inline.
    """
    if not markup:
        return NO_KEYBOARD
    try:
        value = json.loads(markup)
    except ValueError:
        raise bad_request("can't parse reply keyboard markup JSON object") from None
    if not isinstance(value, dict):
        raise bad_request("object expected as reply markup")
    if unknown := value.keys() - {"inline_keyboard"}:
        raise UnmodelledError(f"reply_markup with {', '.join(sorted(unknown))}")
    return _keyboard(value.get("inline_keyboard", []))


def _keyboard(rows: object) -> Keyboard:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request(
            'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays'
        )
    keyboard = Keyboard(tuple(tuple(_button(button) for button in row) for row in rows if row))
    if sum(1 for _ in keyboard) > MOST_BUTTONS:
        raise bad_request("reply markup is too long")
    if any(len(row) > WIDEST_ROW for row in keyboard.rows):
        raise UnmodelledError(f"a row of more than {WIDEST_ROW} buttons")
    return keyboard


def _button(button: object) -> Button:
    if not isinstance(button, dict):
        raise bad_request(
            "can't parse inline keyboard button: InlineKeyboardButton must be an Object"
        )
    if unknown := button.keys() - _MODELLED:
        raise UnmodelledError(f"button with {', '.join(sorted(unknown))}")
    if "text" not in button:
        raise bad_request("can't parse inline keyboard button: Can't find field \"text\"")
    label = str(button["text"])
    if not any(button.get(action) for action in _MODELLED - {"text"}):
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    if not label:
        raise bad_request("inline keyboard button text must be non-empty")
    return _action(label, button)


def _action(label: str, button: Json) -> Button:
    if url := button.get("url"):
        try:
            return Button(label, url=checked_link(url))
        except LinkError as error:
            raise bad_request(f"inline keyboard button URL '{url}' is invalid: {error}") from error
    if data := button.get("callback_data"):
        if len(data.encode()) > LONGEST_DATA:
            raise bad_request("BUTTON_DATA_INVALID")
        return Button(label, data=data)
    copies = button["copy_text"].get("text", "")
    if not 1 <= len(copies) <= LONGEST_COPY:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
    return Button(label, copies=copies)
