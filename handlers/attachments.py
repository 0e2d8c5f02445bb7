"""Whatever is not text: nothing of it is opened or kept."""

from bot.dialogue.model import Outcome
from handlers.visit import Visit


def document(visit: Visit) -> Outcome:
    """Ask not to send documents or pictures of them."""
    return visit.mentions(visit.dialogue.words.no_documents(visit.language))


def other(visit: Visit) -> Outcome:
    """Ask for words: voices, stickers, places and the like cannot be read."""
    return visit.mentions(visit.dialogue.words.text_only(visit.language))
