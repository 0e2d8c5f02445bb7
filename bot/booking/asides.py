"""What a message says by the way: of people without a name, earlier or later, which of a list."""

import re
from collections.abc import Sequence

from bot.booking.events import Aside, Purpose, Than
from bot.booking.form import Step
from bot.booking.people import PeopleEar
from bot.booking.said import PhraseBook, Word, phrases
from bot.booking.services_heard import ServiceEar
from bot.booking.vocabulary import symbol_of
from bot.calendar.spans import real
from knowledge.form_words import FormWords
from knowledge.model import Phrasings

_LEAP_YEAR = 2028
"""Has every day that there is in any year."""

_CLOCK = re.compile(r"(?<![\d:.])(\d{1,2})[:h](\d{2})(?![\d:])")
_HOURS, _MINUTES = 24, 60
_ORDINAL = re.compile(r"o([1-9])")
_MONTH = re.compile(r"[mq](\d+)")
_DAY_OF_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?|[no](\d{1,2})")
_BETWEEN = frozenset({"of", "de", "the", "st", "nd", "rd", "th"})
"""What may stand between a day and its month."""

_LONGEST_PICK = 2
"""Characters of a number that may pick one of a list."""


class AsideEar:
    """Hears asides."""

    def __init__(self, words: FormWords, services: ServiceEar, people: PeopleEar) -> None:
        self._services, self._people = services, people
        self._than = PhraseBook(
            {Than.LATER: phrases(words.later), Than.EARLIER: phrases(words.earlier)}
        )
        self._cancelling = _single(words.cancel_it)
        self._moving = _single(words.moving)
        self._booking = _single(words.booking)
        self._appointments = _single(words.appointments)
        self._padding = PhraseBook({"": phrases(words.padding)})

    def hear(self, text: str, words: Sequence[Word], asked: Step | None) -> Aside:
        """Return what `words` of `text` say by the way, where the form has asked `asked`."""
        compared = {Than(found.label) for found in self._than.all(words)}
        picks = asked is Step.BOOKING
        return Aside(
            who=self._people.hear(words),
            than=compared.pop() if len(compared) == 1 else None,
            nth=self._nth(words) if picks else None,
            unreal=_unreal_time(text) or unreal_day(words),
            verb=self._verb(words),
            hints=self._services.hinted(words) if picks else frozenset(),
        )

    def words(self, words: Sequence[Word], aside: Aside) -> set[int]:
        """Return the places of words that an aside explains."""
        found = {at for one in self._than.all(words) for at in range(one.start, one.end)}
        if aside.hints:
            found |= {at for at, word in enumerate(words) if self._services.hinted([word])}
        if aside.nth:
            found |= {at for at, word in enumerate(words) if _ordinal(word)}
        return found

    def _nth(self, words: Sequence[Word]) -> int | None:
        told = [nth for nth in map(_ordinal, words) if nth]
        if told:
            return told[0] if len(told) == 1 else None
        padded = {at for f in self._padding.all(words) for at in range(f.start, f.end)}
        left = [word.plain for at, word in enumerate(words) if at not in padded]
        number = left[0] if len(left) == 1 else ""
        return int(number) if number.isdecimal() and len(number) < _LONGEST_PICK else None

    def _verb(self, words: Sequence[Word]) -> Purpose | None:
        meant = {word.meant for word in words}
        if meant & self._cancelling:
            return Purpose.CANCEL
        if meant & self._moving and meant & self._appointments:
            return Purpose.MOVE
        return Purpose.BOOK if meant & self._booking else None


def _single(said: Phrasings) -> frozenset[str]:
    return frozenset(one[0] for one in phrases(said) if len(one) == 1)


def _ordinal(word: Word) -> int | None:
    symbol = symbol_of(word)
    if symbol == "last":
        return -1
    found = _ORDINAL.fullmatch(symbol)
    return int(found[1]) if found else None


def _unreal_time(text: str) -> bool:
    """Whether a time of day is named that no clock shows: 25:00."""
    clocks = _CLOCK.findall(text)
    return any(int(hour) > _HOURS or int(minute) >= _MINUTES for hour, minute in clocks)


def unreal_day(words: Sequence[Word]) -> bool:
    """Whether a day is named that no year has: 30 February."""
    kept = [word for word in words if word.plain not in _BETWEEN]
    for at, word in enumerate(kept):
        month = _MONTH.fullmatch(symbol_of(word))
        for near in (*kept[max(at - 1, 0) : at], *kept[at + 1 : at + 2]) if month else ():
            day = _day_of_month(near)
            if month and day and real(_LEAP_YEAR, int(month[1]), day) is None:
                return True
    return False


def _day_of_month(word: Word) -> int | None:
    found = _DAY_OF_MONTH.fullmatch(word.plain) or _DAY_OF_MONTH.fullmatch(symbol_of(word))
    return int(found[1] or found[2]) if found else None
