"""From Telegram's door into the database, before Telegram may forget."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from telegram import Update

from bot.delivery.patience import Patience
from bot.delivery.ports import Alarm, Arrived, Time, Units

NOBODYS_LANE = 0
"""For updates of no chat and no person; no id of Telegram's is zero."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """An update on its way into the inbox."""

    update_id: int
    lane: int
    body: str
    tries: int = 0


def lane_of(update: Update) -> int:
    """Return what an update must be handled in the order of: its chat, else its person."""
    if update.effective_chat:
        return update.effective_chat.id
    return update.effective_user.id if update.effective_user else NOBODYS_LANE


class Intake:
    """Writes updates into the inbox, each once, and offers them to the workers."""

    def __init__(
        self,
        units: Units,
        offer: Callable[[Arrived], None],
        reread: Callable[[], None],
        *,
        time: Time,
        alarm: Alarm,
        received: Callable[[], None] = lambda: None,
    ) -> None:
        """Write into `units`.

        Args:
            units: opens transactions.
            offer: hands a new update to the workers.
            reread: asks the workers to look for updates that nobody offered to them.
            time: clocks.
            alarm: rings when the database cannot be written.
            received: called for each update that was not known.
        """
        self._units = units
        self._offer = offer
        self._reread = reread
        self._time = time
        self._received = received
        self._patience = Patience(time.sleep, alarm)
        self._since: float | None = None

    @property
    def stuck_for(self) -> float:
        """Seconds that the update at the door has been waiting to be written; 0 if none is."""
        return 0.0 if self._since is None else self._time.monotonic() - self._since

    async def take(self, update: Update) -> None:
        """Keep a polled update. Waits out every trouble; only a cancellation ends it."""
        parcel = Parcel(update.update_id, lane_of(update), update.to_json())
        self._since = self._time.monotonic()
        try:
            # A failed commit may have been one whose answer was lost: then the row is there, the
            # second attempt finds it known, and without a look nobody would handle it.
            await self._patience(partial(self._keep, parcel), met=self._reread)
        finally:
            self._since = None

    async def receive(self, body: str) -> None:
        """Keep an update of a webhook.

        Args:
            body: a JSON object with a whole `update_id`.

        Raises:
            Exception: it is not kept; Telegram must be told to come again.
        """
        content = json.loads(body)
        try:
            lane = lane_of(Update.de_json(content))
        except Exception:  # refused at the door it would come again for a day; workers park it
            lane = NOBODYS_LANE
        try:
            await self._keep(Parcel(int(content["update_id"]), lane, body))
        except Exception:
            self._reread()
            raise

    async def _keep(self, parcel: Parcel) -> None:
        async with self._units() as unit:
            now = self._time.clock.now()
            new = await unit.inbox.add(parcel.update_id, parcel.lane, parcel.body, now)
        if new:
            self._received()
            self._offer(parcel)


class DurableQueue(asyncio.Queue[object]):
    """The update queue of a python-telegram-bot `Updater`; its `put` returns once a row is kept.

    Updates never come out: `get` yields only what else is put, so that an `Application` that is
    stopped finds its signal. `put` never raises but when cancelled, because the polling task dies
    of an exception there, silently, while `Updater.running` stays true.
    """

    def __init__(self, intake: Intake) -> None:
        """Keep updates through `intake`."""
        super().__init__()
        self._intake = intake

    async def put(self, item: object) -> None:
        """Keep an update, or queue anything else."""
        if isinstance(item, Update):
            await self._intake.take(item)
        else:
            await super().put(item)

    def put_nowait(self, item: object) -> None:
        """Queue anything but an update, which takes time to keep.

        Raises:
            TypeError: it is an update.
        """
        if isinstance(item, Update):
            raise TypeError("an update is kept by put, which must be awaited")
        super().put_nowait(item)
