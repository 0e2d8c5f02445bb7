"""Waits out a database that cannot be written: locked, full, out of reach."""

import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.delivery.ports import Alarm, Sleep
from bot.storage.store import DatabaseError

log = logging.getLogger(__name__)

T = TypeVar("T")

PAUSES = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)
"""Seconds before the next attempt. A lock passes in moments; a full disk needs a person, and ten
seconds after they have made room the bot goes on."""

ALARM_AFTER = 3
"""Failures in a row before staff are called: a busy moment is none of their business."""


def pause_after(failures: int) -> float:
    """Return how many seconds to wait after so many failures in a row (at least one)."""
    return PAUSES[min(failures, len(PAUSES)) - 1]


def reason(error: BaseException) -> str:
    """Return what may be said of a failure: storage's own words, else only its kind.

    An engine's words may quote a row.
    """
    return str(error) if isinstance(error, DatabaseError) else type(error).__name__


class Patience:
    """Tries again until it works. Staff hear of the trouble once, and of its end."""

    def __init__(self, sleep: Sleep, alarm: Alarm) -> None:
        """`sleep` waits between attempts."""
        self._sleep = sleep
        self._alarm = alarm
        self._alarmed = False

    async def __call__(
        self, action: Callable[[], Awaitable[T]], met: Callable[[], None] = lambda: None
    ) -> T:
        """Return what `action` returns, however long it takes. Only a cancellation ends it.

        `met` is called after each failure: a commit whose answer was lost may have succeeded.
        """
        failures = 0
        while True:
            try:
                result = await action()
            except Exception as error:  # a port: engines fail in many ways, none may escape
                failures += 1
                self.failed(error, failures)
                met()
                await self._sleep(pause_after(failures))
            else:
                self.worked()
                return result

    def failed(self, error: Exception, failures: int) -> None:
        """Note a failure, the `failures`th in a row."""
        log.warning("the database does not answer (%s)", reason(error))
        if failures == ALARM_AFTER and not self._alarmed:
            self._alarmed = True
            self._alarm(
                f"The database cannot be used ({reason(error)}). Nothing is lost: messages wait"
                " until it can. Look at the disk's free space and the database server."
            )

    def worked(self) -> None:
        """Note that the database answers."""
        if self._alarmed:
            self._alarmed = False
            self._alarm("The database can be used again. What waited is being handled now.")
