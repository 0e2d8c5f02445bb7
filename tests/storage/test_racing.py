"""64 citizens in three processes want the same few appointments, on both engines."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from subprocess import PIPE
from typing import Any

import asyncpg
import pytest

from bot.storage.store import file_of, is_postgres, open_store
from tests.storage.racers import MOST, free, violations
from tests.storage.samples import NOW, opened, rows_of

ROOT = Path(__file__).parents[2]

SHARES = (range(1, 23), range(101, 122), range(201, 222))
"""The citizens of each process: 64 together."""

ROUNDS = int(os.environ.get("RACE_ROUNDS", "4"))
"""Cancellations, moves and new bookings of each; more for an evening's soak."""

SEED = 7

Told = list[dict[str, Any]]
Race = Callable[[str, int, int], Told]
"""Address, windows and rounds of a race."""


@pytest.fixture(scope="module")
def race() -> Iterator[Race]:
    """Three processes, ready to race whenever they are told to."""
    command = (sys.executable, "-m", "tests.storage.racers")
    with ExitStack() as stack:
        racers = [
            stack.enter_context(
                subprocess.Popen(command, cwd=ROOT, stdin=PIPE, stdout=PIPE, text=True)  # noqa: S603 - our own words
            )
            for _ in SHARES
        ]

        def run(where: str, windows: int, rounds: int) -> Told:
            for racer, share in zip(racers, SHARES, strict=True):
                assert racer.stdin
                job = json.dumps([where, [*share], windows, rounds, SEED])
                print(job, file=racer.stdin, flush=True)
            lines = [racer.stdout.readline() if racer.stdout else "" for racer in racers]
            return [one for line in lines for one in json.loads(line)]

        yield run


async def without_key(where: str) -> None:
    """Sabotage: take from the table of seats what forbids two in one place."""
    script = (
        "create table loose as select * from seat",
        "drop table seat",
        "alter table loose rename to seat",
    )
    await (await open_store(where)).close()
    if is_postgres(where):
        connection = await asyncpg.connect(where)
        await connection.execute("; ".join(script))
        await connection.close()
    else:
        raw = sqlite3.connect(file_of(where))
        raw.executescript("; ".join(script))
        raw.close()


async def still_free(where: str, windows: int) -> int:
    async with opened(where) as store, store.unit() as unit:
        return len(free(await unit.appointments.book(999, NOW, 0), windows))


@pytest.mark.parametrize("windows", [1, 3])
async def test_a_rush_fills_the_book_and_everyone_is_told_the_truth(
    race: Race, place: str, windows: int
) -> None:
    told = race(place, windows, 0)

    assert len(told) == 64
    assert [*violations(await rows_of(place), told, windows)] == []
    assert sum(one["surprises"] for one in told) > 0, "nobody was ever faster: this was no race"
    assert await still_free(place, windows) == 0, "somebody was told that all is full, and is not"
    assert all(bool(one["reference"]) != one["told_full"] for one in told)


@pytest.mark.parametrize("windows", [1, 3])
async def test_cancelled_and_moved_appointments_come_back_to_others(
    race: Race, place: str, windows: int
) -> None:
    told = race(place, windows, ROUNDS)
    rows = await rows_of(place)

    assert [*violations(rows, told, windows)] == []
    cancelled = [row for row in rows["booking"] if row["status"] == "cancelled"]
    assert cancelled, "nothing was ever cancelled"
    assert len(rows["booking"]) > MOST * windows, "no time was ever booked again"


async def test_without_its_key_the_race_is_lost(race: Race, place: str) -> None:
    """The sabotage that shows that the tests above can fail."""
    await without_key(place)

    told = race(place, 1, 0)

    assert any(one.startswith("double") for one in violations(await rows_of(place), told, 1))
