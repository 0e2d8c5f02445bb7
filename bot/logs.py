"""Logging without secrets: the bot token never reaches a log line, a traceback included.

Redaction is done by the formatter of the root handler, because logger filters do not see the
records of child loggers, and exception text is only made while formatting.
"""

import logging
import re
import sys
from typing import TextIO

_TOKEN = re.compile(r"(?<!\d)\d{6,12}:[A-Za-z0-9_-]{30,}")
"""A bot token as Telegram writes it: the bot's id, a colon, 35 characters."""

_QUIET = ("httpx", "httpcore", "telegram", "apscheduler", "asyncio")
"""Libraries whose INFO lines hold URLs (with the token) or update bodies (with text)."""


class Redacting(logging.Formatter):
    """Formats a record, then takes out everything that looks like a token."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, with any token replaced."""
        return redact(super().format(record))


def redact(text: str) -> str:
    """Replace bot tokens in `text`."""
    return _TOKEN.sub("<token>", text)


def configure(level: str = "INFO", stream: TextIO = sys.stderr) -> None:
    """Send all logging to `stream`, redacted. Replaces handlers set before."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Redacting("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.captureWarnings(capture=True)
