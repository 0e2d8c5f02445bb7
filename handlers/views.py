"""From a reply to what Telegram shows: HTML and keyboards."""

from bot.dialogue.model import Button, Reply
from bot.outgoing import Edit, Key, Keyboard, Outgoing, Send, SendFile
from handlers.buttons import encode

SHORT_LABEL = 16
"""Two labels of this length stand side by side on a small phone without being cut."""


def send(chat_id: int, reply: Reply, *, reply_to: int | None = None) -> Send:
    """Show `reply` as a new message."""
    return Send(chat_id, reply.text.as_html(), keyboard(reply), reply_to)


def messages(chat_id: int, reply: Reply) -> tuple[Outgoing, ...]:
    """Show `reply` as new messages: its files, each with its caption, then the text if any."""
    files = (
        SendFile(chat_id, file.name, file.content, file.caption.as_html()) for file in reply.files
    )
    return (*files, *((send(chat_id, reply),) if reply.text.spans or not reply.files else ()))


def edit(chat_id: int, message_id: int, reply: Reply) -> Edit:
    """Show `reply` in place of a message of ours."""
    return Edit(chat_id, message_id, reply.text.as_html(), keyboard(reply))


def keyboard(reply: Reply) -> Keyboard:
    """Lay the buttons of `reply` out: its grid as it is, then the others."""
    grid = tuple(tuple(map(_key, row)) for row in reply.grid)
    return (*grid, *_stacked(reply.buttons))


def _stacked(buttons: tuple[Button, ...]) -> Keyboard:
    """Give buttons a row each, two short ones side by side."""
    rows: list[tuple[Key, ...]] = []
    for key in map(_key, buttons):
        short = len(key.label) <= SHORT_LABEL
        if rows and short and len(rows[-1]) == 1 and len(rows[-1][0].label) <= SHORT_LABEL:
            rows[-1] = (*rows[-1], key)
        else:
            rows.append((key,))
    return tuple(rows)


def _key(button: Button) -> Key:
    return Key(button.label, encode(button.act))
