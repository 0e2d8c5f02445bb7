"""Free text: whatever a citizen writes in their own words."""

from bot.dialogue.model import Outcome
from handlers.visit import Visit


def text(visit: Visit) -> Outcome:
    """Answer a message; a corrected message is a new question."""
    written = visit.message.text if visit.message else None
    reply, memory = visit.dialogue.respond(visit.turn(written or ""), visit.memory)
    return visit.says(reply, memory=memory)


def caption(visit: Visit) -> Outcome:
    """Answer the words under a picture or file, and ask not to send such things."""
    written = visit.message.caption if visit.message else None
    reply, memory = visit.dialogue.respond(visit.turn(written or ""), visit.memory)
    return visit.says(visit.dialogue.words.no_documents(reply.language), reply, memory=memory)
