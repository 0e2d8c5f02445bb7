"""The real bot over the offline Telegram, for tests that talk to it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.app import Service, introduce, open_service
from bot.config import Config
from bot.local import Citizen, LocalRequest, LocalTelegram, feed

NOON = datetime.fromisoformat("2026-11-24T12:00:00-05:00")
"""A plain Tuesday at noon in Lima."""


@dataclass
class TestClock:
    """Stands still until it is told."""

    __test__ = False
    instant: datetime = NOON

    def now(self) -> datetime:
        return self.instant


@dataclass
class Bench:
    """A running bot, its Telegram and its clock."""

    service: Service
    telegram: LocalTelegram
    clock: TestClock

    def citizen(self, language: str = "en", name: str = "Ana") -> Citizen:
        """Somebody new who opens the chat."""
        deliver = feed(self.service.application)
        return Citizen(self.telegram, deliver, language_code=language, name=name)


@asynccontextmanager
async def running(
    clock: TestClock | None = None, config: Config | None = None, file: Path | None = None
) -> AsyncIterator[Bench]:
    """Start the bot, and stop it afterwards."""
    clock = clock or TestClock()
    telegram = LocalTelegram(clock.now)
    service = await open_service(
        config or Config(),
        clock,
        telegram.token,
        file=file,
        request=lambda: LocalRequest(telegram),
    )
    try:
        async with service.application:
            await introduce(service)
            yield Bench(service, telegram, clock)
            telegram.check()
    finally:
        await service.database.close()
