"""Notices emergencies and visa questions in any message, before and independent of search.

Recall comes first: a message is read as typed and, at the same time, with its likely typing errors
mended. What is found is explained by the words that were found; no score, no learning.
"""

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
"""Letters both words need for one error. Of 5,500 everyday questions, shorter words err often
("lost" 306 times for list, last, cost), words of seven and more never."""

TWO_ERRORS_FROM: Final = 10
"""Letters both words need for two errors: "desaparesido", "kiddnaping"."""


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
        self._bars = {
            pattern: self._patterns.places(own[guard])
            for guard in guards
            for pattern in unless[guard]
        }
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

        Looks at the first 4,096 characters, in time that does not depend on what they say. Never
        raises.
        """
        typed = tokens(text[:MAX_READ].translate(self._signs))[:MAX_TOKENS]
        spellings = self._spelling.of(typed)
        taken = _taken(self._patterns, spellings)
        for at, bar in self._barred(spellings).items():
            taken[at] &= ~bar
        alarms: dict[str, Alarm] = {}
        for match in self._patterns.scan(taken, once=True):
            guard = self._guard_of[match.pattern]
            words = " ".join(typed[match.start : match.end])
            alarms.setdefault(guard.id, Alarm(guard.id, guard.kind, words, match.pattern.source))
        return tuple(alarms.values())

    def _barred(self, spellings: Sequence[tuple[str, ...]]) -> dict[int, int]:
        """By number of a word: the places it may not take, for it stands in an `unless`."""
        barred: dict[int, int] = {}
        for match in self._unless.scan(_taken(self._unless, spellings)):
            for at in match.own:
                barred[at] = barred.get(at, 0) | self._bars[match.pattern]
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
        unknown = sorted(set(typed) - self._known)
        meant = {word: self._single.get(_without_doubles(word), []) for word in unknown}
        for word, near in self._near([w for w in unknown if len(w) >= ONE_ERROR_FROM]):
            meant[word] = [*meant[word], near]
        return [(word, *meant.get(word, ())) for word in typed]

    def _near(self, unknown: list[str]) -> Iterator[tuple[str, str]]:
        """Pairs of an unknown word and a long guard word within its share of errors."""
        for length, group in groupby(sorted(unknown, key=len), key=len):
            alike = list(group)
            for other in range(length - 2, length + 3):
                errors = 2 if min(length, other) >= TWO_ERRORS_FROM else 1
                long = self._long.get(other, [])
                if long and abs(length - other) <= errors:
                    distances = process.cdist(
                        alike, long, scorer=OSA.distance, score_cutoff=errors, dtype=np.uint8
                    )
                    for row, column in np.argwhere(distances <= errors):
                        yield alike[row], long[column]


def _without_doubles(word: str) -> str:
    return "".join(letter for letter, _ in groupby(word))
