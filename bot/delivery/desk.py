"""Where one update becomes one transaction: read, decide, write, all of it or nothing."""

import secrets
import time
from collections.abc import Callable
from datetime import datetime

from telegram import Update

from bot import logs
from bot.booking.book import Book, Cancel, Change, Enter, Move
from bot.clock import Clock
from bot.delivery.metrics import Metrics
from bot.dialogue.model import Memory, Outcome
from bot.storage.store import Stale, Store

Handle = Callable[[Update, Memory, datetime, Book], Outcome]
"""Decides. Pure: it may be called again if another citizen was faster."""

MAX_ATTEMPTS = 64
"""How often an update is decided anew because others were faster. Of those who race one wins each
time: 64 citizens who all want the earliest time at once needed up to 53 attempts on PostgreSQL; on
SQLite, where a writer waits for the other, one."""

CHANGES: dict[type[Change], str] = {Enter: "booked", Move: "moved", Cancel: "cancelled"}
"""What counts as a change of an appointment, and how it is called."""

LOT_BITS = 63
"""A database's integers hold no more."""


def draw() -> int:
    """Return a random number that nobody can foresee."""
    return secrets.randbits(LOT_BITS)


class Logbook:
    """Notes what was committed: for the log, the metrics, and whoever waits for it."""

    def __init__(
        self, metrics: Metrics, settled: Callable[[int], None], owed: Callable[[], None]
    ) -> None:
        """Tell `settled` the update's id, and call `owed` when something is to be sent."""
        self._metrics = metrics
        self._settled = settled
        self._owed = owed

    def note(self, update: Update, outcome: Outcome, milliseconds: float) -> None:
        """Note that `outcome` stands."""
        user = update.effective_user
        self._settled(update.update_id)
        self._owed()
        logs.update_served(update.update_id, user.id if user else None, outcome.word, milliseconds)
        if outcome.word:
            self._metrics.answered(outcome.word)
        for change in outcome.changes:
            if word := CHANGES.get(type(change)):
                self._metrics.booking(word)


class Desk:
    """Serves updates with what is remembered of their citizen and what the book says."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        logbook: Logbook,
        lots: Callable[[], int] = draw,
    ) -> None:
        """Note in `logbook` what was committed; draw what is random from `lots`."""
        self._store = store
        self._clock = clock
        self._logbook = logbook
        self._lots = lots

    async def serve(self, update: Update, handle: Handle) -> None:
        """Answer `update` by `handle`, which must neither wait nor send.

        Raises:
            Stale: others were faster each time.
            bot.storage.store.DatabaseError: nothing could be written; nothing was.
        """
        begun = time.perf_counter()
        for attempt in range(1, MAX_ATTEMPTS + 1):
            try:
                outcome = await self._transact(update, handle)
            except Stale:
                if attempt == MAX_ATTEMPTS:
                    raise
            else:
                if outcome.memory is None:
                    await self._store.scrub()  # what was erased leaves the disk too
                self._logbook.note(update, outcome, (time.perf_counter() - begun) * 1000)
                return

    async def _transact(self, update: Update, handle: Handle) -> Outcome:
        chat, user = update.effective_chat, update.effective_user
        if chat is None:
            raise LookupError("an update without a chat reached the desk")
        citizen = user.id if user else chat.id
        now = self._clock.now()
        async with self._store.unit() as unit:
            memory = await unit.memories.load(chat.id)
            book = await unit.appointments.book(citizen, now, self._lots())
            outcome = handle(update, memory, now, book)
            await unit.appointments.apply(citizen, outcome.changes, now)
            if outcome.memory is None:
                await unit.appointments.forget_citizen(citizen)
            if not memory == outcome.memory == Memory():
                # Saved even if nothing changed: kept for days after the last message.
                await unit.memories.save(chat.id, outcome.memory, now)
            await unit.outbox.add(outcome.acts, now, update_id=update.update_id)
            await unit.inbox.done(update.update_id, now)
        return outcome
