"""What delivery needs of others: rows of the inbox and outbox, time, and somebody to alarm."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.clock import Clock
from bot.dialogue.model import Memory
from bot.outgoing import Outgoing

Sleep = Callable[[float], Awaitable[None]]
"""Waits some seconds."""

Monotonic = Callable[[], float]
"""Seconds of a clock that never goes back; its zero means nothing."""

Alarm = Callable[[str], None]
"""Tells the staff. Returns at once and never raises; the text holds nothing personal."""

Count = Callable[[str], None]
"""Notes what became of an attempt to send; the words are `bot.delivery.ledger`'s."""


def uncounted(_: str) -> None:
    """Count nothing."""


@dataclass(frozen=True, slots=True)
class Time:
    """The clocks of delivery: the calendar's for rows, the steady one for pauses."""

    clock: Clock
    monotonic: Monotonic = time.monotonic
    sleep: Sleep = asyncio.sleep


class Arrived(Protocol):
    """An update that is not done. `body` is its JSON."""

    @property
    def update_id(self) -> int:
        """Telegram's id, unique."""
        ...

    @property
    def lane(self) -> int:
        """Updates of one lane are handled in order."""
        ...

    @property
    def body(self) -> str:
        """The update as Telegram wrote it."""
        ...

    @property
    def tries(self) -> int:
        """How often handling it has failed."""
        ...


class Owed(Protocol):
    """Something that is to be done in Telegram."""

    @property
    def id(self) -> int:
        """The row; a chat's are carried out in this order."""
        ...

    @property
    def act(self) -> Outgoing:
        """What to do."""
        ...

    @property
    def tries(self) -> int:
        """Attempts of which nobody knows whether they reached the citizen."""
        ...

    @property
    def urgent(self) -> bool:
        """An answer somebody waits for, not a reminder."""
        ...


class Inbox(Protocol):
    """What came from Telegram."""

    async def add(self, update_id: int, lane: int, body: str, now: datetime) -> bool:
        """Keep an update; False where it is known."""
        ...

    async def waiting(self) -> Sequence[Arrived]:
        """Return what is neither done nor parked, by `update_id`."""
        ...

    async def done(self, update_id: int, now: datetime) -> None:
        """Note that an update is handled and erase its body; once is as good as twice."""
        ...

    async def failed(self, update_id: int) -> int:
        """Count a failure; return how many there are."""
        ...

    async def park(self, update_id: int, now: datetime) -> None:
        """Put an update aside that cannot be handled."""
        ...


class Outbox(Protocol):
    """What is owed to Telegram."""

    async def add(
        self,
        acts: Sequence[Outgoing],
        now: datetime,
        *,
        update_id: int | None,
        urgent: bool = True,
    ) -> None:
        """Owe `acts`, in order."""
        ...

    async def due(self, now: datetime, limit: int) -> Sequence[Owed]:
        """Return the first row of each chat that is due, urgent ones first."""
        ...

    async def sent(self, row: int, /) -> None:
        """Erase a row: it is carried out."""
        ...

    async def later(self, row: int, due_at: datetime, tries: int, /) -> None:
        """Put a row off; nothing of its chat comes before it."""
        ...

    async def drop(self, row: int, /) -> None:
        """Erase a row that Telegram will never take."""
        ...

    async def drop_chat(self, chat_id: int, /) -> int:
        """Erase all that is owed to a chat that cannot be reached, and remember that."""
        ...

    async def next_due(self) -> datetime | None:
        """Return when the earliest row is due, past or future."""
        ...


class Memories(Protocol):
    """What is remembered of citizens."""

    async def load(self, chat_id: int, /) -> Memory:
        """Return what is remembered of one."""
        ...


class Unit(Protocol):
    """One transaction."""

    @property
    def memories(self) -> Memories:
        """What is remembered."""
        ...

    @property
    def inbox(self) -> Inbox:
        """What came."""
        ...

    @property
    def outbox(self) -> Outbox:
        """What is owed."""
        ...


Units = Callable[[], AbstractAsyncContextManager[Unit]]
"""Opens a transaction: committed on leaving, rolled back by an exception."""
