"""The real bot over the offline Telegram, for tests that talk to it."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from random import Random

from bot.app import open_service
from bot.config import Config, load
from bot.delivery.desk import LOT_BITS, draw
from bot.delivery.limits import UNLIMITED
from bot.dialogue.respond import Dialogue
from bot.introduction import introduce
from bot.library import learner
from bot.local import Citizen, LocalRequest, LocalTelegram
from bot.service import Service
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
    return learner(load(os.environ))(shipped())


async def briskly(seconds: float) -> None:
    """Sleep a hundredth of the time: long enough for others to go on."""
    await asyncio.sleep(seconds / 100)


def same_lots() -> Callable[[], int]:
    """Return a source of lots that draws the same ones each time."""
    random = Random(0)  # noqa: S311 - nothing is to be kept secret here
    return lambda: random.getrandbits(LOT_BITS)


@dataclass
class Bench:
    """A running bot, its Telegram and its clock."""

    service: Service
    telegram: LocalTelegram
    clock: TestClock

    def citizen(self, language: str = "en", name: str = "Ana") -> Citizen:
        """Somebody new who opens the chat."""
        return Citizen(self.telegram, self.service.hand_in, language_code=language, name=name)


@asynccontextmanager
async def running(
    clock: TestClock | None = None,
    config: Config | None = None,
    database: str | Path | None = None,
    telegram: LocalTelegram | None = None,
    lots: Callable[[], int] | None = None,
) -> AsyncIterator[Bench]:
    """Start the bot, and stop it afterwards."""
    clock = clock or TestClock()
    telegram = telegram or LocalTelegram(clock.now)
    service = await open_service(
        config or Config(),
        clock,
        telegram.token,
        database=database,
        request=lambda: LocalRequest(telegram),
        learn=lambda pack: learned() if pack.digest == shipped().digest else Dialogue(pack),
        pace=UNLIMITED,
        sleep=briskly,
        lots=lots or draw,
    )
    try:
        async with service.at_work():
            await introduce(service)
            yield Bench(service, telegram, clock)
            telegram.check()
    finally:
        await service.close()
