"""Keeps what is remembered of each citizen."""

from datetime import UTC, datetime
from importlib import resources
from typing import Any

import aiosql
from pydantic import TypeAdapter

from bot.dialogue.model import Memory
from bot.storage.database import Database

_STATE: TypeAdapter[Memory] = TypeAdapter(Memory)
_QUERIES: Any = aiosql.from_path(
    str(resources.files("bot.storage") / "queries" / "memory.sql"), "aiosqlite"
)


class Memories:
    """The table `memory`, a row for each citizen."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def load(self, chat_id: int) -> Memory:
        """Return what is remembered of a citizen; a new one is remembered as nobody."""
        async with self._database.transaction() as connection:
            state = await _QUERIES.load_memory(connection, chat_id=chat_id)
        return _STATE.validate_json(state) if state else Memory()

    async def save(self, chat_id: int, memory: Memory | None, now: datetime) -> None:
        """Remember `memory` as of `now` (aware); None erases the citizen."""
        async with self._database.transaction() as connection:
            if memory is None:
                await _QUERIES.forget(connection, chat_id=chat_id)
            else:
                state = _STATE.dump_json(memory).decode()
                touched = _utc(now)
                await _QUERIES.save_memory(
                    connection, chat_id=chat_id, state=state, touched_at=touched
                )

    async def forget_before(self, instant: datetime) -> int:
        """Erase everybody who has not written since `instant`; return how many."""
        async with self._database.transaction() as connection:
            erased: int = await _QUERIES.forget_older(connection, before=_utc(instant))
            return erased


def _utc(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat(timespec="seconds")
