"""What Telegram is owed: each act once, until it is sent."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, get_args

from pydantic import TypeAdapter, ValidationError

from bot.outgoing import Outgoing
from bot.storage.executor import Executor, Row, as_instant, as_text

log = logging.getLogger(__name__)

# By name: two acts may have equal fields, and JSON alone would not tell them apart.
_KINDS: dict[str, TypeAdapter[Outgoing]] = {
    kind.__name__: TypeAdapter(kind) for kind in get_args(Outgoing)
}


@dataclass(frozen=True, slots=True)
class Owed:
    """An act that is to be carried out.

    Attributes:
        tries: how often that has failed.
        urgent: somebody waits for it; reminders are not urgent.
        update_id: what it answers.
    """

    id: int
    act: Outgoing
    tries: int
    urgent: bool
    update_id: int | None


class Outbox:
    """The table `outbox`, a row for each act; what is sent is erased."""

    def __init__(self, executor: Executor) -> None:
        self._sql = executor

    async def add(
        self,
        acts: Iterable[Outgoing],
        now: datetime,
        *,
        update_id: int | None,
        urgent: bool = True,
    ) -> None:
        """Owe `acts`, in this order, from `now` on.

        A chat that refused messages gets nothing but urgent ones; those answer somebody who has
        written again, and end that state.
        """
        for act in acts:
            chat = getattr(act, "chat_id", None)
            if chat is None or await self._reachable(chat, urgent):
                await self._sql.run(
                    "add_owed",
                    chat_id=chat,
                    update_id=update_id,
                    urgent=int(urgent),
                    kind=type(act).__name__,
                    act=_KINDS[type(act).__name__].dump_json(act).decode(),
                    now=as_text(now),
                )

    async def _reachable(self, chat: int, urgent: bool) -> bool:
        if urgent:
            await self._sql.run("unmark_unreachable", chat_id=chat)
            return True
        return not await self._sql.value("is_unreachable", chat_id=chat)

    async def due(self, now: datetime, limit: int) -> list[Owed]:
        """Return at most `limit` acts whose time has come: urgent ones first, then by age.

        Of one chat only the oldest is ever offered, whether urgent or not. An act that this
        version of the bot cannot read is dropped, so that it holds nobody up.
        """
        found = [
            (row[0], self._read(row))
            for row in await self._sql.rows("due", now=as_text(now), most=limit)
        ]
        for number, owed in found:
            if owed is None:
                await self.drop(number)
        return [owed for _, owed in found if owed]

    @staticmethod
    def _read(row: Row) -> Owed | None:
        number, kind, act, tries, urgent, update_id = row
        try:
            return Owed(number, _KINDS[kind].validate_json(act), tries, bool(urgent), update_id)
        except (KeyError, ValidationError):
            log.error("an act of the kind %s cannot be read and is dropped", kind)  # noqa: TRY400 - its text is a citizen's
            return None

    async def sent(self, number: int) -> None:
        """Erase what has been carried out."""
        await self._sql.run("erase_owed", id=number)

    async def later(self, number: int, due_at: datetime, tries: int) -> None:
        """Try again at `due_at`; the rest of its chat waits too."""
        await self._sql.run("postpone", id=number, due_at=as_text(due_at), tries=tries)

    async def drop(self, number: int) -> None:
        """Give up: erase it, and count it."""
        if await self._sql.run("erase_owed", id=number):
            await self._sql.run("count_one", name="dropped")

    async def dropped(self) -> int:
        """Return how many acts were ever given up."""
        return await self._sql.value("tally_of", name="dropped") or 0

    async def drop_chat(self, chat_id: int) -> int:
        """Erase all that is owed to a chat that refuses messages; return how many acts."""
        await self._sql.run("mark_unreachable", chat_id=chat_id)
        return await self._sql.run("erase_owed_to", chat_id=chat_id)

    async def depth(self) -> int:
        """Return how many acts are owed."""
        return int(await self._sql.value("outbox_depth"))

    async def waits_since(self) -> datetime | None:
        """Return when the oldest act was due, or will be; None without any."""
        text: Any = await self._sql.value("oldest_due")
        return as_instant(text) if text else None

    async def next_due(self) -> datetime | None:
        """Return when the next act is due; None without any."""
        text: Any = await self._sql.value("next_due")
        return as_instant(text) if text else None
