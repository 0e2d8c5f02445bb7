"""What Telegram has handed over: each update once, until it is done."""

from dataclasses import dataclass
from datetime import datetime

from bot.storage.executor import Executor, as_text


@dataclass(frozen=True, slots=True)
class Arrived:
    """An update that is neither done nor parked.

    Attributes:
        lane: the chat; updates of one lane are handled in order.
        body: the update as it arrived, JSON.
        tries: how often it has failed.
    """

    update_id: int
    lane: int
    body: str
    tries: int


class Inbox:
    """The table `inbox`, a row for each update; its body goes when it is done."""

    def __init__(self, executor: Executor) -> None:
        self._sql = executor

    async def add(self, update_id: int, lane: int, body: str, now: datetime) -> bool:
        """Keep an update; False where it is known already, and nothing changes."""
        added = await self._sql.run(
            "add_arrived", update_id=update_id, lane=lane, body=body, now=as_text(now)
        )
        return added > 0

    async def waiting(self) -> list[Arrived]:
        """Return what is neither done nor parked, in order of update id."""
        return [Arrived(*row) for row in await self._sql.rows("waiting")]

    async def depth(self) -> int:
        """Return how many are neither done nor parked."""
        return int(await self._sql.value("inbox_depth"))

    async def done(self, update_id: int, now: datetime) -> None:
        """Erase the body; the id is kept, so that a repetition is recognised."""
        await self._sql.run("done", update_id=update_id, now=as_text(now))

    async def failed(self, update_id: int) -> int:
        """Count a failure; return how many there were, 0 of an unknown update."""
        await self._sql.run("failed", update_id=update_id)
        return await self._sql.value("tries_of", update_id=update_id) or 0

    async def park(self, update_id: int, now: datetime) -> None:
        """Handle it no more, and erase its body: the citizen is asked to write again."""
        await self._sql.run("park", update_id=update_id, now=as_text(now))

    async def forget_before(self, instant: datetime) -> int:
        """Erase what was done or parked before `instant`; return how many updates."""
        return await self._sql.run("forget_arrived", before=as_text(instant))
