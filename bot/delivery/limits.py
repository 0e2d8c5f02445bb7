"""Telegram's limits: when the next message may leave. Pure: time comes in as seconds."""

from collections import deque
from dataclasses import dataclass

SECOND = 1.0
MINUTE = 60.0

SLOW_FOR = 60.0
"""Seconds at half the speed after Telegram said "too many requests"; then it is doubled again."""

LEAST_SHARE = 1 / 8
"""Of the overall speed: slower than this, live answers would wait longer than Telegram asks."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast messages may leave. Telegram gives these numbers as approximate.

    Attributes:
        overall: in any second, to all chats.
        bulk: in any second as long as the rest is not needed: reminders and broadcasts leave when
            fewer than so many messages left in the last second, so that an answer always finds
            room.
        burst: in a row to one chat; after that one a second.
        group: in any minute to one group.
    """

    overall: int = 30
    bulk: int = 20
    burst: int = 3
    group: int = 20


UNLIMITED = Pace(overall=1_000_000, bulk=1_000_000, burst=1_000_000, group=1_000_000)
"""For the offline Telegram, which has nothing to protect."""


class Window:
    """At most so many in any stretch of so many seconds."""

    def __init__(self, seconds: float) -> None:
        """Watch the last `seconds`."""
        self._seconds = seconds
        self._times: deque[float] = deque()

    def wait(self, most: int, now: float) -> float:
        """Return how many seconds until there is room for one more."""
        self._forget(now)
        if len(self._times) < most:
            return 0.0
        return self._times[-most] + self._seconds - now

    def spend(self, now: float) -> None:
        """Note that one has left."""
        self._times.append(now)

    def is_idle(self, now: float) -> bool:
        """Whether nothing has left within the window."""
        self._forget(now)
        return not self._times

    def _forget(self, now: float) -> None:
        while self._times and self._times[0] + self._seconds <= now:
            self._times.popleft()


class Limits:
    """Knows what has left, and when the next may."""

    def __init__(self, pace: Pace | None = None) -> None:
        """Begin with nothing sent."""
        self._pace = pace or Pace()
        self._overall = Window(SECOND)
        self._share = 1.0
        self._slow_until = 0.0
        self._free_at: dict[int, float] = {}
        """By chat, the moment at which it has its whole burst again (GCRA's theoretical arrival
        time): the present or earlier means that it has."""
        self._groups: dict[int, Window] = {}

    def wait(self, chat_id: int, now: float, *, urgent: bool) -> float:
        """Return how many seconds a message to `chat_id` must wait; 0 means it may leave."""
        self._recover(now)
        most = self._pace.overall if urgent else self._pace.bulk
        overall = self._overall.wait(max(1, int(most * self._share)), now)
        return max(overall, self._chat(chat_id, now))

    def spend(self, chat_id: int, now: float) -> None:
        """Note that a message leaves for `chat_id`."""
        self._overall.spend(now)
        self._free_at[chat_id] = max(self._free_at.get(chat_id, now), now) + SECOND
        if chat_id < 0:
            self._groups.setdefault(chat_id, Window(MINUTE)).spend(now)

    def slow_down(self, now: float) -> None:
        """Halve the overall speed for a while: Telegram has complained."""
        self._recover(now)
        self._share = max(self._share / 2, LEAST_SHARE)
        self._slow_until = now + SLOW_FOR

    def resting(self, now: float) -> int:
        """Return how many chats have used up what they may get now."""
        self._free_at = {chat: free for chat, free in self._free_at.items() if free > now}
        self._groups = {chat: w for chat, w in self._groups.items() if not w.is_idle(now)}
        return sum(self._chat(chat, now) > 0 for chat in self._free_at.keys() | self._groups)

    def _chat(self, chat_id: int, now: float) -> float:
        ahead = self._free_at.get(chat_id, now) - now
        wait = max(0.0, ahead - (self._pace.burst - 1) * SECOND)
        window = self._groups.get(chat_id)
        return max(wait, window.wait(self._pace.group, now)) if window else wait

    def _recover(self, now: float) -> None:
        while self._share < 1.0 and now >= self._slow_until:
            self._share = min(1.0, self._share * 2)
            self._slow_until += SLOW_FOR
