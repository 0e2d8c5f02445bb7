"""A Telegram and a bot that serves it, with a line between them that can be made slow."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.clock import SystemClock
from bot.local import Delay, LocalServer, LocalTelegram, TooManyRequests
from bot.local.faults import Fault
from bot.local.wire import Call
from tests.crash.child import Bot, Nursery, environ


@dataclass
class Sluggish:
    """Every call takes `seconds` before it is handled; none is lost."""

    seconds: float = 0.0
    refused: str = ""
    """The beginning of methods that Telegram says 429 to."""
    asks: int = 3600
    """Seconds that it asks to wait then."""
    count: int = 0
    """How often it did."""

    def before(self, call: Call) -> Fault | None:
        if self.refused and call.method.startswith(self.refused):
            self.count += 1
            return TooManyRequests(self.asks)
        return Delay(self.seconds) if self.seconds and call.method != "getUpdates" else None

    def after(self, call: Call) -> Fault | None:  # noqa: ARG002 - a port
        return None


@dataclass
class Office:
    """A Telegram, and a bot that serves it."""

    telegram: LocalTelegram
    line: Sluggish
    bot: Bot
    file: Path
    second: Callable[..., Bot]
    """Makes another bot with the same surroundings but for those given."""


@asynccontextmanager
async def office(
    cradle: Nursery,
    folder: Path,
    settings: Callable[[LocalTelegram], str] | None = None,
    place: str = "",
) -> AsyncIterator[Office]:
    """Open one; `settings` gives the text of its config.yaml, `place` another database."""
    line = Sluggish()
    telegram = LocalTelegram(SystemClock().now, faults=line)
    async with LocalServer(telegram) as server:
        told = environ(telegram, server, folder / "bot.db")
        if place:
            told["DATABASE_URL"] = place
        if settings:
            config = folder / "config.yaml"
            config.write_text(settings(telegram))
            told["EMBASSY_BOT_CONFIG"] = str(config)
        elsewhere = folder / "second"
        elsewhere.mkdir()
        bot = Bot(cradle, folder, told)
        made = Office(
            telegram,
            line,
            bot,
            folder / "bot.db",
            lambda **other: Bot(cradle, elsewhere, told | other),
        )
        try:
            yield made
        finally:
            if bot.runs:
                await bot.killed()
