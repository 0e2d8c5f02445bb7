"""What can go wrong between a bot and Telegram, said as values."""

from collections import deque
from dataclasses import dataclass
from typing import Protocol

from bot.local.wire import Call


@dataclass(frozen=True)
class TooManyRequests:
    """429 with `retry_after`, whole seconds."""

    retry_after: int


@dataclass(frozen=True)
class ServerError:
    """A 5xx of Telegram's, with a body that is no JSON, as its gateways send."""

    status: int = 502


@dataclass(frozen=True)
class ConnectionReset:
    """The connection breaks without an answer."""


@dataclass(frozen=True)
class Hang:
    """No answer ever comes; the bot's own timeout ends the waiting."""


@dataclass(frozen=True)
class Delay:
    """The answer comes, this many seconds late by the clock of the event loop."""

    seconds: float


Fault = TooManyRequests | ServerError | ConnectionReset | Hang | Delay


class Faults(Protocol):
    """Decides for each call what goes wrong, if anything."""

    def before(self, call: Call) -> Fault | None:
        """Asked before the call is handled: after anything but a `Delay` nothing has happened."""

    def after(self, call: Call) -> Fault | None:
        """Asked once it is handled: the message is delivered, only the answer is lost."""


class FaultScript:
    """Faults in the order they were planned, per method."""

    def __init__(self) -> None:
        """Begin with nothing planned."""
        self._before: deque[tuple[str, Fault]] = deque()
        self._after: deque[tuple[str, Fault]] = deque()

    def next(self, method: str, fault: Fault, *, delivered: bool = False, times: int = 1) -> None:
        """Plan a fault for the next call of `method`; `delivered`: the call is handled anyhow."""
        (self._after if delivered else self._before).extend([(method.lower(), fault)] * times)

    def before(self, call: Call) -> Fault | None:
        """The next fault planned for this method, before it is handled."""
        return _take(self._before, call)

    def after(self, call: Call) -> Fault | None:
        """The next fault planned for this method, once it is handled."""
        return _take(self._after, call)

    @property
    def pending(self) -> tuple[tuple[str, Fault], ...]:
        """What was planned and has not happened; a test should end with none of it left."""
        return (*self._before, *self._after)


def _take(plan: deque[tuple[str, Fault]], call: Call) -> Fault | None:
    for planned in plan:
        if planned[0] == call.method.lower():
            plan.remove(planned)
            return planned[1]
    return None
