"""The one place that reads the wall clock."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Says what time it is."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""
        return datetime.now(UTC)  # noqa: TID251 - this is the clock that others are given


@dataclass(frozen=True, slots=True)
class FixedClock:
    """Always the same instant: for `--now` and for tests."""

    instant: datetime

    def __post_init__(self) -> None:
        """Refuse a time without a zone: it could be anybody's."""
        if self.instant.tzinfo is None:
            raise ValueError("a time needs its zone, e.g. 2026-11-24T18:00:00-05:00")

    def now(self) -> datetime:
        """Return the fixed instant in UTC."""
        return self.instant.astimezone(UTC)
