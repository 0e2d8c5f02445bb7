"""What is remembered of each citizen between messages."""

import logging
from datetime import datetime

from pydantic import TypeAdapter, ValidationError

from bot.dialogue.model import Memory
from bot.storage.executor import Executor, as_text

log = logging.getLogger(__name__)

_STATE: TypeAdapter[Memory] = TypeAdapter(Memory)


class Memories:
    """The table `memory`, a row for each citizen."""

    def __init__(self, executor: Executor) -> None:
        self._sql = executor

    async def load(self, chat_id: int) -> Memory:
        """Return what is remembered of a citizen; a new one is remembered as nobody.

        Until the transaction ends nobody else's goes on for this citizen.
        """
        await self._sql.alone(chat_id)
        state = await self._sql.value("load_memory", chat_id=chat_id)
        return _read(state) if state else Memory()

    async def save(self, chat_id: int, memory: Memory | None, now: datetime) -> None:
        """Remember `memory` as of `now` (aware); None erases the citizen."""
        if memory is None:
            await self._sql.run("forget", chat_id=chat_id)
            return
        state = _STATE.dump_json(memory).decode()
        await self._sql.run("save_memory", chat_id=chat_id, state=state, touched_at=as_text(now))

    async def forget_before(self, instant: datetime) -> int:
        """Erase everybody who has not written since `instant`; return how many."""
        return await self._sql.run("forget_older", before=as_text(instant))


def _read(state: str) -> Memory:
    try:
        return _STATE.validate_json(state)
    except ValidationError:
        # Written by another version. To have forgotten a language is better than never to answer.
        log.warning("what was remembered of a citizen cannot be read and starts anew")
        return Memory()
