"""A QR code as rectangles: sharp at every size, and black on white in every printer."""

from collections.abc import Iterator

import segno


def runs(content: str) -> tuple[int, tuple[tuple[int, int, int], ...]]:
    """Return how many modules the code is wide, and its dark runs: row, column, length.

    As much of it may be unreadable as the size allows for: paper is folded.
    """
    code = segno.make(content, micro=False, boost_error=True, error="m")
    rows = [[bool(module) for module in row] for row in code.matrix]
    return len(rows), tuple(run for at, row in enumerate(rows) for run in _runs(at, row))


def _runs(at: int, row: list[bool]) -> Iterator[tuple[int, int, int]]:
    start: int | None = None
    for column, dark in enumerate([*row, False]):
        if dark and start is None:
            start = column
        elif not dark and start is not None:
            yield at, start, column - start
            start = None
