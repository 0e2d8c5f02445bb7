"""Citizens at work while the bot is killed again and again, and what came of it."""

import asyncio
import os
import random
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from bot.clock import SystemClock
from bot.local import LocalServer, LocalTelegram
from bot.local.citizen import Deliver
from bot.storage.backup import backup
from bot.storage.store import is_postgres
from tests.crash.child import Bot, Nursery, environ
from tests.crash.judge import damage, drained, leaks, lies, unhandled, wrong_answers
from tests.crash.people import CANARY, QUESTIONS, SECRET_WORD, Person, ask, use_the_book
from tests.crash.post import Posted
from tests.crash.trouble import Trouble

SOAK = bool(os.environ.get("EMBASSY_BOT_SOAK"))

SEED = int(os.environ.get("EMBASSY_BOT_SEED", "20261122"))
"""Of everything that is left to chance, but for the moments at which the machine does things."""

LIFE = (0.1, 1.6)
"""Seconds from a start to the kill: some die before they serve, at about 0.2."""

HALF_A_YEAR = 181 * 86_400
"""Seconds after which nothing personal may be left, whatever the configuration says."""

DRAINED_WITHIN = 300.0 if SOAK else 120.0
"""Seconds for the last life, which has a calm line."""


@dataclass(frozen=True)
class Scale:
    """How much of everything."""

    kills: int
    askers: int
    bookers: int
    deeds: int
    """Of each booker; a third of them are bookings, the rest moves and cancellations."""


@dataclass
class Campaign:
    """One run, and what it leaves."""

    cradle: Nursery
    folder: Path
    scale: Scale
    place: str = ""
    """Address of the database; a file in `folder` by default."""
    config: str = ""
    posted: Posted | None = None
    """None: the bot polls."""
    telegram: LocalTelegram = field(init=False)
    bot: Bot = field(init=False)
    trouble: Trouble = field(init=False)
    expected: list[str] = field(default_factory=list)
    askers: list[Person] = field(default_factory=list)
    kills: list[datetime] = field(default_factory=list)
    seconds: float = 0.0
    wrong: list[str] = field(default_factory=list)
    """Every promise that was not kept."""

    def __post_init__(self) -> None:
        slow = self.scale.kills // 4
        self.trouble = Trouble(random.Random(SEED), slow)  # noqa: S311 - to be repeated
        self.telegram = LocalTelegram(SystemClock().now, faults=self.trouble)
        self.file = self.folder / "bot.db"
        self.place = self.place or f"sqlite:///{self.file}"

    async def run(self) -> None:
        begun = time.monotonic()
        async with LocalServer(self.telegram) as server:
            told = environ(self.telegram, server, self.file) | {"DATABASE_URL": self.place}
            if self.config:
                (self.folder / "config.yaml").write_text(self.config)
                told["EMBASSY_BOT_CONFIG"] = str(self.folder / "config.yaml")
            self.bot = Bot(self.cradle, self.folder, told)
            async with self._postman() as deliver:
                await self._work(deliver)
            assert await self.bot.stopped() == 0, self.bot.said_last
            self.wrong += self._broken(await self.copy())
            self.wrong += await self._left_behind()
        self.seconds = time.monotonic() - begun

    async def copy(self) -> Path:
        """Return an SQLite file with all rows as they are now."""
        if is_postgres(self.place):
            await backup(self.place, self.file)
        return self.file

    @asynccontextmanager
    async def _postman(self) -> AsyncIterator[Deliver | None]:
        if self.posted is None:
            yield None
        else:
            async with self.posted(self.telegram) as deliver:
                yield deliver

    async def _work(self, deliver: Deliver | None) -> None:
        chance = random.Random(SEED + 1)  # noqa: S311 - to be repeated
        self.bot.start()
        self.expected = await quiet_answers(Person(self.telegram, 0, deliver))
        await self.bot.killed()
        self.trouble.calm = False
        async with asyncio.TaskGroup() as tasks:
            enemy = tasks.create_task(rival(self.telegram, chance))
            people = tasks.create_task(self._citizens(deliver))
            await self._kill_again_and_again(chance, people)
            self.trouble.calm = True
            enemy.cancel()
            self.bot.start()
            await people
        give_up = time.monotonic() + DRAINED_WITHIN
        while not drained(self.telegram, await self.copy()):
            assert time.monotonic() < give_up, f"seed {SEED}: {self.bot.said_last}"
            await asyncio.sleep(0.2)

    async def _citizens(self, deliver: Deliver | None) -> None:
        scale = self.scale
        people = [
            Person(self.telegram, number + 1, deliver)
            for number in range(scale.askers + scale.bookers)
        ]
        self.askers = people[: scale.askers]
        own = {one: random.Random(SEED + 7 * one.number) for one in people}  # noqa: S311 - the same
        await asyncio.gather(
            *(ask(one, own[one], self.expected) for one in self.askers),
            *(use_the_book(one, own[one], scale.deeds) for one in people[scale.askers :]),
        )

    async def _kill_again_and_again(
        self, chance: random.Random, people: "asyncio.Task[None]"
    ) -> None:
        while len(self.kills) < self.scale.kills and not people.done():
            self.bot.start()
            with suppress(TimeoutError):
                async with asyncio.timeout(chance.uniform(*LIFE)):
                    await asyncio.shield(people)
            if self.bot.has_ended():  # it could not reach Telegram: a supervisor starts it again
                assert "Telegram cannot be reached" in self.bot.said_last, self.bot.said_last
            else:
                self.kills.append(SystemClock().now())
                await self.bot.killed()

    def _broken(self, file: Path) -> Iterator[str]:
        yield from unhandled(self.telegram, file)
        yield from lies(self.telegram, file)
        yield from damage(file)
        for person in self.askers:
            doubts = [one.at for one in self.trouble.doubts if one.chat_id == person.chat.id]
            yield from wrong_answers(person.answers, self.expected, [*doubts, *self.kills])

    async def _left_behind(self) -> list[str]:
        """Secrets and citizens' words where they must not be: now, and after half a year."""
        token = self.telegram.token.partition(":")[2]
        copy = self.folder / "copy.db"
        await backup(self.place, copy)
        found = [*leaks([token, SECRET_WORD], [*self.folder.iterdir()])]
        copy.unlink()
        self.bot.forward(HALF_A_YEAR)
        self.bot.start()
        await self.bot.serves()
        assert await self.bot.stopped() == 0, self.bot.said_last
        await self.copy()
        return [*found, *leaks([token, SECRET_WORD, CANARY], [*self.folder.iterdir()])]

    def __str__(self) -> str:
        """What was measured."""
        deeds = sum(entry.by_bot is False for entry in self.telegram.transcript)
        return (
            f"seed {SEED}: {len(self.kills)} kills, {self.trouble.count} faults, {deeds} updates,"
            f" {self.scale.bookers * self.scale.deeds} bookings, moves and cancellations,"
            f" {self.seconds:.0f} s\n"
        )


async def rival(telegram: LocalTelegram, chance: random.Random) -> None:
    """Now and then another bot polls with the same token, as in an overlapping deployment."""
    while True:
        await asyncio.sleep(chance.uniform(1, 5))
        telegram.world.updates.interrupt("terminated by other getUpdates request")


async def quiet_answers(person: Person) -> list[str]:
    """What the bot answers to all questions when nothing goes wrong."""
    for number, question in enumerate(QUESTIONS):
        await person.asks([question])
        await person.answered(number + 1)
    expected = [entry.text.text for entry in person.answers]
    assert len(expected) == len(QUESTIONS)
    return expected
