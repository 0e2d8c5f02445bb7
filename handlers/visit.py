"""What a handler is given: the update, what is remembered, the time, and the dialogue."""

from dataclasses import dataclass
from datetime import datetime

from telegram import Chat, Message, Update

from bot.dialogue.model import Memory, Outcome, Reply, Turn
from bot.dialogue.respond import Dialogue
from handlers import views


@dataclass(frozen=True, slots=True)
class Visit:
    """One update of one citizen."""

    update: Update
    memory: Memory
    now: datetime
    dialogue: Dialogue

    @property
    def chat(self) -> Chat:
        """Where the answer goes."""
        chat = self.update.effective_chat
        if chat is None:
            raise LookupError("an update without a chat reached a handler")
        return chat

    @property
    def message(self) -> Message | None:
        """The message that arrived, or the one whose button was tapped."""
        return self.update.effective_message

    @property
    def client_language(self) -> str | None:
        """What the citizen's Telegram is set to."""
        user = self.update.effective_user
        return user.language_code if user else None

    @property
    def language(self) -> str:
        """The language to speak where the message itself does not tell."""
        return self.dialogue.language_for(self.memory, self.client_language)

    def turn(self, text: str) -> Turn:
        """Return `text` as a turn of the conversation."""
        return Turn(text, self.now, self.client_language)

    def says(self, *replies: Reply, memory: Memory | None = None) -> Outcome:
        """Answer with new messages; remember `memory`, or what was remembered before."""
        sends = tuple(views.send(self.chat.id, reply) for reply in replies)
        return Outcome(memory or self.memory, sends)
