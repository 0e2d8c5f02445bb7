"""Citizens who want the same few appointments, as a process of their own.

Each of them decides on a book that may be old by the time the change is written: only the schema
stands between two of them. Each line of input is the arguments of a `race` as JSON, each line of
output what its citizens were told.
"""

import asyncio
import json
import random
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from bot.booking.book import Book, Booking, Cancel, Change, Enter, Hold, Move, Place, Slot
from bot.storage.store import Stale, Store, open_store
from tests.storage.samples import NOW, SOON, STEP, booking, place

STARTS = 8
"""Times that are wanted; each lasts two cells, so that neighbours overlap."""

MOST = (STARTS + 1) // 2
"""As many can stand side by side in one window."""

PAUSE = 0.05
"""Seconds at most between two wishes of a citizen, so that others cancel meanwhile."""


def free(book: Book, windows: int) -> list[Place]:
    """Return every place that could be taken, as far as `book` knows."""
    every = (
        place(SOON + STEP * start, window, windows)
        for start in range(STARTS)
        for window in range(1, windows + 1)
    )
    return [
        one
        for one in every
        if all(one.window not in book.taken.get((one.desk, cell), ()) for cell in one.cells)
    ]


@dataclass
class Racer:
    """One citizen, and the last thing they were told."""

    store: Store
    citizen: int
    windows: int
    chance: random.Random
    booked: Booking | None = None
    told_full: bool = False
    surprises: int = 0
    number: int = 0

    async def look(self) -> Book:
        async with self.store.unit() as unit:
            return await unit.appointments.book(self.citizen, NOW, 0)

    async def write(self, *changes: Change) -> None:
        async with self.store.unit() as unit:
            await unit.appointments.apply(self.citizen, changes, NOW)

    async def get(self) -> None:
        """Book a free time, whichever; try until there is none or it is mine."""
        while True:
            choices = free(await self.look(), self.windows)
            if not choices:
                self.told_full = True
                return
            chosen = self.chance.choice(choices)
            self.number += 1
            wanted = booking(f"R{self.citizen}-{self.number}", self.citizen, chosen.cells[0])
            try:
                if self.chance.random() < 0.3:
                    slot = Slot(wanted.service, wanted.start, wanted.minutes)
                    await self.write(Hold(slot, chosen, NOW + STEP))
                await self.write(Enter(wanted, chosen))
            except Stale:
                self.surprises += 1
            else:
                self.booked, self.told_full = wanted, False
                return

    async def give_up(self, booked: Booking) -> None:
        await self.write(Cancel(booked.reference))
        self.booked = None

    async def shift(self, booked: Booking) -> None:
        """Move to another free time, if there is one and nobody is faster."""
        if choices := free(await self.look(), self.windows):
            chosen = self.chance.choice(choices)
            moved = replace(booked, start=chosen.cells[0], sequence=booked.sequence + 1)
            with suppress(Stale):
                await self.write(Move(moved, chosen))
                self.booked = moved

    async def run(self, rounds: int) -> dict[str, Any]:
        await self.get()
        for _ in range(rounds):
            await asyncio.sleep(self.chance.random() * PAUSE)
            if self.booked is None:
                await self.get()
            elif self.chance.random() < 0.5:
                await self.give_up(self.booked)
            else:
                await self.shift(self.booked)
        mine = self.booked
        return {
            "citizen": self.citizen,
            "reference": mine and mine.reference,
            "start": mine and mine.start.isoformat(timespec="microseconds"),
            "sequence": mine and mine.sequence,
            "told_full": self.told_full,
            "surprises": self.surprises,
        }


async def race(where: str, citizens: list[int], windows: int, rounds: int, seed: int) -> Any:
    """Let all citizens run side by side; return what each was told in the end."""
    store = await open_store(where)
    try:
        racers = (Racer(store, one, windows, random.Random(seed + one)) for one in citizens)  # noqa: S311 - a race, not a secret
        return await asyncio.gather(*(racer.run(rounds) for racer in racers))
    finally:
        await store.close()


def violations(
    rows: dict[str, list[dict[str, Any]]], told: list[dict[str, Any]], windows: int
) -> Iterator[str]:
    """Yield everything that is not as it should be, in the rows and in what was told."""
    standing = {row["reference"]: row for row in rows["booking"] if row["status"] == "booked"}
    seats: dict[tuple[str, int], list[str]] = {}
    for seat in rows["seat"]:
        if seat["kind"] == "booked":
            seats.setdefault((seat["cell"], seat["desk_window"]), []).append(seat["reference"])
    yield from (f"double: {where} {who}" for where, who in seats.items() if len(who) > 1)
    yield from (f"over capacity: {where}" for where in seats if not 1 <= where[1] <= windows)
    places = sum(len(who) for who in seats.values())
    if places != 2 * len(standing):
        yield f"{len(standing)} bookings on {places} seats"
    for one in told:
        row = standing.pop(one["reference"], None) if one["reference"] else None
        if one["reference"] and (
            row is None or (row["start_at"], row["sequence"]) != (one["start"], one["sequence"])
        ):
            yield f"told {one}, kept {row}"
    yield from (f"never told: {reference}" for reference in standing)


def main() -> None:
    for job in sys.stdin:
        print(json.dumps(asyncio.run(race(*json.loads(job)))), flush=True)  # noqa: T201 - its output


if __name__ == "__main__":
    main()
