"""Whether Telegram can be reached, found out by asking for something that changes nothing."""

import logging
from collections.abc import Awaitable, Callable

from telegram.error import BadRequest, InvalidToken, NetworkError

from bot.delivery.ports import Sleep

log = logging.getLogger(__name__)

PAUSES = (0.5, 1.0, 2.0, 5.0, 10.0, 30.0)
"""Seconds between probes: a hiccup is over at once, an outage is not hammered."""


class Line:
    """The way to Telegram: in order until something is lost on it.

    A message is never the probe. Whether it arrived would be unknown, and it may be repeated only
    once; so the second attempt is kept for when it is likely to succeed.
    """

    def __init__(self, probe: Callable[[], Awaitable[object]], sleep: Sleep) -> None:
        """`probe` asks Telegram for something harmless, e.g. `getMe`."""
        self._probe = probe
        self._sleep = sleep
        self._broken = False

    def lost(self) -> None:
        """Note that a request got no answer of Telegram's."""
        self._broken = True

    async def in_order(self) -> None:
        """Return when Telegram answers; at once if nothing was lost since."""
        failures = 0
        while self._broken:
            self._broken = not await self._answers()
            if self._broken:
                if not failures:
                    log.warning("Telegram cannot be reached; messages wait")
                await self._sleep(PAUSES[min(failures, len(PAUSES) - 1)])
                failures += 1
        if failures:
            log.info("Telegram can be reached again")

    async def _answers(self) -> bool:
        try:
            await self._probe()
        except (BadRequest, InvalidToken):
            return True  # an answer, if not a kind one; whoever sends next learns it
        except NetworkError:
            return False
        return True
