"""The real bot over the offline Telegram, for tests that talk to it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from bot.app import Service, introduce, open_service
from bot.config import Config
from bot.dialogue.respond import Dialogue
from bot.local import Citizen, LocalRequest, LocalTelegram, feed
from knowledge import loader
from knowledge.pack import Pack

NOON = datetime.fromisoformat("2026-11-24T12:00:00-05:00")
"""A plain Tuesday at noon in Lima."""


@dataclass
class TestClock:
    """Stands still until it is told."""

    __test__ = False
    instant: datetime = NOON

    def now(self) -> datetime:
        return self.instant


@cache
def shipped() -> Pack:
    """The shipped pack, loaded once for all tests of a process."""
    return loader.load(loader.shipped("lima"), {}, NOON.date())


@cache
def learned() -> Dialogue:
    """The dialogue of the shipped pack, learned once: it holds no state of its own."""
    return Dialogue(shipped())


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
        learn=lambda pack: learned() if pack.digest == shipped().digest else Dialogue(pack),
    )
    try:
        async with service.application:
            await introduce(service)
            yield Bench(service, telegram, clock)
            telegram.check()
    finally:
        await service.database.close()
