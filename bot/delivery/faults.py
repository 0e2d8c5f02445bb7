"""What Telegram's refusals and the network's failures mean for an act that is owed."""

from dataclasses import dataclass

import httpx
from telegram.error import (
    BadRequest,
    ChatMigrated,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)

from bot.transport.errors import NotDelivered


@dataclass(frozen=True, slots=True)
class Delivered:
    """Telegram has accepted it, or shows it already."""


@dataclass(frozen=True, slots=True)
class TooFast:
    """Not accepted; after so many seconds it may be."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Unreachable:
    """The citizen has blocked the bot, or the chat is gone."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Telegram will never take it. `why` holds nothing personal."""

    why: str


@dataclass(frozen=True, slots=True)
class NotSent:
    """The request has certainly not reached Telegram."""


@dataclass(frozen=True, slots=True)
class Unclear:
    """Nobody knows. An act that is `idempotent` can be repeated without harm."""

    idempotent: bool


@dataclass(frozen=True, slots=True)
class Outdated:
    """It is not true any more; nothing was sent."""


@dataclass(frozen=True, slots=True)
class TokenRefused:
    """Telegram does not know the token: nothing at all can be sent."""

    error: InvalidToken


Verdict = Delivered | TooFast | Unreachable | Refused | NotSent | Unclear | Outdated | TokenRefused

_NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
"""Causes that python-telegram-bot's own transport gives for a request that did not leave."""


def verdict(error: Exception, *, idempotent: bool) -> Verdict:
    """Return what a failed call means. `idempotent`: it was an edit."""
    match error:
        case RetryAfter():
            wait = error.retry_after
            return TooFast(wait if isinstance(wait, int) else wait.total_seconds())
        case Forbidden():
            return Unreachable()
        case InvalidToken():
            return TokenRefused(error)
        case BadRequest() if "not modified" in error.message:
            return Delivered()
        case BadRequest() | EndPointNotFound() | ChatMigrated():
            return Refused(str(error).partition('"')[0].strip())  # it may quote the message
        case NotDelivered():
            return NotSent()
        case TelegramError() if isinstance(error.__cause__, _NEVER_LEFT):
            return NotSent()
        case TelegramError():
            return Unclear(idempotent)
        case _:  # a mistake of ours, before anything was sent
            return Refused(type(error).__name__)
