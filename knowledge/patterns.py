"""Rows of words looked for in a message: what guards and forbidden claims are written in.

`docs/pack.md` describes the language to authors. A pattern is unfolded into plain rows of words,
each of a fixed length, and all rows of a set are looked for side by side in one pass over the
message (Shift-And, Baeza-Yates and Gonnet 1992, with words for letters and one long integer for
all rows). Nothing is ever tried twice: the steps are as many as the words, whatever they are.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from knowledge.pattern_language import ANY, GAPS, PatternError, Row, signs, unfold


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """One pattern, read and unfolded.

    Attributes:
        source: as its author wrote it.
        rows: what it unfolds into; none begins or ends with a gap, unless anchored there.
        at_start: the first word must be the message's first.
        at_end: the last word must be the message's last.
    """

    source: str
    rows: tuple[Row, ...]
    at_start: bool = False
    at_end: bool = False

    @classmethod
    def compile(cls, source: str, words: Mapping[str, Sequence[str]] | None = None) -> "Pattern":
        """Read `source`; `%name` stands for any of `words[name]`, each itself a pattern.

        Raises:
            PatternError: the pattern is not in the language, or unfolds too far.
        """
        body = signs(source)
        at_start, at_end = body[:1] == ("<",), body[-1:] == (">",)
        body = body[at_start : len(body) - at_end]
        first, last = "".join(body[:1]), "".join(body[-1:])
        if (first in GAPS and not at_start) or (last in GAPS and not at_end):
            raise PatternError("begins or ends with a gap, which says nothing there: remove it")
        rows = unfold(body, words or {})
        kept = tuple(dict.fromkeys(row for row in rows if _stands(row, at_start, at_end)))
        if not kept:
            raise PatternError("finds nothing of its own: write at least one word in it")
        return cls(source, kept, at_start, at_end)


def _stands(row: Row, at_start: bool, at_end: bool) -> bool:
    """Whether `row` says something that a shorter row of its pattern does not say already."""
    return any(row) and (at_start or row[0] != ANY) and (at_end or row[-1] != ANY)


@dataclass(frozen=True, slots=True)
class Match:
    """Where a pattern was found: words `start` to `end`, the latter not included."""

    start: int
    end: int
    pattern: Pattern
    row: Row
    """The way of the pattern that fits: tells its own words from those a gap stands for."""

    @property
    def own(self) -> list[int]:
        """The numbers of the words that the pattern names."""
        return [self.start + place for place, word in enumerate(self.row) if word != ANY]


class Patterns:
    """Many patterns, looked for at once. Immutable once built; safe to share.

    Every place of every row has one bit. `taking` tells which places a word may stand in;
    `scan` moves all rows on by one word at a time.
    """

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self._rows: dict[int, tuple[Pattern, Row]] = {}
        self._own: dict[Pattern, list[int]] = {}
        self._ends: dict[Pattern, list[int]] = {}
        taking: dict[str, list[int]] = {}
        anywhere: list[int] = []
        size = 0
        for pattern in patterns:
            for row in pattern.rows:
                size += pattern.at_start  # no row may run over into one that is anchored
                for place, word in enumerate(row, start=size):
                    (self._own.setdefault(pattern, []) if word else anywhere).append(place)
                    for spelling in word:
                        taking.setdefault(spelling, []).append(place)
                size += len(row)
                self._rows[size - 1] = (pattern, row)
                self._ends.setdefault(pattern, []).append(size - 1)
        self._any = _bits(anywhere)
        self._exact = {word: _bits(at) for word, at in taking.items() if "*" not in word}
        self._begin = {word[:-1]: _bits(at) for word, at in taking.items() if word[-1] == "*"}
        self._finish = {word[1:]: _bits(at) for word, at in taking.items() if word[0] == "*"}
        self._begin_lengths = sorted(set(map(len, self._begin)))
        self._finish_lengths = sorted(set(map(len, self._finish)))
        rows = self._rows.items()
        self._first = _bits([last + 1 - len(row) for last, (_, row) in rows])
        self._first_later = _bits([last + 1 - len(r) for last, (p, r) in rows if not p.at_start])
        self._last = _bits(list(self._rows))
        self._last_earlier = _bits([last for last, (p, _) in rows if not p.at_end])

    @property
    def words(self) -> frozenset[str]:
        """The words written out in the patterns, starred ones not among them."""
        return frozenset(self._exact)

    @property
    def alone(self) -> frozenset[str]:
        """The words that are found by themselves, without any other beside them."""
        single = (row[0] for _, row in self._rows.values() if len(row) == 1)
        return frozenset(word for row in single for word in row)

    def places(self, patterns: Iterable[Pattern]) -> int:
        """Return the places of these patterns' own words, gaps not among them, as a bit set."""
        return _bits([place for pattern in patterns for place in self._own[pattern]])

    def taking(self, token: str) -> int:
        """Return the places that take `token`, as a bit set."""
        places = self._exact.get(token, 0)
        for length in self._begin_lengths:
            places |= self._begin.get(token[:length], 0)
        for length in self._finish_lengths:
            places |= self._finish.get(token[-length:], 0)
        return places | self._any if places else self._any

    def find(self, tokens: Sequence[str]) -> list[Match]:
        """Return every match in a message of these tokens (`knowledge.text.tokens`)."""
        return list(self.scan([self.taking(token) for token in tokens]))

    def scan(self, taken: Sequence[int], *, once: bool = False) -> Iterator[Match]:
        """Yield matches in the order of their last words.

        Args:
            taken: for each token the places open to it; a bit taken away forbids that place.
            once: leave each pattern after its first match.
        """
        state, firsts, wanted = 0, self._first, self._last_earlier
        for at, places in enumerate(taken):
            state = ((state << 1) | firsts) & places
            firsts = self._first_later
            if at == len(taken) - 1:
                wanted |= self._last & ~self._last_earlier
            reached = state & wanted
            while reached:
                pattern, row = self._rows[(reached & -reached).bit_length() - 1]
                yield Match(at + 1 - len(row), at + 1, pattern, row)
                if once:
                    wanted &= ~_bits(self._ends[pattern])
                reached &= (reached - 1) & wanted


def _bits(places: Sequence[int]) -> int:
    """`places` as a bit set."""
    if not places:
        return 0
    octets = bytearray(max(places) // 8 + 1)
    for place in places:
        octets[place // 8] |= 1 << place % 8
    return int.from_bytes(octets, "little")
