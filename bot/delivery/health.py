"""Whether the bot is alive, and whether it can serve, for the operator's supervisor."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.delivery.ports import Monotonic

DATABASE_WITHIN = 3.0
"""Seconds: a database that is slower than this keeps a citizen waiting."""

DEAF_AFTER = 60.0
"""Seconds without an answer from Telegram, which answers a poll within ten even if nothing
happened. Half of the 120 in which the watchdog must have acted."""

Ask = Callable[[], Awaitable[object]]
"""Asks the database something; raises if it does not answer."""


class Pulse:
    """When Telegram last answered a poll. Give `beat` to the polling transport as `heard`."""

    def __init__(self, monotonic: Monotonic) -> None:
        """Begin as if it had just answered: at the start nobody is deaf yet."""
        self._monotonic = monotonic
        self._at = monotonic()

    def beat(self) -> None:
        """Note an answer."""
        self._at = self._monotonic()

    def silence(self) -> float:
        """Return the seconds since the last answer."""
        return self._monotonic() - self._at


@dataclass(frozen=True, slots=True)
class Health:
    """Asks the parts of the bot how they are.

    Attributes:
        database: asked each time.
        silence: seconds since Telegram last answered; None with a webhook, where a quiet night
            is no illness.
    """

    database: Ask
    silence: Callable[[], float] | None = None

    async def ailments(self) -> tuple[str, ...]:
        """Say why the bot cannot serve; nothing if it can. No secrets, no personal data."""
        return tuple(filter(None, (await self._database_ails(), self._deaf())))

    async def _database_ails(self) -> str:
        try:
            async with asyncio.timeout(DATABASE_WITHIN):
                await self.database()
        except Exception as error:  # whatever it is; its text may hold an address or a password
            return f"the database does not answer ({type(error).__name__})"
        return ""

    def _deaf(self) -> str:
        silence = self.silence() if self.silence else 0.0
        return (
            f"Telegram has not answered for {silence:.0f} seconds" if silence > DEAF_AFTER else ""
        )
