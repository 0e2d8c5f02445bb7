"""The chore of `bot.delivery.rounds` that reminds citizens of their appointments."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.booking.book import Booking
from bot.dialogue.model import Reply
from bot.dialogue.respond import Dialogue
from bot.outgoing import Send
from bot.storage.store import Unit

STUCK = timedelta(minutes=1)
"""With a message that old in the outbox nothing is added to it: either Telegram takes nothing, and
a reminder is better worded when it can be sent, or thousands wait in line already."""


class Reminding:
    """Takes one due appointment at a time, however many of its reminders are due."""

    def __init__(
        self, dialogue: Callable[[], Dialogue], show: Callable[[int, Reply], Send]
    ) -> None:
        """Word reminders by the dialogue in force, and `show` them to a chat."""
        self._dialogue = dialogue
        self._show = show

    async def __call__(self, unit: Unit, now: datetime) -> bool:
        """Owe one citizen a reminder; False where nobody is to be reminded at `now`.

        The rows are erased in the same transaction, which only one sweeper can do. What is due of
        a cancelled or moved appointment went with the change itself.
        """
        since = await unit.outbox.waits_since()
        if since is not None and now - since > STUCK:
            return False
        due = await unit.reminders.first(now)
        if due is None:
            return False
        booking = await unit.reminders.take(due, now)
        if booking is not None:
            await self._remind(unit, booking, now)
        return True

    async def _remind(self, unit: Unit, booking: Booking, now: datetime) -> None:
        dialogue = self._dialogue()
        if dialogue.reception is None:  # the post takes no appointments here any more
            return
        language = dialogue.language_for(await unit.memories.load(booking.citizen), None)
        said = dialogue.reception.attendance.remind(booking, language, now)
        if isinstance(said, datetime):
            await unit.reminders.put_off(booking, said)
        else:
            act = replace(self._show(booking.citizen, said.reply), until=said.until)
            await unit.outbox.add((act,), now, update_id=None, urgent=False)
