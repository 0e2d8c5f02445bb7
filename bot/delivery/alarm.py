"""Calls the staff without holding anything up."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from bot.delivery.ports import Monotonic

log = logging.getLogger(__name__)

QUIET = 900.0
"""Seconds in which the same words are not repeated: an alarm that rings always is switched off."""

MOST_WAITING = 20
"""Alarms that wait for Telegram; more would only say the same."""


class StaffAlarm:
    """Logs an alarm and sends it to the staff chat. `run` must be running for the latter."""

    def __init__(self, tell: Callable[[str], Awaitable[None]], monotonic: Monotonic) -> None:
        """`tell` writes to the staff chat; what it raises is logged."""
        self._tell = tell
        self._monotonic = monotonic
        self._waiting: asyncio.Queue[str] = asyncio.Queue(MOST_WAITING)
        self._rung: dict[str, float] = {}

    def __call__(self, text: str) -> None:
        """Ring. Returns at once."""
        log.error("%s", text)
        now = self._monotonic()
        self._rung = {said: at for said, at in self._rung.items() if now - at < QUIET}
        if text not in self._rung and not self._waiting.full():
            self._rung[text] = now
            self._waiting.put_nowait(text)

    async def run(self) -> None:
        """Tell the staff, for ever."""
        while True:
            text = await self._waiting.get()
            try:
                await self._tell(text)
            except Exception as error:  # staff out of reach must not stop the service
                log.warning("staff could not be told (%s)", type(error).__name__)
