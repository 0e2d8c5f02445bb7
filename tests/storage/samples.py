"""A small appointment book, for tests that fill one."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.booking.book import Book, Booking, Change, Enter, Hold, Move, Place, Slot
from bot.storage.backup import snapshot_of
from bot.storage.store import Store, open_store

NOW = datetime(2026, 11, 24, 17, tzinfo=UTC)
"""A plain Tuesday at noon in Lima."""

SOON = NOW + timedelta(days=3)
STEP = timedelta(minutes=15)
ANA, LUIS = 70_000_000_001, 70_000_000_002
"""Telegram ids, of more than 32 bits as many are."""


def place(start: datetime = SOON, window: int = 1, windows: int = 1, cells: int = 2) -> Place:
    return Place("acs", tuple(start + STEP * n for n in range(cells)), window, windows)


def booking(
    reference: str = "LIM-7K4Q-9",
    citizen: int = ANA,
    start: datetime = SOON,
    *,
    service: str = "passport",
    person: str = "Ana Pérez",
) -> Booking:
    return Booking(reference, citizen, service, person, start, 30)


def enter(made: Booking, window: int = 1, windows: int = 1) -> Enter:
    return Enter(made, place(made.start, window, windows))


def hold(start: datetime = SOON, minutes: int = 10) -> Hold:
    slot = Slot("passport", start, 30)
    return Hold(slot, place(start), NOW + timedelta(minutes=minutes))


def move(made: Booking, start: datetime, rests: datetime | None = None) -> Move:
    moved = replace(made, start=start, sequence=made.sequence + 1)
    return Move(moved, place(start), rests)


@asynccontextmanager
async def opened(where: str | Path | None) -> AsyncIterator[Store]:
    """Open a store, and close it whatever happens: its thread would keep the process alive."""
    store = await open_store(where)
    try:
        yield store
    finally:
        await store.close()


async def apply(store: Store, citizen: int, *changes: Change, now: datetime = NOW) -> None:
    async with store.unit() as unit:
        await unit.appointments.apply(citizen, changes, now)


async def book(store: Store, citizen: int = ANA, now: datetime = NOW) -> Book:
    async with store.unit() as unit:
        return await unit.appointments.book(citizen, now, lot=5)


async def rows_of(where: str) -> dict[str, list[dict[str, Any]]]:
    """Return all rows of a database by table, whichever engine keeps it."""
    found: dict[str, list[dict[str, Any]]] = {}
    async with snapshot_of(where) as snapshot:
        async for piece in snapshot.pieces():
            rows = [dict(zip(piece.columns, row, strict=True)) for row in piece.rows]
            found.setdefault(piece.table, []).extend(rows)
    # Neither engine promises an order.
    return {table: sorted(rows, key=repr) for table, rows in found.items()}
