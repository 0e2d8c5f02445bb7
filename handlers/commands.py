"""/start, /help, /language, /privacy, /forget, and commands that do not exist."""

from dataclasses import replace

from bot.dialogue.model import Outcome
from handlers.visit import Visit


def start(visit: Visit) -> Outcome:
    """Say what the bot can do."""
    return visit.mentions(visit.dialogue.words.welcome(visit.language))


def help_(visit: Visit) -> Outcome:
    """Say how to ask."""
    return visit.mentions(visit.dialogue.words.help(visit.language))


def language(visit: Visit) -> Outcome:
    """Offer the languages."""
    return visit.says(visit.dialogue.words.languages(visit.language))


def privacy(visit: Visit) -> Outcome:
    """Say what is kept."""
    return visit.mentions(visit.dialogue.words.privacy(visit.language))


def forget(visit: Visit) -> Outcome:
    """Erase what is kept of this citizen; where that cancels appointments, ask first."""
    if visit.book.mine:
        return visit.says(visit.dialogue.words.forget_question(visit.language))
    return forget_all(visit)


def forget_all(visit: Visit) -> Outcome:
    """Erase what is kept of this citizen, appointments included."""
    said = visit.says(visit.dialogue.words.forgotten(visit.language))
    return replace(said, memory=None)


def unknown(visit: Visit) -> Outcome:
    """Help with a command that does not exist."""
    return visit.mentions(visit.dialogue.words.unknown_command(visit.language))
