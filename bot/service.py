"""A bot that is put together: its parts, and what it takes to set them to work and to stop."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from telegram import Update
from telegram.ext import Application

from bot.delivery.alarm import StaffAlarm
from bot.delivery.health import Health, Pulse
from bot.delivery.intake import Intake
from bot.delivery.reaching import reach
from bot.delivery.rounds import Rounds
from bot.delivery.sender import Sender
from bot.delivery.server import Exposition
from bot.delivery.workers import Workers
from bot.library import Library
from bot.storage.retention import Retention
from bot.storage.store import Store, Unit

AnyApplication = Application[Any, Any, Any, Any, Any, Any]

FINISH_WITHIN = 1.0
"""Seconds for updates that are begun, and again for messages under way. With two for the last poll
the bot stops within five; whatever is not done by then is in the database."""


@dataclass(slots=True)
class Service:
    """The parts of a bot."""

    application: AnyApplication
    library: Library
    store: Store
    intake: Intake
    workers: Workers
    sender: Sender
    alarm: StaffAlarm
    retention: Retention
    rounds: Rounds[Unit]
    pulse: Pulse
    health: Health
    metrics: Exposition | None

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        """Handle what is in the inbox and send what is in the outbox, until left.

        Raises:
            telegram.error.TelegramError: Telegram cannot be reached, or refuses the token.
        """
        await self._reach()
        async with self.application, asyncio.TaskGroup() as tasks:
            alarm = tasks.create_task(self.alarm.run())
            tasks.create_task(self.workers.run())
            tasks.create_task(self.sender.run())
            try:
                yield
            finally:
                await self.workers.stop(FINISH_WITHIN)
                await self.sender.stop(FINISH_WITHIN)
                alarm.cancel()

    async def _reach(self) -> None:
        bot = self.application.bot
        try:
            await reach(bot.initialize, asyncio.sleep)
        except BaseException:
            await bot.shutdown()
            raise

    async def hand_in(self, update: dict[str, Any]) -> None:
        """Take one update, as Telegram writes it; return when all that comes of it is sent."""
        await self.intake.take(Update.de_json(update, self.application.bot))
        await self.settle()

    async def settle(self) -> None:
        """Return when nothing waits to be handled or sent."""
        await self.workers.idle()
        await self.sender.idle()

    async def close(self) -> None:
        """Close the database."""
        await self.store.close()
