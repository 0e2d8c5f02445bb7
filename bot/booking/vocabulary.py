"""Which words mean a time, and which only help to say a wish."""

import re
from collections.abc import Collection

from bot.booking.said import Phrase, Word, phrase, phrases
from bot.calendar import HoursDesk, lexicon
from knowledge.form_words import FormWords

_TIME = re.compile(r"[wvWmqdno]-?\d+|[up][a-z]{3,}")
_TIMES = frozenset({"tarde", "manana", "noon", "midnight", "half", "weekday", "tonight"})
"""What of the calendar's symbols is a day or a time by itself."""


class TimeWords:
    """Tells words of time, as the calendar's grammar does."""

    def __init__(self, days: Collection[Phrase]) -> None:
        """Take the named days of the calendar."""
        self._dated = frozenset(word for day in days for word in day)

    def holds(self, word: Word) -> bool:
        """Whether `word` is a day or a time by itself."""
        if word.plain.isdigit() or word.plain in self._dated:
            return True
        symbol = symbol_of(word)
        return symbol in _TIMES or bool(_TIME.fullmatch(symbol))

    def belongs(self, word: Word) -> bool:
        """Whether `word` can stand in words of time: "after", "next"."""
        return self.holds(word) or bool(symbol_of(word))


def symbol_of(word: Word) -> str:
    """Return what a word of time stands for in the calendar's grammar; empty for any other."""
    return lexicon.symbol(word.meant, "es") or lexicon.symbol(word.meant, "en") or ""


def understood(words: FormWords) -> frozenset[tuple[str, ...]]:
    """Return the phrases that are part of saying when, what and for whom."""
    names = words.names
    every = (words.offers, words.padding, words.rather, words.unwanted, words.unfit, words.little)
    return phrases(*every, names.said, names.perhaps, *words.controls.values())


def vocabulary(words: FormWords) -> frozenset[str]:
    """Return the words that typing errors are mended towards."""
    every = (words.earliest, words.whenever, words.early, words.unwanted, words.unfit)
    found = phrases(*every, words.rather, words.names.said, *words.controls.values())
    return frozenset(word for one in found for word in one)


def named_days(hours: HoursDesk) -> frozenset[Phrase]:
    """Return the days the calendar has names for: "christmas", "navidad"."""
    file = hours.calendar.file
    asked = [named.ask for country in file.countries for named in country.holidays.values()]
    asked += [days.ask for days in file.days]
    said = (text for ask in asked if ask for texts in ask.values() for text in texts)
    return frozenset(phrase(text) for text in said)
