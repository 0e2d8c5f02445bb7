"""Whether a message is for the open form, or to be answered first."""

from bot.booking.events import Heard, Who
from bot.booking.form import Step

CLEARLY_ASKED = 0.5
"""Chance from which a message that says more than a wish is answered rather than taken as one."""


def says_something(heard: Heard, asked: Step | None = None) -> bool:
    """Whether a message says anything for the form that has asked `asked`."""
    aside = heard.aside
    person = heard.person is not None
    said = heard.service or heard.wish or person or heard.reference or heard.control
    match asked:
        case None:
            return bool(said)
        case Step.BOOKING:
            return bool(said or aside.nth or aside.hints)
        case Step.PERSON if aside.who:
            return True
        case _:
            several = aside.who is Who.SEVERAL and not heard.more
            return bool(said or aside.unreal or several)


def is_for_form(text: str, heard: Heard, asked: Step, *, answered: bool, chance: float) -> bool:
    """Whether a message is taken as input of the open form; if not, it is answered first.

    Args:
        text: of the message.
        heard: what it says, with the form open.
        asked: what the form has asked.
        answered: whether the knowledge base has an answer to it.
        chance: how likely that is what was meant, from 0 to 1.
    """
    if heard.control or (heard.person and asked is Step.PERSON):
        return True
    if not (says_something(heard, asked) or heard.aside.than):
        return False
    if not heard.more:
        return True
    if heard.asks or "?" in text:
        return False
    return not (answered and chance >= CLEARLY_ASKED)
