"""Writes down what came of an act that was owed: erased, put off, given up.

What it counts: `sent`; `retried` (Telegram asked to wait, or an edit may not have arrived);
`repeated` (a new message may not have arrived: the citizen may see it twice); `blocked`;
`dropped`; `outdated` (it stopped being true while it waited).
"""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import assert_never

from bot.delivery.faults import (
    Delivered,
    NotSent,
    Outdated,
    Refused,
    TokenRefused,
    TooFast,
    Unclear,
    Unreachable,
    Verdict,
)
from bot.delivery.limits import Limits
from bot.delivery.line import Line
from bot.delivery.patience import Patience
from bot.delivery.ports import Alarm, Count, Owed, Time, Unit, Units
from bot.outgoing import Acknowledge

REPEAT_AFTER = 2.0
"""Seconds before a message that may have arrived is sent once more."""

MAX_SENDS = 2
"""Attempts at a new message of which nobody knows: a citizen is told twice at most."""

MAX_EDITS = 100
"""Attempts at an edit of which nobody knows: harmless, so that more than an hour's worth."""

EDIT_PAUSES = (1.0, 2.0, 5.0, 10.0, 30.0, 60.0)
"""Seconds between them."""


class Ledger:
    """The outbox's side of sending. Waits out a database that cannot be written."""

    def __init__(
        self,
        units: Units,
        patience: Patience,
        line: Line,
        limits: Limits,
        *,
        time: Time,
        alarm: Alarm,
        count: Count,
    ) -> None:
        """Write into `units`; tell `line` and `limits` what concerns all chats."""
        self._units = units
        self._patience = patience
        self._line = line
        self._limits = limits
        self._time = time
        self._alarm = alarm
        self._count = count

    async def settle(self, row: Owed, verdict: Verdict) -> None:
        """Write down `verdict`. Only then may the next row of the chat leave."""
        if isinstance(row.act, Acknowledge):
            # Best effort and once: the answer itself is another row.
            await self._write(lambda unit: unit.outbox.sent(row.id))
        else:
            await self._account(row, row.act.chat_id, verdict)

    async def _account(self, row: Owed, chat_id: int, verdict: Verdict) -> None:
        match verdict:
            case Delivered():
                self._count("sent")
                await self._write(lambda unit: unit.outbox.sent(row.id))
            case Outdated():
                self._count("outdated")
                await self._write(lambda unit: unit.outbox.sent(row.id))
            case TooFast(seconds):
                self._count("retried")
                self._limits.slow_down(self._time.monotonic())
                await self._put_off(row, seconds, row.tries)
            case Unreachable():
                self._count("blocked")
                await self._write(lambda unit: unit.outbox.drop_chat(chat_id))
            case Refused(why):
                await self._drop(row, f"Telegram refuses a message of the bot's: {why}")
            case NotSent() | TokenRefused():
                self._line.lost()
            case Unclear(idempotent):
                self._line.lost()
                await self._repeat(row, idempotent=idempotent)
            case _:
                assert_never(verdict)

    async def _repeat(self, row: Owed, *, idempotent: bool) -> None:
        tries = row.tries + 1
        if tries >= (MAX_EDITS if idempotent else MAX_SENDS):
            await self._drop(row, "Telegram never said whether it took a message.")
        else:
            self._count("retried" if idempotent else "repeated")
            pauses = EDIT_PAUSES if idempotent else (REPEAT_AFTER,)
            await self._put_off(row, pauses[min(tries, len(pauses)) - 1], tries)

    async def _put_off(self, row: Owed, seconds: float, tries: int) -> None:
        due_at = self._time.clock.now() + timedelta(seconds=seconds)
        await self._write(lambda unit: unit.outbox.later(row.id, due_at, tries))

    async def _drop(self, row: Owed, why: str) -> None:
        self._count("dropped")
        await self._write(lambda unit: unit.outbox.drop(row.id))
        self._alarm(f"{why} It is dropped. Please tell the developers.")

    async def _write(self, action: Callable[[Unit], Awaitable[object]]) -> None:
        async def attempt() -> None:
            async with self._units() as unit:
                await action(unit)

        await self._patience(attempt)
