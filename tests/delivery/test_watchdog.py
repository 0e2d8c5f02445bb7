"""A bot that has gone deaf notices it."""

import asyncio
from dataclasses import dataclass, field

import pytest

from bot.delivery.alarm import QUIET, StaffAlarm
from bot.delivery.health import Pulse
from bot.delivery.patience import PAUSES, pause_after
from bot.delivery.watchdog import GIVE_UP_AFTER, RESTART_AFTER, Deaf, Watchdog
from tests.delivery.support import VirtualTime, running, until


@dataclass
class Kennel:
    """A watchdog on virtual time, and what it watches."""

    time: VirtualTime = field(default_factory=lambda: VirtualTime(turns=5))
    stuck_since: float | None = None
    restarts: list[float] = field(default_factory=list)
    alarms: list[str] = field(default_factory=list)
    heals: bool = False

    def __post_init__(self) -> None:
        self.pulse = Pulse(self.time.monotonic)
        self.dog = Watchdog(
            self.pulse.silence,
            self.stuck_for,
            self.restart,
            time=self.time.ports,
            alarm=self.alarms.append,
        )

    def stuck_for(self) -> float:
        return 0.0 if self.stuck_since is None else self.time.monotonic() - self.stuck_since

    async def restart(self) -> None:
        self.restarts.append(self.time.monotonic())
        if not self.heals:
            raise OSError
        self.pulse.beat()

    async def beats(self, until_second: float) -> None:
        while self.time.monotonic() < until_second:
            self.pulse.beat()
            await self.time.sleep(10)


async def test_a_bot_that_hears_is_left_alone() -> None:
    kennel = Kennel()
    async with running(kennel.time.flow(), kennel.beats(5_000), kennel.dog.run()):
        await until(lambda: kennel.time.monotonic() > 4_000)

    assert kennel.restarts == []
    assert kennel.alarms == []


async def test_polling_is_begun_anew_when_it_is_deaf() -> None:
    kennel = Kennel(heals=True)
    async with running(kennel.time.flow(), kennel.beats(100), kennel.dog.run()):
        await until(lambda: kennel.time.monotonic() > 300)

    assert 90 + RESTART_AFTER <= kennel.restarts[0] <= 100 + RESTART_AFTER + 10
    assert len(kennel.restarts) >= 2, "each deafness is met"
    assert kennel.alarms == []


async def test_the_process_ends_when_that_does_not_help() -> None:
    kennel = Kennel()
    async with running(kennel.time.flow()):
        with pytest.raises(Deaf, match="Telegram has not answered"):
            await asyncio.wait_for(kennel.dog.run(), 5)

    assert GIVE_UP_AFTER <= kennel.time.monotonic() <= GIVE_UP_AFTER + 5
    assert len(kennel.restarts) == 2
    assert len(kennel.alarms) == 1


async def test_the_process_ends_when_nothing_can_be_written_for_too_long() -> None:
    kennel = Kennel(stuck_since=0.0)
    async with running(kennel.time.flow()):
        with pytest.raises(Deaf, match="written down"):
            await asyncio.wait_for(kennel.dog.run(), 5)

    assert kennel.time.monotonic() <= GIVE_UP_AFTER + 5
    assert kennel.restarts == [], "polling rests rightly while its update cannot be written"


async def test_staff_hear_the_same_words_once_in_a_while() -> None:
    time, told = VirtualTime(turns=5), list[str]()

    async def tell(text: str) -> None:
        told.append(text)
        raise OSError("staff are out of reach")

    alarm = StaffAlarm(tell, time.monotonic)
    async with running(time.flow(), alarm.run()):
        for _ in range(50):
            alarm("fire")
        alarm("water")
        await until(lambda: len(told) == 2)
        await time.sleep(QUIET)
        alarm("fire")
        await until(lambda: len(told) == 3)

    assert told == ["fire", "water", "fire"]


def test_pauses_grow_to_their_longest_and_stay_there() -> None:
    pauses = [pause_after(failures) for failures in range(1, 20)]

    assert pauses == sorted(pauses)
    assert pauses[0] == PAUSES[0]
    assert pauses[-1] == PAUSES[-1]
