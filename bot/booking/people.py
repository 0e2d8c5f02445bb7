"""People in a message, by name or not: how many there are, never who they are."""

from collections.abc import Sequence

from bot.booking.events import Who
from bot.booking.naming import NameEar
from bot.booking.said import Found, PhraseBook, Word, phrases
from knowledge.form_words import NameWords

_INTRO, _KIN = "intro", "kin"


class PeopleEar:
    """Hears people."""

    def __init__(self, words: NameWords, names: NameEar) -> None:
        self._names = names
        self._intros = PhraseBook(
            {_INTRO: phrases(words.said, words.perhaps), _KIN: phrases(words.kin)}
        )
        self._many = phrases(words.many) if words.many else frozenset()
        self._joining = {one[0] for one in phrases(words.joining)}

    def hear(self, words: Sequence[Word]) -> Who | None:
        """Return what is said of people without one name to book for."""
        kin = self._kin(words)
        many = any(self._is_many(words, found) for found in kin)
        ends = [*(found.end for found in kin), *self._names.mentioned(words)]
        if many or any(self._joined(words, end) for end in ends):
            return Who.SEVERAL
        return Who.UNNAMED if kin else None

    def unnamed(self, words: Sequence[Word]) -> set[int]:
        """Return the places of words for people without their names: "my son"."""
        return {at for one in self._kin(words) for at in range(one.start, one.end)}

    def _kin(self, words: Sequence[Word]) -> list[Found]:
        return [found for found in self._intros.all(words) if found.label == _KIN]

    def _is_many(self, words: Sequence[Word], found: Found) -> bool:
        return tuple(word.meant for word in words[found.start : found.end]) in self._many

    def _joined(self, words: Sequence[Word], end: int) -> bool:
        """Whether another person follows at `end`: "and my wife", "y para Ana"."""
        if end + 1 >= len(words) or words[end].plain not in self._joining:
            return False
        at = end + 1
        while at < len(words) and (intro := self._intros.at(words, at)):
            if intro.label == _KIN:
                return True
            at = intro.end
        return self._names.begins(words, at)
