"""Which service a message names."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.booking.said import Phrase, Word, phrase
from knowledge.services import ServicesFile

MOST_BETWEEN = 2
"""Other words between two of a phrase: "renew my old blue passport" is "renew passport"."""


@dataclass(frozen=True, slots=True)
class ServiceHeard:
    """A service, and the words that name it."""

    service: str
    words: frozenset[int]


class ServiceEar:
    """Hears services by their phrases; little words of a phrase may be left out."""

    def __init__(self, file: ServicesFile, little: Collection[Phrase]) -> None:
        self._file = file
        self._little = {word for one in little for word in one}
        self._by_first: dict[str, list[tuple[Phrase, str]]] = defaultdict(list)
        self._with_word: dict[str, set[str]] = defaultdict(set)
        for service, shape in file.services.items():
            for said in shape.ask.values():
                for text in said:
                    short = self._short(phrase(text))
                    self._by_first[short[0]].append((short, service))
                    for word in short:
                        self._with_word[word].add(service)

    def _short(self, words: Phrase) -> Phrase:
        """Leave the little words out where two others are left ("un poder" is not "poder")."""
        kept = tuple(word for word in words if word not in self._little)
        return kept if len(kept) > 1 else words

    @property
    def vocabulary(self) -> frozenset[str]:
        """Every word of every phrase."""
        every = (item for listed in self._by_first.values() for item in listed)
        return frozenset(word for one, _ in every for word in one)

    def hear(self, words: Sequence[Word]) -> list[ServiceHeard]:
        """Return the services that are named, the most particular phrase of each place alone."""
        every = [found for at in range(len(words)) for found in self._at(words, at)]
        every.sort(key=lambda heard: (-len(heard.words), max(heard.words) - min(heard.words)))
        kept: list[ServiceHeard] = []
        for heard in every:
            if not any(heard.words & other.words for other in kept):
                kept.append(heard)
        return kept

    def hinted(self, words: Sequence[Word]) -> frozenset[str]:
        """Return the services that each telling word belongs to: "the passport one"."""
        about = [self._with_word[word.meant] for word in words if self._tells(word)]
        return frozenset(set[str].intersection(*about)) if about else frozenset()

    def _tells(self, word: Word) -> bool:
        """Whether `word` belongs to some services and not to others."""
        known = word.meant in self._with_word and word.meant not in self._little
        return known and len(self._with_word[word.meant]) < len(self._file.services)

    def _at(self, words: Sequence[Word], start: int) -> list[ServiceHeard]:
        found = []
        for one, service in self._by_first.get(words[start].meant, ()):
            places = _places(words, start, one)
            if places:
                found.append(ServiceHeard(service, places))
        return found

    def by_topic(self, topic: str | None) -> str | None:
        """Return the only service that questions of `topic` are about."""
        about = [name for name, one in self._file.services.items() if topic in one.topics]
        return about[0] if len(about) == 1 else None


def _places(words: Sequence[Word], start: int, one: Phrase) -> frozenset[int]:
    """Return where the words of a phrase stand in order, near each other; empty if they do not."""
    places, at = [start], start
    for wanted in one[1:]:
        near = range(at + 1, min(at + 2 + MOST_BETWEEN, len(words)))
        found = next((place for place in near if words[place].meant == wanted), None)
        if found is None:
            return frozenset()
        places.append(found)
        at = found
    return frozenset(places)
