"""Killed at any moment, the bot loses nothing and says nothing twice that it could help."""

import asyncio
import os
import random
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.local import LocalServer, LocalTelegram
from tests.crash.child import Bot, Nursery, environ
from tests.crash.judge import damage, lies, rows, unhandled, wrong_answers
from tests.crash.people import QUESTIONS, Person, ask, use_the_book
from tests.crash.trouble import Trouble

SOAK = bool(os.environ.get("EMBASSY_BOT_SOAK"))


@dataclass(frozen=True)
class Scale:
    """How much of everything."""

    kills: int
    askers: int
    bookers: int
    deeds: int
    """Of each booker; a third of them are bookings, the rest moves and cancellations."""


SCALE = Scale(200, 120, 60, 12) if SOAK else Scale(12, 16, 12, 4)
"""A soak has 960 questions, some 2,500 updates of bookers, 240 bookings and 480 changes of them."""

LIFE = (0.1, 1.6)
"""Seconds from a start to the kill: some die before they serve, at about 0.2."""

RETENTION_SECONDS = 181 * 86_400
"""After so long nothing personal may be left, whatever the configuration says."""

seeds = pytest.mark.parametrize("seed", [int(os.environ.get("EMBASSY_BOT_SEED", "20261122"))])


async def kill_again_and_again(
    bot: Bot, chance: random.Random, times: int, at_work: "asyncio.Future[object]"
) -> list[datetime]:
    """Kill and start the bot so many times, or until the citizens have no more to do."""
    kills: list[datetime] = []
    while len(kills) < times and not at_work.done():
        bot.start()
        with suppress(TimeoutError):
            async with asyncio.timeout(chance.uniform(*LIFE)):
                await asyncio.shield(at_work)
        if bot.has_ended():  # Telegram out of reach at the start: its supervisor starts it again
            assert "Telegram cannot be reached" in bot.said_last, bot.said_last
        else:
            kills.append(SystemClock().now())
            await bot.killed()
    return kills


async def rival(telegram: LocalTelegram, chance: random.Random) -> None:
    """Now and then another bot polls with the same token, as in an overlapping deployment."""
    while True:
        await asyncio.sleep(chance.uniform(1, 5))
        telegram.world.updates.interrupt("terminated by other getUpdates request")


async def quiet_answers(telegram: LocalTelegram) -> list[str]:
    """What the bot answers to all questions when nothing goes wrong."""
    person = Person(telegram, 0)
    expected: list[str] = []
    for question in QUESTIONS:
        await person.asks([question])
        seen = len(expected)
        await person.until(lambda seen=seen: len(person.answers) > seen)
        expected = [entry.text.text for entry in person.answers]
    assert len(expected) == len(QUESTIONS)
    return expected


def drained(telegram: LocalTelegram, file: Path) -> bool:
    waiting = rows(file, "select update_id from inbox where state = 'waiting'")
    return not (waiting or len(telegram.world.updates) or rows(file, "select id from outbox"))


@dataclass
class Run:
    """What came of it."""

    telegram: LocalTelegram
    file: Path
    trouble: Trouble
    bot: Bot = field(init=False)
    expected: list[str] = field(default_factory=list)
    askers: list[Person] = field(default_factory=list)
    kills: list[datetime] = field(default_factory=list)

    def violations(self) -> Iterator[str]:
        """Yield every promise that was not kept."""
        yield from unhandled(self.telegram, self.file)
        yield from lies(self.telegram, self.file)
        yield from damage(self.file)
        for person in self.askers:
            doubts = [one.at for one in self.trouble.doubts if one.chat_id == person.chat.id]
            yield from wrong_answers(person.answers, self.expected, [*doubts, *self.kills])


async def run(cradle: Nursery, folder: Path, scale: Scale, seed: int) -> Run:
    chance = random.Random(seed)  # noqa: S311 - a test that can be repeated
    trouble = Trouble(random.Random(seed + 1), slow=scale.kills // 4)  # noqa: S311 - the same
    telegram = LocalTelegram(SystemClock().now, faults=trouble)
    ran = Run(telegram, folder / "bot.db", trouble)
    async with LocalServer(telegram) as server:
        bot = ran.bot = Bot(cradle, folder, environ(telegram, server, ran.file))
        bot.start()
        ran.expected = await quiet_answers(telegram)
        await bot.killed()
        trouble.calm = False
        async with asyncio.TaskGroup() as tasks:
            enemy = tasks.create_task(rival(telegram, chance))
            at_work = citizens(ran, scale, seed)
            ran.kills = await kill_again_and_again(bot, chance, scale.kills, at_work)
            trouble.calm = True
            enemy.cancel()
            bot.start()
            await at_work
            await bot.until(lambda: drained(telegram, ran.file), 120)
        assert await bot.stopped() == 0, bot.said_last
    return ran


def citizens(ran: Run, scale: Scale, seed: int) -> "asyncio.Future[list[None]]":
    """Set all of them to work."""
    ran.askers = [Person(ran.telegram, number) for number in range(1, scale.askers + 1)]
    bookers = [Person(ran.telegram, scale.askers + n) for n in range(1, scale.bookers + 1)]
    own = {one: random.Random(seed + 7 * one.number) for one in [*ran.askers, *bookers]}  # noqa: S311 - the same
    return asyncio.gather(
        *(ask(one, own[one], len(ran.expected)) for one in ran.askers),
        *(use_the_book(one, own[one], scale.deeds) for one in bookers),
    )


@seeds
async def test_whatever_the_moment_of_a_kill_each_update_has_its_effect_and_all_that_is_said_is_true(
    cradle: Nursery, tmp_path: Path, seed: int
) -> None:
    begun = time.monotonic()
    ran = await run(cradle, tmp_path, SCALE, seed)
    assert len(ran.kills) >= SCALE.kills * 3 // 4
    assert ran.trouble.count > len(ran.kills)
    sys.stdout.write(
        f"seed {seed}: {len(ran.kills)} kills, {ran.trouble.count} faults,"
        f" {len(rows(ran.file, 'select * from inbox'))} updates,"
        f" {len(rows(ran.file, 'select * from booking_event'))} deeds,"
        f" {time.monotonic() - begun:.0f} s\n"
    )
    assert [*ran.violations()] == [], f"seed {seed}"
