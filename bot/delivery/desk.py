"""Where one update becomes one outcome: remember, answer, in that order.

A later version puts the whole of `serve` into one database transaction.
"""

from collections.abc import Callable
from datetime import datetime

from telegram import Update

from bot.clock import Clock
from bot.delivery.sender import Sender
from bot.dialogue.model import Memory, Outcome
from bot.storage.memories import Memories

Handle = Callable[[Update, Memory, datetime], Outcome]


class Desk:
    """Serves updates with what is remembered of their citizen."""

    def __init__(self, memories: Memories, sender: Sender, clock: Clock) -> None:
        self._memories = memories
        self._sender = sender
        self._clock = clock

    async def serve(self, update: Update, handle: Handle) -> None:
        """Answer `update` by `handle`, which must neither wait nor send."""
        chat = update.effective_chat
        if chat is None:
            return
        now = self._clock.now()
        memory = await self._memories.load(chat.id)
        outcome = handle(update, memory, now)
        if not memory == outcome.memory == Memory():
            # Saved even if nothing changed: it is kept for days after the last message.
            await self._memories.save(chat.id, outcome.memory, now)
        await self._sender.carry_out(outcome.acts)
