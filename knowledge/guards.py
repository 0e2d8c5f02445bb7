"""Notices emergencies and visa questions in any message, before and independent of search.

Recall comes first: a message is read as typed and, at the same time, with its likely typing errors
mended. What is found is explained by the words that were found; no score, no learning.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from knowledge.model import Guard, GuardFile
from knowledge.patterns import Pattern, Patterns
from knowledge.slips import Spelling
from knowledge.text import MAX_READ, fold, tokens

MAX_TOKENS: Final = MAX_READ // 2
"""Words looked at. Letters and spaces of a message never make more; a few characters of other
scripts unfold into many."""

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
        self._guard_of = {pattern: guard for guard in guards for pattern in own[guard]}
        self._patterns = Patterns(self._guard_of)
        shared = dict.fromkeys(excuse for guard in guards for excuse in guard.unless)
        excuses = {excuse: Pattern.compile(excuse, words) for excuse in shared}
        self._bars = dict.fromkeys(excuses.values(), 0)
        for guard in guards:
            places = self._patterns.places(own[guard])
            for excuse in dict.fromkeys(guard.unless):
                self._bars[excuses[excuse]] |= places
        self._unless = Patterns(self._bars)
        ordinary = frozenset(fold(word) for word in known) | self._unless.words
        self._spelling = Spelling(self._patterns.words, self._patterns.alone, ordinary)
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
        alarms = self._alarms(sentences)
        parted = [self._spelling.parted(sentence) for sentence in sentences]
        if parted != sentences:
            alarms = self._alarms(parted) | alarms
        return tuple(alarms.values())

    def _alarms(self, sentences: Sequence[Sequence[str]]) -> dict[str, Alarm]:
        """The first alarm of each guard, by its id."""
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
        return alarms

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
