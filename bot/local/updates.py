"""The queue of updates, with the offsets of the real one."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus

from bot.local.wire import ApiError, Json

FIRST_UPDATE_ID = 418_000_001
"""Any positive number; a real bot's ids do not begin at one either."""
KEPT = timedelta(hours=24)
"""How long Telegram keeps an update that nobody fetched (Bot API, getting updates)."""
MOST_UPDATES = 100
LONGEST_POLL = 50
"""Seconds a request may wait for an update, whatever it asks for."""
NEAR_FUTURE = 10
"""An offset further ahead than this is taken for a mistake, and everything is given again."""

NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
"""Kinds that a bot gets only after asking for them by name (Bot API, getUpdates)."""


@dataclass(frozen=True)
class _Pending:
    update_id: int
    update: Json
    since: datetime


class UpdateQueue:
    """Updates wait here until the bot asks for a higher offset."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        """Build an empty queue; `clock` gives aware instants."""
        self._clock = clock
        self._next_id = FIRST_UPDATE_ID
        self._pending: deque[_Pending] = deque()
        self._waiting: asyncio.Future[None] | None = None
        self.allowed: frozenset[str] = frozenset()
        """Kinds that the bot asked for; empty means Telegram's default."""

    def __len__(self) -> int:
        """How many updates nobody has confirmed."""
        self._expire()
        return len(self._pending)

    def number(self, kind: str, content: Json) -> Json:
        """An update of this kind with the next id. It is not queued."""
        update = {"update_id": self._next_id, kind: content}
        self._next_id += 1
        return update

    def put(self, update: Json) -> bool:
        """Queue a numbered update; False where the bot did not ask for its kind."""
        kind = next(key for key in update if key != "update_id")
        if not self._wants(kind):
            return False
        self._pending.append(_Pending(update["update_id"], update, self._clock()))
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)
        return True

    def _wants(self, kind: str) -> bool:
        return kind in self.allowed if self.allowed else kind not in NOT_BY_DEFAULT

    async def get(self, offset: int, limit: int, seconds: float) -> list[Json]:
        """What `getUpdates` answers: forget what lies before `offset`, wait up to `seconds`.

        A negative offset keeps only that many of the newest. Raises `ApiError` 409 when another
        request takes over the waiting.
        """
        self._expire()
        self._confirm(offset)
        if not self._pending and seconds > 0:
            await self._wait(min(seconds, LONGEST_POLL))
        limit = max(1, min(limit, MOST_UPDATES))
        return [pending.update for pending in list(self._pending)[:limit]]

    def clear(self) -> None:
        """Forget everything that waits."""
        self._pending.clear()

    def confirmed(self, update_id: int) -> bool:
        """Whether the bot will never see this update again."""
        return all(pending.update_id != update_id for pending in self._pending)

    def interrupt(self, words: str) -> None:
        """End the waiting of the request under way with 409 Conflict."""
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(ApiError(HTTPStatus.CONFLICT, words))

    def _expire(self) -> None:
        oldest = self._clock() - KEPT
        while self._pending and self._pending[0].since < oldest:
            self._pending.popleft()

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            while len(self._pending) > -offset:
                self._pending.popleft()
        if 0 < offset <= self._next_id + NEAR_FUTURE:
            while self._pending and self._pending[0].update_id < offset:
                self._pending.popleft()

    async def _wait(self, seconds: float) -> None:
        self.interrupt(
            "terminated by other getUpdates request;"
            " make sure that only one bot instance is running"
        )
        waiting = self._waiting = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(seconds):
                await waiting
        except TimeoutError:
            pass
        finally:
            if self._waiting is waiting:
                self._waiting = None
