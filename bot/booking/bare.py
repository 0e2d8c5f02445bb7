"""A message that is hardly more than a number: a time or a day, as was asked."""

import re

from bot.booking.form import Step

_NUMBER = re.compile(r"\b(\d{1,2})(?:([:.h])?([0-5]\d))?\b")


def _bare_time(spoken: str, language: str) -> str:
    """Write a lone number as a time: "9", "9.30", "930", "nine"."""
    at = "a las" if language == "es" else "at"
    found = _NUMBER.search(spoken)
    if found and found[3]:
        return f"{at} {found[1]}:{found[3]}"
    if found:
        return f"{spoken[: found.start()]} {at} {spoken[found.start() :]}"
    return f"{at} {spoken.lstrip(' ¿')}"


def _bare_day(spoken: str, language: str) -> str:
    """Write a lone number as a day of the month: "4"."""
    the = "el" if language == "es" else "the"
    found = _NUMBER.search(spoken)
    start = found.start() if found else 0
    return f"{spoken[:start]} {the} {spoken[start:].lstrip(' ¿')}"


BARE = {
    Step.DAY: _bare_day,
    Step.TIME: _bare_time,
    Step.PERSON: _bare_time,  # "make it 10": a correction of what was just agreed on
    Step.CONFIRM: _bare_time,
}
"""By what was asked: how such a message is written out."""
