"""Between the rows of the appointment book and its values."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from functools import lru_cache
from typing import Any

from bot.booking.book import Booking, Held, Place, Slot, Taken
from bot.storage.executor import Row, as_instant, as_text


def times_of(booking: Booking) -> dict[str, Any]:
    """Return the columns that say when a booking is."""
    end = booking.start + timedelta(minutes=booking.minutes)
    return {
        "start_at": as_text(booking.start),
        "end_at": as_text(end),
        "minutes": booking.minutes,
    }


def seats_of(place: Place) -> list[dict[str, Any]]:
    """Return the keys of the seats of a place."""
    # In order of time: two transactions that want the same cells then wait, and never deadlock.
    return [
        {"cell": as_text(cell), "desk": place.desk, "desk_window": place.window}
        for cell in sorted(place.cells)
    ]


def as_booking(row: Sequence[Any]) -> Booking:
    """Read a booking."""
    reference, citizen, service, person, start, minutes, sequence = row
    return Booking(reference, citizen, service, person, as_instant(start), minutes, sequence)


def as_held(row: Row) -> Held:
    """Read what is kept for a citizen."""
    service, start, minutes, until = row
    return Held(Slot(service, as_instant(start), minutes), as_instant(until))


def as_taken(rows: Iterable[Row]) -> Taken:
    """Read what is occupied."""
    return {(desk, _cell(cell)): _windows(taken) for desk, cell, taken in rows}


# The same cells are read with every message: without these two a full book takes twice as long.
_cell = lru_cache(maxsize=2**16)(as_instant)


@lru_cache(maxsize=2**12)
def _windows(taken: int) -> frozenset[int]:
    return frozenset(bit + 1 for bit in range(taken.bit_length()) if taken >> bit & 1)
