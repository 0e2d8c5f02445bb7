"""The applicant's name: what can be one, and how it is kept."""

import re
import unicodedata

from bot.booking.events import Heard, Who
from bot.booking.refusals import NoName, OnePerson, ShortName, Unnamed, Unreal

SHORTEST = 2
LONGEST = 80
"""Machine-readable passports hold 39 characters; the longest full names on paper twice that."""

MOST_MARKS = 2
"""Combining marks in a row, once composed; more are there to spill over the screen."""

_LETTER_RUN = 2
"""Letters in a row that every name has somewhere; `J. R.` alone is none."""

_JOINERS = "'-."
_AS_TYPED = str.maketrans("’‘`´ʼ‐‑–", "'''''---")
_SPACES = re.compile(r" {2,}")


def tidy_name(text: str) -> str | None:
    """Return `text` as a name to keep: composed (NFC), with single spaces; None: it is no name.

    Letters of any script, spaces, apostrophes, hyphens and full stops. No digits, no line breaks,
    no control characters and none that turn the direction of writing.
    """
    spaced = "".join(" " if unicodedata.category(char) == "Zs" else char for char in text)
    name = _SPACES.sub(" ", unicodedata.normalize("NFC", spaced.translate(_AS_TYPED)).strip(" "))
    if not SHORTEST <= len(name) <= LONGEST:
        return None
    kinds = "".join(map(_kind, name))
    if "?" in kinds or "m" * (MOST_MARKS + 1) in kinds or re.search(r"(^|[^lm])m", kinds):
        return None
    return name if re.search(rf"(lm*){{{_LETTER_RUN}}}", kinds) else None


def naming_refused(said: Heard) -> NoName | OnePerson | Unnamed | Unreal | ShortName | None:
    """Return what is to be said about the person that a message speaks of, if anything."""
    aside = said.aside
    if said.person is not None:
        return _short(tidy_name(said.person))
    if aside.unreal:
        return Unreal()
    match aside.who:
        case Who.SEVERAL:
            return OnePerson()
        case Who.UNNAMED if not (said.service or said.wish):
            return Unnamed()
        case _:
            return None


def _short(name: str | None) -> NoName | ShortName | None:
    """Doubt a name of one word, in scripts that part a full name into words."""
    if name is None:
        return NoName()
    single = " " not in name and unicodedata.name(name[0]).startswith("LATIN")
    return ShortName() if single else None


def _kind(char: str) -> str:
    match unicodedata.category(char)[0]:
        case "L":
            return "l"
        case "M":
            return "m"
        case _:
            return " " if char in _JOINERS or char == " " else "?"
