"""What a message asks about opening: of which channel, and in which form. No dates here."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.calendar import phrasing
from bot.calendar.symbols import MAX_CHARACTERS, MAX_TOKENS
from bot.calendar.when import When
from knowledge.opening import CalendarFile
from knowledge.text import fold, tokens


class Form(StrEnum):
    """What kind of answer the question wants."""

    OPEN = "open"
    """Yes or no: are you open?"""
    CLOSED = "closed"
    """Yes or no: are you closed?"""
    HOLIDAY = "holiday"
    """Yes or no: is it a holiday?"""
    NEXT = "next"
    """When do you open next?"""
    CLOSURES = "closures"
    """Which days are you closed?"""
    TELL = "tell"
    """Hours, reasons, or a bare date: no yes or no."""


_LONGEST_FOLLOW_UP = 8
"""Words: longer messages stand on their own."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The question behind a message, dates aside.

    Attributes:
        channels: named in words, in the pack's order.
        now: it asks about this very moment.
        urgent: it speaks of emergencies, or of any hour of the day.
        emergency: somebody has an emergency.
    """

    form: Form
    channels: tuple[str, ...]
    now: bool
    urgent: bool
    emergency: bool
    next_wanted: bool
    """It asks for the next opening, maybe counted from a date: "after Christmas"."""


class Reader:
    """Reads questions; knows the words for the pack's channels."""

    def __init__(self, file: CalendarFile) -> None:
        self._words: Mapping[str, re.Pattern[str]] = {
            name: phrasing.any_of(
                *(
                    re.escape(" ".join(tokens(word)))
                    for said in channel.ask.values()
                    for word in said
                )
            )
            for name, channel in file.channels.items()
        }

    def read(self, text: str, when: When) -> Asked:
        """Return what `text` asks, given what it says about time."""
        said = _spaced(text)
        return Asked(
            form=_form(said, when),
            channels=tuple(name for name, words in self._words.items() if words.search(said)),
            now=_now(said, when),
            urgent=bool(phrasing.URGENT.search(said)),
            emergency=bool(phrasing.EMERGENCY.search(said)),
            next_wanted=bool(phrasing.NEXT.search(said)),
        )

    def follows_up(self, text: str, when: When) -> bool:
        """Whether `text` only makes sense after another question ("and on Friday?")."""
        said = " ".join(tokens(text[:MAX_CHARACTERS]))
        named = any(words.search(said) for words in self._words.values())
        if (when.silent and not named) or len(said.split()) > _LONGEST_FOLLOW_UP:
            return False
        left = re.sub(r"[@~.]", " ", when.residue)
        for words in self._words.values():
            left = words.sub(" ", " ".join(left.split()))
        return all(word in phrasing.FILLERS or _is_time(word) for word in left.split())


def _spaced(text: str) -> str:
    """Return folded words with single spaces; the end of a sentence is a word of its own."""
    folded = re.sub(r"[.!?;]+(?=\s|$)", " . ", fold(text[:MAX_CHARACTERS]))
    words = re.findall(r"[^\W_]+|\.(?=\s)", folded)[:MAX_TOKENS]
    return " ".join(words).removesuffix(" .")


def _is_time(word: str) -> bool:
    return bool(re.fullmatch(r"u(?:day|week|month|hour|weekend)|[pdno]\S*\d", word))


def _form(said: str, when: When) -> Form:
    single = len(when.mentions) == 1 and when.mentions[0].likely.single
    if not when.mentions and not when.times and phrasing.NEXT.search(said):
        return Form.NEXT
    if phrasing.WHICH.search(said) and not single and _wide(when):
        return Form.CLOSURES
    if phrasing.HOLIDAY.search(said) and when.mentions and not phrasing.DOORS.search(said):
        return Form.HOLIDAY if single else Form.CLOSURES
    if phrasing.NO_YES_OR_NO.search(said):
        return Form.TELL
    opened, closed = phrasing.OPEN.search(said), phrasing.CLOSED.search(said)
    if closed and re.match(r"no ", closed[0]):
        opened = None
    if opened and closed:
        return Form.TELL if " or " in said or " o " in said else Form.OPEN
    return Form.CLOSED if closed else Form.OPEN if opened else Form.TELL


def _wide(when: When) -> bool:
    """Whether closures are asked for at large: no date, or stretches of days."""
    return not when.mentions or any(not mention.likely.single for mention in when.mentions)


def _now(said: str, when: When) -> bool:
    if when.mentions or when.times or when.part or when.away:
        return False
    if when.now:
        return True
    if phrasing.NOT_NOW.search(said) or phrasing.NO_YES_OR_NO.search(said):
        return False
    found = phrasing.RIGHT_NOW.search(said)
    return bool(
        (found and not phrasing.CONDITION.match(said[found.end() :]))
        or phrasing.WHOLE.fullmatch(said)
    )


def most_particular(channels: Iterable[str], file: CalendarFile) -> str | None:
    """Return the channel of `channels` that the pack lists last, None of none."""
    order = list(file.channels)
    return max(channels, key=order.index, default=None)
