"""One citizen's updates in order, citizens side by side."""

import asyncio
from bisect import insort
from collections import deque

from bot.delivery.ports import Arrived

REMEMBERED = 1_000
"""Updates that are remembered as finished: ten batches of Telegram's, so that an update which is
both read from the inbox and offered at that moment is not handled twice."""


class Lanes:
    """What waits to be handled in this process. A lane is offered to one worker at a time."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._lanes: dict[int, list[Arrived]] = {}
        self._ready: asyncio.Queue[int] = asyncio.Queue()
        self._known: set[int] = set()
        self._finished: deque[int] = deque(maxlen=REMEMBERED)
        self._empty = asyncio.Event()
        self._empty.set()

    @property
    def known(self) -> frozenset[int]:
        """Ids of the updates that wait or are being handled."""
        return frozenset(self._known)

    def add(self, arrived: Arrived) -> None:
        """Put an update into its lane, unless it is there.

        Webhooks come side by side and out of order: `update_id` restores it, behind the one that
        is being handled.
        """
        if arrived.update_id in self._known or arrived.update_id in self._finished:
            return
        self._known.add(arrived.update_id)
        self._empty.clear()
        lane = self._lanes.get(arrived.lane)
        if lane is None:
            self._lanes[arrived.lane] = [arrived]
            self._ready.put_nowait(arrived.lane)
        else:
            insort(lane, arrived, lo=1, key=lambda waiting: waiting.update_id)

    async def take(self) -> Arrived:
        """Return the first of a lane that nobody is at; lanes take turns."""
        return self._lanes[await self._ready.get()][0]

    def finish(self, arrived: Arrived) -> None:
        """Give a lane back, rid of what was taken from it."""
        lane = self._lanes[arrived.lane]
        lane.pop(0)
        self._known.discard(arrived.update_id)
        self._finished.append(arrived.update_id)
        if lane:
            self._ready.put_nowait(arrived.lane)
        else:
            del self._lanes[arrived.lane]
        if not self._lanes:
            self._empty.set()

    def again(self, arrived: Arrived) -> None:
        """Give a lane back; what was taken from it is still its first."""
        self._ready.put_nowait(arrived.lane)

    async def empty(self) -> None:
        """Return when nothing waits and nothing is being handled."""
        await self._empty.wait()
