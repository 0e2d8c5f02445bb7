"""Typed callback payloads: what a button carries, and what arrives when it is tapped.

Nothing personal travels in a button: names, dates and texts stay in the database.
"""

from bot.dialogue.model import Act, Meant, NoneMeant, ShowTopic, SpeakLanguage


def encode(act: Act) -> str:
    """Return the callback data of `act`."""
    match act:
        case ShowTopic(topic):
            return f"topic:{topic}"
        case Meant(topic):
            return f"meant:{topic}"
        case NoneMeant():
            return "none"
        case SpeakLanguage(language):
            return f"speak:{language}"


def decode(data: str | None) -> Act | None:
    """Return the act that `data` asks for; None for anything that no button of ours carries."""
    kind, _, value = (data or "").partition(":")
    match kind, bool(value):
        case "topic", True:
            return ShowTopic(value)
        case "meant", True:
            return Meant(value)
        case "none", False:
            return NoneMeant()
        case "speak", True:
            return SpeakLanguage(value)
        case _:
            return None
