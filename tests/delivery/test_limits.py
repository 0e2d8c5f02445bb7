"""Telegram's limits, on virtual time."""

import asyncio
import json
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import chain, count, islice, pairwise
from typing import Any

import pytest
from telegram import Bot
from telegram.request import BaseRequest, RequestData

from bot.delivery.limits import SLOW_FOR, Limits
from bot.delivery.ports import Outbox as OutboxPort
from bot.delivery.ports import Unit as UnitPort
from bot.delivery.sender import Sender
from bot.outgoing import Outgoing, Send
from tests.delivery.support import VirtualTime, running, until

REMINDERS = 5_000
GROUP = -1_000_000_000_077


@dataclass(frozen=True)
class Row:
    id: int
    act: Send
    due_at: datetime
    urgent: bool
    tries: int = 0


@dataclass
class MemoryOutbox:
    """The outbox without a database: thousands of messages in a second of real time."""

    live: dict[int, Row] = field(default_factory=dict)
    bulk: dict[int, Row] = field(default_factory=dict)
    ids: "count[int]" = field(default_factory=count)

    @property
    def empty(self) -> bool:
        return not self.live and not self.bulk

    async def add(
        self,
        acts: Sequence[Outgoing],
        now: datetime,
        *,
        update_id: int | None,
        urgent: bool = True,
    ) -> None:
        assert update_id is None
        for act in acts:
            assert isinstance(act, Send)
            row = Row(next(self.ids), act, now, urgent)
            (self.live if urgent else self.bulk)[row.id] = row

    async def due(self, now: datetime, limit: int) -> list[Row]:
        found: list[Row] = []
        seen: set[int] = set()
        for row in chain(self.live.values(), self.bulk.values()):
            if len(found) == limit:
                break
            if row.act.chat_id not in seen:
                seen.add(row.act.chat_id)
                found += [row] if row.due_at <= now else []
        return found

    async def next_due(self) -> datetime | None:
        return min((row.due_at for row in islice(self.live.values(), 100)), default=None)

    async def sent(self, row: int) -> None:
        self.live.pop(row, None) or self.bulk.pop(row)

    async def later(self, row: int, due_at: datetime, tries: int) -> None:
        self.live[row] = replace(self.live[row], due_at=due_at, tries=tries)

    async def drop(self, row: int) -> None:
        raise NotImplementedError

    async def drop_chat(self, chat_id: int) -> int:
        raise NotImplementedError


@dataclass
class Unit:
    box: MemoryOutbox

    @property
    def outbox(self) -> OutboxPort:
        return self.box

    @property
    def inbox(self) -> Any:
        raise NotImplementedError

    @property
    def memories(self) -> Any:
        raise NotImplementedError


class Telegram(BaseRequest):
    """Takes 50 ms for an answer, notes when each message came, and refuses when told to."""

    def __init__(self, time: VirtualTime) -> None:
        self._time = time
        self.came: list[tuple[float, int]] = []
        self.refuse: dict[int, int] = {}
        """By chat: the next message is refused for so many seconds."""
        self.refused: list[tuple[float, int, int]] = []

    @property
    def read_timeout(self) -> float:
        return 5.0

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None: ...

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: Any, **__: Any
    ) -> tuple[int, bytes]:
        assert method == "POST"
        assert url.endswith("sendMessage")
        assert request_data is not None
        chat = int(request_data.json_parameters["chat_id"])
        self.came.append((self._time.monotonic(), chat))
        await self._time.sleep(0.05)
        if seconds := self.refuse.pop(chat, 0):
            self.refused.append((self._time.monotonic(), chat, seconds))
            answer: Any = {"ok": False, "parameters": {"retry_after": seconds}}
            return 429, json.dumps(answer).encode()
        message = {"message_id": 1, "date": 0, "chat": {"id": chat, "type": "private"}}
        return 200, json.dumps({"ok": True, "result": message}).encode()


@dataclass
class Traffic:
    time: VirtualTime
    outbox: MemoryOutbox
    telegram: Telegram
    sender: Sender
    alarms: list[str]

    async def owe(self, *chats: int, urgent: bool = True) -> None:
        acts = [Send(chat, "hello") for chat in chats]
        await self.outbox.add(acts, self.time.now(), update_id=None, urgent=urgent)
        self.sender.wake()

    def times(self, chat: int | None = None) -> list[float]:
        return [at for at, to in self.telegram.came if chat in (None, to)]


@pytest.fixture
async def traffic() -> AsyncIterator[Traffic]:
    time = VirtualTime(turns=12)
    outbox, alarms = MemoryOutbox(), list[str]()
    telegram = Telegram(time)

    @asynccontextmanager
    async def units() -> AsyncIterator[UnitPort]:
        yield Unit(outbox)

    bot = Bot("1:x", request=telegram)
    sender = Sender(bot, units, time=time.ports, alarm=alarms.append)
    async with running(time.flow(), sender.run()):
        yield Traffic(time, outbox, telegram, sender, alarms)
    assert alarms == []


def most_in(seconds: float, times: Sequence[float]) -> int:
    """How many lie at most within a stretch of so many seconds, its end left out."""
    most = first = 0
    for last, time in enumerate(times):
        while times[first] + seconds <= time + 1e-9:
            first += 1
        most = max(most, last - first + 1)
    return most


async def test_live_answers_do_not_wait_for_five_thousand_reminders(traffic: Traffic) -> None:
    await traffic.owe(*range(1, REMINDERS + 1), urgent=False)
    owed: dict[int, float] = {}
    citizens = iter(range(10_000, 20_000))
    while not traffic.outbox.empty:
        # Some five citizens a second, each with an answer of their own, never at the same moment.
        owed[citizen := next(citizens)] = traffic.time.monotonic()
        await traffic.owe(citizen)
        await traffic.time.sleep(0.21)
        if len(owed) > REMINDERS:
            pytest.fail("the reminders never end")
    came = {chat: at for at, chat in traffic.telegram.came}
    waits = sorted(came[citizen] - since for citizen, since in owed.items())

    assert len(traffic.telegram.came) == REMINDERS + len(owed)
    assert most_in(1.0, traffic.times()) <= 30
    assert len(waits) > 500
    assert waits[int(len(waits) * 0.95)] <= 0.2
    assert waits[-1] <= 2.0
    assert traffic.time.monotonic() < REMINDERS / 14, "reminders take their share of the rate"


async def test_more_live_answers_than_telegram_takes_leave_at_its_pace(traffic: Traffic) -> None:
    await traffic.owe(*range(1, 301))
    await until(lambda: traffic.outbox.empty)

    assert most_in(1.0, traffic.times()) == 30
    assert traffic.times()[-1] == pytest.approx(9, abs=1.5)


async def test_a_chat_gets_three_messages_at_once_and_then_one_a_second(traffic: Traffic) -> None:
    await traffic.owe(*[7] * 12)
    await until(lambda: traffic.outbox.empty)
    times = traffic.times(7)

    assert times[2] < 0.2, "an answer of three messages is shown at once"
    assert all(later - earlier >= 0.999 for earlier, later in pairwise(times[3:]))
    assert most_in(5.0, times) <= 3 + 5


async def test_a_group_gets_twenty_messages_a_minute(traffic: Traffic) -> None:
    await traffic.owe(*[GROUP] * 50)
    await until(lambda: traffic.outbox.empty)

    assert most_in(60.0, traffic.times(GROUP)) == 20
    assert len(traffic.times(GROUP)) == 50


async def test_a_refused_chat_is_not_asked_again_too_early_while_others_go_on(
    traffic: Traffic,
) -> None:
    traffic.telegram.refuse = dict.fromkeys(range(1, 40), 40)
    await traffic.owe(*range(1, 40), *range(1, 40))
    await traffic.owe(*range(100, 200))
    await until(lambda: traffic.outbox.empty)
    by_chat = defaultdict(list)
    for at, chat in traffic.telegram.came:
        by_chat[chat].append(at)

    assert len(traffic.telegram.refused) == 39
    for at, chat, seconds in traffic.telegram.refused:
        assert [time for time in by_chat[chat] if at < time < at + seconds] == []
        assert len(by_chat[chat]) == 3
    assert max(by_chat[chat][0] for chat in range(100, 200)) < 40


def test_the_overall_speed_is_halved_for_a_while_after_a_refusal() -> None:
    limits = Limits()

    def leaving(now: float) -> int:
        left = 0
        while not limits.wait(1_000 + left, now, urgent=True):
            limits.spend(1_000 + left, now)
            left += 1
        return left

    assert leaving(0.0) == 30
    limits.slow_down(10.0)
    assert leaving(10.0) == 15
    limits.slow_down(20.0)
    assert leaving(20.0) == 7
    assert leaving(20.0 + SLOW_FOR) == 15
    assert leaving(20.0 + 2 * SLOW_FOR) == 30


async def test_waiting_for_a_limit_does_not_keep_the_processor_busy(traffic: Traffic) -> None:
    await traffic.owe(*[7] * 20)
    reads = 0
    due = traffic.outbox.due

    async def counted(now: datetime, limit: int) -> list[Row]:
        nonlocal reads
        reads += 1
        return await due(now, limit)

    traffic.outbox.due = counted  # type: ignore[method-assign]  # a real part, counted
    await until(lambda: traffic.outbox.empty)
    await asyncio.sleep(0)

    assert 20 <= reads <= 80


async def test_what_lands_while_the_outbox_is_being_read_does_not_leave_twice(
    traffic: Traffic,
) -> None:
    due = traffic.outbox.due

    async def slow(now: datetime, limit: int) -> list[Row]:
        found = await due(now, limit)
        await traffic.time.sleep(0.2)  # four times as long as a message takes
        return found

    traffic.outbox.due = slow  # type: ignore[method-assign]  # a real part, slowed down
    for chat in range(1, 21):
        await traffic.owe(chat)
        await traffic.time.sleep(0.22)
    await until(lambda: traffic.outbox.empty)

    assert sorted(chat for _, chat in traffic.telegram.came) == [*range(1, 21)]
