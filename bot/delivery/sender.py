"""From the outbox to Telegram: in order, within the limits, until Telegram has accepted."""

import asyncio
import logging
from collections.abc import Coroutine, Sequence
from dataclasses import replace
from datetime import datetime

from telegram import Bot
from telegram.error import InvalidToken

from bot.delivery.carrier import Carrier
from bot.delivery.faults import Outdated, TokenRefused
from bot.delivery.ledger import Ledger
from bot.delivery.limits import Limits
from bot.delivery.line import Line
from bot.delivery.onward import Onward
from bot.delivery.patience import Patience
from bot.delivery.ports import Alarm, Count, Owed, Time, Units, uncounted
from bot.outgoing import Acknowledge, Send

log = logging.getLogger(__name__)

AT_ONCE = 32
"""Requests under way: thirty a second need as many only where Telegram takes a whole second."""

BULK_AT_ONCE = 8
"""Of those for reminders and broadcasts: when Telegram is slow, answers find a free one."""

LONGEST_NAP = 30.0
"""Seconds without a look at the outbox, should a wake-up or the wall clock's change be missed."""

SHORTEST_NAP = 0.001
"""Seconds; rounding must not turn waiting for a moment into spinning around it."""


class Sender:
    """Carries out what is owed. A row goes only once Telegram has accepted it."""

    def __init__(
        self,
        bot: Bot,
        units: Units,
        *,
        time: Time,
        alarm: Alarm,
        limits: Limits | None = None,
        count: Count = uncounted,
    ) -> None:
        """Send as `bot` what stands in the outbox of `units`; nothing leaves before `run`."""
        # Whether a message is still true is for the calendar to say, set right or wrong.
        self._clock = time.clock
        time = replace(time, clock=Onward(time))
        self._units = units
        self._time = time
        self._alarm = alarm
        self._limits = limits or Limits()
        self._carrier = Carrier(bot)
        self._line = Line(bot.get_me, time.sleep)
        self._patience = Patience(time.sleep, alarm)
        self._ledger = Ledger(
            units, self._patience, self._line, self._limits, time=time, alarm=alarm, count=count
        )
        self._flying: dict[int, Owed] = {}
        self._woken = asyncio.Event()
        self._quiet = asyncio.Event()
        self._landed = asyncio.Event()
        self._stopping = False
        self._tasks: set[asyncio.Task[None]] = set()
        self._refused: InvalidToken | None = None

    def wake(self) -> None:
        """Look at the outbox now: something has been written there."""
        self._woken.set()

    async def idle(self) -> None:
        """Return when nothing is due and nothing is under way."""
        self._quiet.clear()
        self.wake()
        await self._quiet.wait()

    async def run(self) -> None:
        """Send until `stop`.

        Raises:
            telegram.error.InvalidToken: Telegram does not know the bot any more.
        """
        async with asyncio.TaskGroup() as group:
            self._start(group, self._loop(group))
        if self._refused:
            raise self._refused

    async def stop(self, seconds: float) -> None:
        """Begin nothing new, and leave after `seconds`; what is not sent stays in the outbox."""
        self._stopping = True
        try:
            async with asyncio.timeout(seconds):
                while self._flying:
                    self._landed.clear()
                    await self._landed.wait()
        except TimeoutError:
            log.info("stopping with %d messages under way", len(self._flying))
        for task in [*self._tasks]:
            task.cancel()

    def _start(self, group: asyncio.TaskGroup, work: Coroutine[None, None, None]) -> None:
        task = group.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _loop(self, group: asyncio.TaskGroup) -> None:
        while not self._stopping and self._refused is None:
            await self._line.in_order()
            self._woken.clear()
            nap = await self._launch(group)
            async with asyncio.TaskGroup() as race:
                timer = race.create_task(self._wake_in(nap))
                await self._woken.wait()
                timer.cancel()

    async def _wake_in(self, seconds: float) -> None:
        await self._time.sleep(seconds)
        self._woken.set()

    async def _launch(self, group: asyncio.TaskGroup) -> float:
        """Start what may leave; return how many seconds until more may."""
        before = frozenset(self._flying)
        limit = AT_ONCE + len(before) + self._limits.resting(self._time.monotonic())
        owed, next_due = await self._read(limit)
        # What was under way as we read may have been erased since: it must not leave twice.
        fresh = [row for row in owed if row.id not in before]
        naps = [self._try(row, group) for row in fresh]
        if not owed and not self._flying and not self._woken.is_set():
            self._quiet.set()
        if next_due and (ahead := (next_due - self._time.clock.now()).total_seconds()) > 0:
            naps.append(ahead)
        return max(SHORTEST_NAP, min([nap for nap in naps if nap is not None] + [LONGEST_NAP]))

    def _try(self, row: Owed, group: asyncio.TaskGroup) -> float | None:
        """Let a row leave; return the seconds it must wait, None where something will wake us."""
        if self._stopping or self._refused or not self._has_room(row):
            return None
        chat = _chat(row)
        if chat is not None:
            now = self._time.monotonic()
            if wait := self._limits.wait(chat, now, urgent=row.urgent):
                return wait
            self._limits.spend(chat, now)
        self._flying[row.id] = row
        self._start(group, self._fly(row))
        return None

    def _has_room(self, row: Owed) -> bool:
        flying = [*self._flying.values()]
        if len(flying) >= AT_ONCE:
            return False
        if not row.urgent and sum(not other.urgent for other in flying) >= BULK_AT_ONCE:
            return False
        return all(_chat(other) != _chat(row) or _chat(row) is None for other in flying)

    async def _fly(self, row: Owed) -> None:
        try:
            verdict = Outdated() if self._is_outdated(row) else await self._carrier.carry(row.act)
            if isinstance(verdict, TokenRefused):
                self._refused = verdict.error
                self._alarm("Telegram refuses the bot's token. The service stops.")
            else:
                await self._ledger.settle(row, verdict)
        finally:
            del self._flying[row.id]
            self._landed.set()
            self.wake()

    def _is_outdated(self, row: Owed) -> bool:
        until = row.act.until if isinstance(row.act, Send) else None
        return until is not None and self._clock.now() >= until

    async def _read(self, limit: int) -> tuple[Sequence[Owed], datetime | None]:
        async def read() -> tuple[Sequence[Owed], datetime | None]:
            async with self._units() as unit:
                owed = await unit.outbox.due(self._time.clock.now(), limit)
                return owed, await unit.outbox.next_due()

        return await self._patience(read)


def _chat(row: Owed) -> int | None:
    """A chat's rows leave one by one; acknowledgements are in nobody's way."""
    return None if isinstance(row.act, Acknowledge) else row.act.chat_id
