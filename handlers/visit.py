"""What a handler is given: the update, what is remembered, the time, and the dialogue."""

from dataclasses import dataclass, field
from datetime import datetime

from telegram import Chat, Message, Update

from bot.booking.book import Book
from bot.dialogue.model import Memory, Outcome, Reply, Turn
from bot.dialogue.respond import Dialogue
from bot.outgoing import Acknowledge, Outgoing
from handlers import views


@dataclass(frozen=True, slots=True)
class Visit:
    """One update of one citizen."""

    update: Update
    memory: Memory
    now: datetime
    dialogue: Dialogue
    book: Book = field(default_factory=Book)

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

    def turn(self, text: str = "") -> Turn:
        """Return `text` as a turn of the conversation."""
        user = self.update.effective_user
        citizen = user.id if user else 0
        return Turn(text, self.now, self.client_language, self.book, citizen)

    def says(self, *replies: Reply, memory: Memory | None = None) -> Outcome:
        """Answer with new messages; remember `memory`, or what was remembered before."""
        acts = (act for reply in replies for act in views.messages(self.chat.id, reply))
        return self._outcome(memory, replies, *acts)

    def edits(self, reply: Reply, memory: Memory | None = None) -> Outcome:
        """Answer in place of the message whose button was tapped."""
        if self.message is None:
            return self.says(reply, memory=memory)
        shown = views.edit(self.chat.id, self.message.message_id, reply)
        return self._outcome(memory, (reply,), shown)

    def mentions(self, reply: Reply, memory: Memory | None = None) -> Outcome:
        """Answer with something beside the matter; an open form then asks its question again."""
        reply, memory = self._resumed(reply, memory)
        return self.says(reply, memory=memory)

    def mentions_in_place(self, reply: Reply, memory: Memory | None = None) -> Outcome:
        """Do as `mentions`, in place of the message whose button was tapped."""
        return self.edits(*self._resumed(reply, memory))

    def is_silent(self) -> Outcome:
        """Say nothing; only stop the clock on a tapped button."""
        return self._outcome(None, ())

    def _resumed(self, reply: Reply, memory: Memory | None) -> tuple[Reply, Memory]:
        before = memory or self.memory
        return self.dialogue.resumed(reply, self.turn(), before, reply.language)

    def _outcome(
        self, memory: Memory | None, replies: tuple[Reply, ...], *acts: Outgoing
    ) -> Outcome:
        query = self.update.callback_query
        heard = (Acknowledge(query.id),) if query else ()
        changes = tuple(change for reply in replies for change in reply.changes)
        word = replies[0].outcome if replies else ""
        return Outcome(memory or self.memory, (*heard, *acts), changes, word)
