"""Asks Telegram for updates, and can begin to ask anew."""

import asyncio
import logging
from collections.abc import Sequence

from telegram import Bot
from telegram.error import TelegramError
from telegram.ext import Updater

log = logging.getLogger(__name__)

STOP_WITHIN = 2.0
"""Seconds for the last request, which only spares a repetition: the inbox knows the updates."""

ATTEMPTS = 4
"""Further ones at the first call, some eight seconds in all: one lost answer must not end it."""


class Poller:
    """Long polling by python-telegram-bot's `Updater`, a new one for each beginning.

    An `Updater` whose polling task has died cannot be started again: `stop` raises what killed
    the task and leaves its stop event set, so that the next polling stops at once, in a loop.
    """

    def __init__(
        self, bot: Bot, queue: "asyncio.Queue[object]", allowed_updates: Sequence[str]
    ) -> None:
        """Poll as `bot` into `queue` (`bot.delivery.intake.DurableQueue`)."""
        self._bot = bot
        self._queue = queue
        self._allowed = allowed_updates
        self._updater: Updater | None = None

    async def start(self) -> None:
        """Begin. `bot` must be initialised.

        Raises:
            telegram.error.TelegramError: Telegram cannot be reached.
        """
        updater = Updater(self._bot, self._queue)
        await updater.initialize()
        await updater.start_polling(
            allowed_updates=self._allowed,
            drop_pending_updates=False,
            bootstrap_retries=ATTEMPTS,
            error_callback=_note,
        )
        self._updater = updater

    async def stop(self, seconds: float = STOP_WITHIN) -> None:
        """End within `seconds`, whatever state polling is in."""
        updater, self._updater = self._updater, None
        if updater is None or not updater.running:
            return
        try:
            async with asyncio.timeout(seconds):
                await updater.stop()
        except Exception as error:  # of a task that has died before, or a slow Telegram
            log.info("polling ended with %s", type(error).__name__)

    async def restart(self) -> None:
        """Begin anew.

        Raises:
            telegram.error.TelegramError: Telegram cannot be reached.
        """
        await self.stop()
        await self.start()


def _note(error: TelegramError) -> None:
    log.warning("polling failed with %s", type(error).__name__)
