"""Reaches Telegram at the start, when nothing is there yet that could wait for it."""

import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

from telegram.error import BadRequest, NetworkError, RetryAfter

from bot.delivery.ports import Sleep

log = logging.getLogger(__name__)

T = TypeVar("T")

PAUSES = (0.5, 1.0, 2.0, 4.0)
"""Seconds between attempts. One lost answer must not end a start that has taken seconds; an outage
is for the supervisor, who sees it when the process ends."""

LONGEST_WAIT = 30.0
"""Seconds that a start waits because Telegram asks for it; one that waits longer looks dead."""

AGAIN_AFTER = 60.0
"""Seconds between attempts at what is only beside the chat."""


async def reach(action: Callable[[], Awaitable[T]], sleep: Sleep) -> T:
    """Return what `action` returns; where Telegram cannot be reached, try some times more.

    Raises:
        telegram.error.TelegramError: it could not be reached for seconds, or refuses.
    """
    for pause in PAUSES:
        try:
            return await action()
        except BadRequest:
            raise
        except RetryAfter as error:
            await sleep(min(_asked(error), LONGEST_WAIT))
        except NetworkError as error:
            log.warning("Telegram is not reached (%s); again soon", type(error).__name__)
            await sleep(pause)
    return await action()


async def in_the_end(action: Callable[[], Awaitable[None]], sleep: Sleep) -> None:
    """Do what can wait, for as long as it takes; what Telegram refuses is left undone.

    A bot that is started often is told to wait for minutes before it may set its menu again.
    """
    while True:
        try:
            return await action()
        except BadRequest:
            log.warning("Telegram refuses the bot's menu or description")
            return None
        except RetryAfter as error:
            pause = max(_asked(error), AGAIN_AFTER)
        except NetworkError:
            pause = AGAIN_AFTER
        log.warning("the menu and the description wait for %.0f seconds", pause)
        await sleep(pause)


def _asked(error: RetryAfter) -> float:
    wait = error.retry_after
    return wait if isinstance(wait, int) else wait.total_seconds()
