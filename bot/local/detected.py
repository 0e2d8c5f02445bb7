"""The marks that Telegram finds by itself in what people type: commands, mentions, addresses."""

import re

from bot.local.formatted import FormattedText, Span

_FOUND = re.compile(
    r"(?P<url>https?://[^\s<>\"]+[^\s<>\".,;:!?)])"
    r"|(?P<email>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?<![\w/@])(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?)(?![\w/])"
    r"|(?<![\w@])(?P<mention>@[A-Za-z0-9_]{3,32})(?!\w)"
)


def with_detected(text: str) -> FormattedText:
    """The text with the marks that Telegram adds; python-telegram-bot needs those of commands."""
    return FormattedText(
        text,
        tuple(
            Span(match.start(), match.end(), match.lastgroup or "")
            for match in _FOUND.finditer(text)
        ),
    )
