"""How fast the appointment book is on each engine, and whether a long past slows it down.

    python -m benchmarks.booking [--past 1000000]

SQLite in a temporary file, PostgreSQL from the development wheel; both write durably.
"""

import argparse
import asyncio
import statistics
import tempfile
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from time import perf_counter

from bot.booking.book import Booking, Enter, Place
from bot.storage.backup import write_copy
from bot.storage.executor import as_text
from bot.storage.migrating import migrations
from bot.storage.postgres_tables import fill
from bot.storage.store import Store, file_of, is_postgres, open_store
from bot.storage.tables import PIECE, Piece
from tests.storage.postgres import server

NOW = datetime(2026, 11, 24, 17, tzinfo=UTC)
STEP = timedelta(minutes=15)
WINDOWS = 3
BOOKINGS = 1_500
"""Made by the benchmark: about what 60 days of a busy post hold."""
LOOKS = 400
"""How often the book is opened for a median."""
BAR = 1.2
"""Opening a book with a long past may take so many times as long as without."""


class Past:
    """A million bookings that are over, as a snapshot that can be written anywhere."""

    version = max(number for number, _ in migrations())

    def __init__(self, bookings: int) -> None:
        self._bookings = bookings

    async def pieces(self) -> AsyncIterator[Piece]:
        """Yield the rows of bookings, then of their seats and events."""
        for first in range(0, self._bookings, PIECE):
            for piece in _pieces(range(first, min(first + PIECE, self._bookings))):
                yield piece


def _pieces(numbers: range) -> Iterator[Piece]:
    bookings, seats, events = [], [], []
    for number in numbers:
        start = NOW - timedelta(days=1) - 2 * STEP * (number // WINDOWS)
        reference, citizen = f"OLD-{number}", 10_000_000 + number % 200_000
        at, window = as_text(start), number % WINDOWS + 1
        kind = (f"passport-{number}", "Ana Pérez", "ana perez")
        times = (at, as_text(start + 2 * STEP), 30, "booked", 0, at, at)
        bookings.append((reference, citizen, *kind, *times))
        for cell in (start, start + STEP):
            seats.append((as_text(cell), "acs", window, WINDOWS, "booked", reference))
        events.append((citizen, at, "booked", reference))
    columns = (
        "reference citizen service person person_key start_at end_at minutes status sequence "
        "created_at changed_at"
    )
    yield Piece("booking", tuple(columns.split()), bookings)
    columns = "cell desk desk_window windows kind reference"
    yield Piece("seat", tuple(columns.split()), seats)
    yield Piece("booking_event", ("citizen", "happened_at", "kind", "reference"), events)


async def book_all(store: Store) -> float:
    """Make bookings in whole units, several at once; return how many a second."""
    line = iter(range(BOOKINGS))

    async def clerk() -> None:
        for number in line:
            start = NOW + timedelta(days=1) + 2 * STEP * (number // WINDOWS)
            made = Booking(f"NEW-{number}", number + 1, "passport", "Ana Pérez", start, 30)
            place = Place("acs", (start, start + STEP), number % WINDOWS + 1, WINDOWS)
            async with store.unit() as unit:
                await unit.appointments.book(made.citizen, NOW, 0)
                await unit.appointments.apply(made.citizen, [Enter(made, place)], NOW)

    began = perf_counter()
    await asyncio.gather(*(clerk() for _ in range(8)))
    return BOOKINGS / (perf_counter() - began)


async def look(store: Store, citizen: int) -> float:
    """Return the milliseconds that it takes to open the book."""
    async with store.unit() as unit:
        began = perf_counter()
        await unit.appointments.book(citizen, NOW, 0)
        return 1000 * (perf_counter() - began)


async def measure(name: str, young: str, old: str, past: int) -> None:
    """Measure one engine and print a line."""
    if is_postgres(old):
        await fill(old, Past(past))
    else:
        await write_copy(Past(past), file_of(old))
    stores = [await open_store(young), await open_store(old)]
    try:
        rates = [await book_all(store) for store in stores]
        times: list[list[float]] = [[], []]
        for number in range(LOOKS):  # by turns, so that a busy machine slows both alike
            for store, found in zip(stores, times, strict=True):
                found.append(await look(store, 10_000_000 + number))
    finally:
        for store in stores:
            await store.close()
    [alone, long] = [statistics.median(found) for found in times]
    verdict = "ok" if long <= BAR * alone else "TOO SLOW"
    print(
        f"{name:<11}{rates[0]:>10.0f}{rates[1]:>14.0f}{alone:>14.2f}{long:>16.2f}"
        f"{long / alone:>8.2f}  {verdict}"
    )


def main() -> None:
    """Measure every engine."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--past", type=int, default=1_000_000)
    options = parser.parse_args()
    print(f"{BOOKINGS} bookings in whole units (book, apply, commit); past: {options.past:,}")
    print("engine      book/s   book/s (past)   book() ms   book() ms (past)   ratio")
    with tempfile.TemporaryDirectory() as folder:
        places = (f"sqlite:///{folder}/young.db", f"sqlite:///{folder}/old.db")
        asyncio.run(measure("SQLite", *places, options.past))
    with server(durable=True) as postgres:
        places = (postgres.new_place(), postgres.new_place())
        asyncio.run(measure("PostgreSQL", *places, options.past))


if __name__ == "__main__":
    main()
