"""/start, /help, /language, /privacy, /forget, and commands that do not exist."""

from bot.dialogue.model import Outcome
from handlers import views
from handlers.visit import Visit


def start(visit: Visit) -> Outcome:
    """Say what the bot can do."""
    return visit.says(visit.dialogue.words.welcome(visit.language))


def help_(visit: Visit) -> Outcome:
    """Say how to ask."""
    return visit.says(visit.dialogue.words.help(visit.language))


def language(visit: Visit) -> Outcome:
    """Offer the languages."""
    return visit.says(visit.dialogue.words.languages(visit.language))


def privacy(visit: Visit) -> Outcome:
    """Say what is kept."""
    return visit.says(visit.dialogue.words.privacy(visit.language))


def forget(visit: Visit) -> Outcome:
    """Erase what is remembered of this citizen."""
    done = visit.dialogue.words.forgotten(visit.language)
    return Outcome(memory=None, acts=(views.send(visit.chat.id, done),))


def unknown(visit: Visit) -> Outcome:
    """Help with a command that does not exist."""
    return visit.says(visit.dialogue.words.unknown_command(visit.language))
