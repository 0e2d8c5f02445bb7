"""Trouble between the bot and Telegram, drawn from a seed and written down."""

import random
from dataclasses import dataclass, field
from datetime import datetime

from bot.clock import SystemClock
from bot.local import ConnectionReset, Delay, Hang, ServerError, TooManyRequests
from bot.local.faults import Fault
from bot.local.wire import Call

SHARE = 0.08
"""Of all calls that go wrong before they are handled, and again after: far more than in life."""


@dataclass(frozen=True)
class Doubt:
    """A new message of which the bot cannot know whether it arrived."""

    at: datetime
    chat_id: int


@dataclass
class Trouble:
    """Faults of a bad line. `calm` ends them.

    `slow` bounds two kinds that would make a run long: a call that hangs takes the client's whole
    patience, five seconds; a 429 halves the bot's speed for a minute.
    """

    chance: random.Random
    slow: int
    calm: bool = True
    doubts: list[Doubt] = field(default_factory=list)
    count: int = 0
    _doubted: set[tuple[str, str]] = field(default_factory=set)

    def before(self, call: Call) -> Fault | None:
        if self.calm or self.chance.random() > SHARE:
            return None
        kinds: list[Fault] = [Delay(self.chance.uniform(0, 0.3))]
        if self.slow:
            kinds.append(TooManyRequests(1))
        if self._may_doubt(call):
            kinds += [ServerError(502), ServerError(500), ConnectionReset()]
        return self._drawn(call, kinds)

    def after(self, call: Call) -> Fault | None:
        if self.calm or self.chance.random() > SHARE or not self._may_doubt(call):
            return None
        kinds: list[Fault] = [ServerError(502), ConnectionReset(), ConnectionReset()]
        if self.slow:
            kinds.append(Hang())
        return self._drawn(call, kinds)

    def _may_doubt(self, call: Call) -> bool:
        """Whether nobody has doubted this message yet: after the second doubt the bot gives up."""
        return call.method != "sendMessage" or _message(call) not in self._doubted

    def _drawn(self, call: Call, kinds: list[Fault]) -> Fault:
        fault = self.chance.choice(kinds)
        self.count += 1
        self.slow -= isinstance(fault, Hang | TooManyRequests)
        if call.method == "sendMessage" and not isinstance(fault, Delay | TooManyRequests):
            self._doubted.add(_message(call))
            chat = int(call.parameters["chat_id"])
            self.doubts.append(Doubt(SystemClock().now(), chat))
        return fault


def _message(call: Call) -> tuple[str, str]:
    return call.parameters["chat_id"], call.parameters["text"]
