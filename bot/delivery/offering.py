"""The chore of `bot.delivery.rounds` that offers free times to those who wait for them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.booking.form import Scene
from bot.delivery.reminding import STUCK
from bot.dialogue.model import Reply
from bot.dialogue.respond import Dialogue
from bot.dialogue.waiting import WaitingRoom
from bot.outgoing import Send
from bot.storage.store import Unit

NOBODY = 0
"""No account's id: the appointment book as everybody sees it."""

Show = Callable[[int, Reply], Send]
"""Makes a message to a chat of a reply."""


class Offering:
    """Serves the waiting list: one offer, or one entry that is over, in a transaction."""

    def __init__(
        self, dialogue: Callable[[], Dialogue], show: Show, lots: Callable[[], int]
    ) -> None:
        """Speak as the dialogue in force; number offers with what `lots` draws."""
        self._dialogue = dialogue
        self._show = show
        self._lots = lots

    async def __call__(self, unit: Unit, now: datetime) -> bool:
        """Make the next offer; False where nobody can be offered anything at `now`.

        What is over is cleaned up first, in a transaction of its own: an offer begins when it has
        locked nobody's rows, so that no citizen and no second sweeper waits for it in a circle.
        """
        dialogue = self._dialogue()
        if dialogue.waiting is None:
            return False
        serving = _Serving(unit, now, dialogue, dialogue.waiting, self._show, self._lots)
        return await serving.tidies() or await serving.ends_a_wait() or await serving.offers()


@dataclass(frozen=True, slots=True)
class _Serving:
    """One transaction of the chore. Whatever it does returns whether there was something to do."""

    unit: Unit
    now: datetime
    dialogue: Dialogue
    room: WaitingRoom
    show: Show
    lots: Callable[[], int]

    async def tidies(self) -> bool:
        return bool(await self.unit.waitlist.tidy(self.now, self.room.rules.most_offers))

    async def ends_a_wait(self) -> bool:
        found = None if await self._must_be_silent() else await self._outdated()
        if found is None:
            return False
        entry, citizen, service = found
        if await self.unit.waitlist.drop(entry):
            language = await self._language(citizen)
            await self._owe(citizen, self.room.ended(service, language, self.now))
        return True

    async def offers(self) -> bool:
        if await self._must_be_silent():
            return False
        line = await self.unit.waitlist.line(self.now, self.room.rules.most_offers)
        if not line:
            return False
        lot = self.lots()
        everybody = await self.unit.appointments.book(NOBODY, self.now, lot)
        for entry in self.room.desk.candidates(line, everybody.taken, self.now):
            # From here on nobody else goes on for this citizen, and what they have done since the
            # line was read is in their book.
            book = await self.unit.appointments.book(entry.citizen, self.now, lot)
            proposal = self.room.desk.proposal(entry, Scene(entry.citizen, book, self.now))
            if proposal:
                await self.unit.waitlist.offer(lot, proposal, self.now)
                language = await self._language(entry.citizen)
                reply = self.room.offer(lot, proposal, language, self.now)
                await self._owe(entry.citizen, reply, proposal.until)
                return True
        return False

    async def _outdated(self) -> tuple[int, int, str] | None:
        before = self.room.desk.outdated_before(self.now)
        return await self.unit.waitlist.outdated(self.room.desk.slots.file.services, before)

    async def _must_be_silent(self) -> bool:
        """Whether a message would disturb, or an offer run out while it waits to be sent."""
        since = await self.unit.outbox.waits_since()
        stuck = since is not None and self.now - since > STUCK
        return stuck or self.room.is_quiet(self.now)

    async def _language(self, citizen: int) -> str:
        return self.dialogue.language_for(await self.unit.memories.load(citizen), None)

    async def _owe(self, citizen: int, reply: Reply, until: datetime | None = None) -> None:
        act = replace(self.show(citizen, reply), until=until)
        await self.unit.outbox.add((act,), self.now, update_id=None, urgent=False)
