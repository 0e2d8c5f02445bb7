"""Notices emergencies and visa questions in any message, before and independent of search.

Recall comes first: a message is read as typed and, at the same time, with its likely typing errors
mended. What is found is explained by the words that were found; no score, no learning.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final, Literal

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.model import Guard, GuardFile
from knowledge.patterns import Pattern, Patterns
from knowledge.text import MAX_READ, fold, tokens

MAX_TOKENS: Final = MAX_READ // 2
"""Words looked at. Letters and spaces of a message never make more; a few characters of other
scripts unfold into many."""

DOUBLED_FROM: Final = 4
"""Letters a guard word needs to be seen through doubled letters ("kiled", "ayudaa")."""

ONE_ERROR_FROM: Final = 7
"""Letters of a guard word that is seen through one error. In 5,500 everyday questions shorter
words were mistaken often ("lost" 306 times: list, last, cost), words of seven and more never."""

TWO_ERRORS_FROM: Final = 10
"""Letters of a guard word that is seen through two errors: "dissapeared", "hospitalisado"."""

MAX_MENDED: Final = 200
"""Different words looked at for errors. 4,096 characters of dense English hold at most 150 that
are long enough and no guard words; nonsense could hold 800 and take three times as long."""

_SENTENCE_END = re.compile(r"[.!?;…]+\s+|\n+")


@dataclass(frozen=True, slots=True)
class Alarm:
    """What a guard noticed.

    Attributes:
        guard: its id.
        kind: what the reply owes: the hotline first, or the way to the visa unit.
        words: the words of the message that it noticed, folded; personal data, not for logs.
        pattern: the pattern that found them.
    """

    guard: str
    kind: Literal["emergency", "visa"]
    words: str
    pattern: str


class Guards:
    """All guards of a pack, ready to look at messages. Safe to share."""

    def __init__(
        self,
        guards: Sequence[Guard],
        words: Mapping[str, Sequence[str]],
        known: Iterable[str] = (),
        signs: Mapping[str, str] | None = None,
    ) -> None:
        """Compile the guards.

        Raises:
            PatternError: one of the patterns cannot be read.
        """
        own = {guard: [Pattern.compile(p, words) for p in guard.patterns] for guard in guards}
        unless = {guard: [Pattern.compile(p, words) for p in guard.unless] for guard in guards}
        self._guard_of = {pattern: guard for guard in guards for pattern in own[guard]}
        self._patterns = Patterns(self._guard_of)
        places = {guard: self._patterns.places(own[guard]) for guard in guards}
        self._bars = {pattern: places[guard] for guard in guards for pattern in unless[guard]}
        self._unless = Patterns(self._bars)
        ordinary = frozenset(fold(word) for word in known) | self._unless.words
        self._spelling = _Spelling(self._patterns.words, ordinary)
        self._signs = str.maketrans({sign: f" {word} " for sign, word in (signs or {}).items()})

    @classmethod
    def from_file(cls, file: GuardFile) -> "Guards":
        """Compile the guards of `guards.yaml`."""
        return cls(file.guards, file.words, file.known, file.signs)

    def look(self, text: str) -> tuple[Alarm, ...]:
        """Return at most one alarm of each guard, in the order their words stand in `text`.

        Looks at the first 4,096 characters, in a bounded number of steps. Never raises.
        """
        sentences = self._sentences(text)
        typed = [word for sentence in sentences for word in sentence]
        spellings = self._spelling.of(typed)
        taken = _taken(self._patterns, spellings)
        for at, bar in self._barred(sentences, spellings).items():
            taken[at] &= ~bar
        alarms: dict[str, Alarm] = {}
        for match in self._patterns.scan(taken, once=True):
            guard = self._guard_of[match.pattern]
            words = " ".join(typed[match.start : match.end])
            alarms.setdefault(guard.id, Alarm(guard.id, guard.kind, words, match.pattern.source))
        return tuple(alarms.values())

    def spellings(self, word: str) -> tuple[str, ...]:
        """Return what `word` is read as: itself, then the guard words it may be a slip for."""
        return self._spelling.of([fold(word)])[0]

    def _sentences(self, text: str) -> list[list[str]]:
        """The words of `text`, sentence by sentence."""
        sentences: list[list[str]] = []
        room = MAX_TOKENS
        for said in _SENTENCE_END.split(text[:MAX_READ].translate(self._signs)):
            if words := tokens(said)[:room]:
                sentences.append(words)
                room -= len(words)
        return sentences

    def _barred(
        self, sentences: Sequence[Sequence[str]], spellings: Sequence[tuple[str, ...]]
    ) -> dict[int, int]:
        """By number of a word: the places it may not take, for it stands in an `unless`.

        Harmless words excuse nothing beyond their sentence ("My phone is dead. Murió mi papá").
        """
        barred: dict[int, int] = {}
        taken, start = _taken(self._unless, spellings), 0
        for sentence in sentences:
            end = start + len(sentence)
            for match in self._unless.scan(taken[start:end]):
                for at in match.own:
                    barred[start + at] = barred.get(start + at, 0) | self._bars[match.pattern]
            start = end
        return barred


def _taken(patterns: Patterns, spellings: Sequence[tuple[str, ...]]) -> list[int]:
    """For each word, the places that any of its spellings may take."""
    places = {
        spelling: patterns.taking(spelling) for spelling in {s for w in spellings for s in w}
    }
    taken = [places[word[0]] for word in spellings]
    for at, word in enumerate(spellings):
        for spelling in word[1:]:
            taken[at] |= places[spelling]
    return taken


class _Spelling:
    """Finds the guard words that a mistyped word may mean.

    A word that is known, of a pattern or an ordinary one, is never taken for another.
    """

    def __init__(self, words: Iterable[str], ordinary: Iterable[str]) -> None:
        listed = sorted(words)
        self._known = frozenset(listed) | frozenset(ordinary)
        self._single: dict[str, list[str]] = {}
        for word in listed:
            if len(word) >= DOUBLED_FROM:
                self._single.setdefault(_without_doubles(word), []).append(word)
        self._long: dict[int, list[str]] = {}
        for word in listed:
            if len(word) >= ONE_ERROR_FROM:
                self._long.setdefault(len(word), []).append(word)

    def of(self, typed: Sequence[str]) -> list[tuple[str, ...]]:
        """Return for each word its spellings: as typed first, then what it may mean."""
        unknown = [
            word
            for word in dict.fromkeys(typed)
            if len(word) >= DOUBLED_FROM and word not in self._known
        ][:MAX_MENDED]
        meant = {word: self._single.get(_without_doubles(word), []) for word in unknown}
        for word, near in self._near(unknown):
            meant[word] = [*meant[word], near]
        return [(word, *meant.get(word, ())) for word in typed]

    def _near(self, unknown: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Pairs of an unknown word and a long guard word within its share of errors."""
        for length, group in groupby(sorted(unknown, key=len), key=len):
            typed = list(group)
            for size in range(length - 2, length + 3):
                errors = 2 if size >= TWO_ERRORS_FROM else 1
                if size in self._long and abs(length - size) <= errors:
                    yield from _pairs(typed, self._long[size], errors)


def _pairs(typed: list[str], meant: list[str], errors: int) -> Iterator[tuple[str, str]]:
    """Pairs at most `errors` apart; of two errors none is in the first letter ("incidentes")."""
    apart = process.cdist(typed, meant, scorer=OSA.distance, score_cutoff=errors, dtype=np.uint8)
    for row, column in np.argwhere(apart <= errors):
        word, guard_word = typed[row], meant[column]
        if apart[row, column] == 1 or word[0] == guard_word[0]:
            yield word, guard_word


def _without_doubles(word: str) -> str:
    return "".join(letter for letter, _ in groupby(word))
