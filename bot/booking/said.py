"""A message as words with their places in it, and the phrases found among them."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from bot.calendar.lexicon import Speller
from knowledge.model import Phrasings
from knowledge.search.ordinary import ordinary_words
from knowledge.text import MAX_READ, fold

MAX_WORDS = 100
"""Words listened to, as many as the calendar reads: a wish takes ten, a long story hides none."""

_SHORTEST_TYPO = 5
"""Letters of a word that is understood with a typing error: shorter ones have too many neighbours
("back", "book", "bank")."""

_TONES = re.compile("[\ufe0f\U0001f3fb-\U0001f3ff]")
"""What only colours a sign: a thumb is a thumb."""

_WORD = re.compile(r"[^\W\d_]+(?:['’‘`´ʼ][^\W\d_]+)*|\d+|[^\w\s.,;:!?¿¡'\"“”«»()…/\-–—_]")
_BREAK = re.compile(r"[,;:!?¿¡()…/\n]|\s[-–—]\s")
_LOUD = frozenset("!?@#$%&*+=_/<>")
_SHORTENED = frozenset(["jr", "sr", "dr", "mr", "mrs", "ms", "dra", "sra", "srta", "st", "ma"])
"""Besides single letters, what is written with a full stop inside a name."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a message.

    Attributes:
        text: as typed.
        plain: folded, typing errors left in.
        meant: folded, typing errors mended.
        start: its place in the message; `end` is behind it.
        broken: a comma or the like stands before it.
        shouted: more than a full stop stands behind it.
    """

    text: str
    plain: str
    meant: str
    start: int
    end: int
    broken: bool
    shouted: bool = False


class Reader:
    """Splits messages into words, and mends errors towards the words it was made with."""

    def __init__(self, vocabulary: Iterable[str], right: Iterable[str] = ()) -> None:
        """Take the words to mend towards, and others that are right as they are."""
        words = set(vocabulary)
        known = words | {*right} | ordinary_words()
        self._speller = Speller((w for w in words if len(w) >= _SHORTEST_TYPO), known=known)

    def read(self, text: str) -> tuple[str, tuple[Word, ...]]:
        """Return the text that was read, and its words with their places in that."""
        text = _TONES.sub("", text[:MAX_READ])
        return text, tuple(self._words(text))

    def _words(self, text: str) -> Iterator[Word]:
        before: Word | None = None
        for match in islice(_WORD.finditer(text), MAX_WORDS):
            plain = fold(match[0])
            gap = text[before.end if before else 0 : match.start()]
            broken = bool(_BREAK.search(gap)) or ("." in gap and not _shortened(before))
            meant = self._speller.correct(plain)
            shouted = text[match.end() : match.end() + 1] in _LOUD
            before = Word(match[0], plain, meant, match.start(), match.end(), broken, shouted)
            yield before


def _shortened(word: Word | None) -> bool:
    return word is not None and (
        (len(word.plain) == 1 and word.plain.isalpha()) or word.plain in _SHORTENED
    )


Phrase = tuple[str, ...]


def phrase(text: str) -> Phrase:
    """Return the folded words of a phrase of the pack."""
    return tuple(fold(word) for word in _WORD.findall(_TONES.sub("", text)))


def phrases(*lists: Phrasings) -> frozenset[Phrase]:
    """Return all phrases of all languages: people mix them."""
    found = (phrase(text) for texts in lists for said in texts.values() for text in said)
    return frozenset(one for one in found if one)


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase that stands at words `start` to `end` (excluded)."""

    start: int
    end: int
    label: str


class PhraseBook:
    """Finds phrases, the longest one at each place."""

    def __init__(self, labelled: Mapping[str, Iterable[Phrase]]) -> None:
        self._by_first: dict[str, list[tuple[Phrase, str]]] = defaultdict(list)
        for label, listed in labelled.items():
            for one in sorted(listed):
                self._by_first[one[0]].append((one, label))
        for found in self._by_first.values():
            found.sort(key=lambda item: -len(item[0]))

    def at(self, words: Sequence[Word], start: int) -> Found | None:
        """Return the longest phrase that begins at word `start`."""
        for one, label in self._by_first.get(words[start].meant, ()):
            end = start + len(one)
            if tuple(word.meant for word in words[start:end]) == one:
                return Found(start, end, label)
        return None

    def all(self, words: Sequence[Word]) -> list[Found]:
        """Return the phrases from left to right; none overlaps another."""
        found, at = [], 0
        while at < len(words):
            one = self.at(words, at)
            if one:
                found.append(one)
            at = one.end if one else at + 1
        return found
