"""Reads one pattern of `docs/pack.md` and unfolds it into plain rows of words, all its ways."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import product
from typing import Final

from knowledge.text import fold

GAPS: Final = {"..": 2, "...": 4}
"""Most words that a gap stands for: "arrested at the airport in lima" is one thought; with more,
two sentences begin to make one pattern. The short gap is for `unless`, which must not reach from
a harmless word over an "and" to a serious one."""

MAX_ROWS: Final = 400
"""Rows one pattern may unfold into. The shipped ones stay below it; three `...` (125 rows) and a
few longer alternatives reach it, and are better written as two patterns."""

MAX_WORDS: Final = 24
"""Words of one row. Longer thoughts are never typed twice the same way."""

Word = frozenset[str]
"""The spellings one place of a row takes: `died`, `arrest*`, `*napped`."""

Row = tuple[Word, ...]

ANY: Final[Word] = frozenset()
"""A place that takes any word: what `...` unfolds into."""

_HOLE: Final[Word] = frozenset([""])
"""Stands for the place in which rows may differ; no word is empty."""

_SIGNS = re.compile(r"\s+|\.{2,3}(?!\.)|[<>()\[\]|]|%[a-z0-9_]+|\*?[^\W_]+\*?")
_CLOSING = {"(": ")", "[": "]"}


class PatternError(ValueError):
    """A pattern that cannot be read; the message says what to mend."""


@lru_cache(maxsize=4096)  # the words of a set are read for every pattern that names it
def signs(source: str) -> tuple[str, ...]:
    """Cut `source` into the signs of the language; words come folded, like a message's.

    Raises:
        PatternError: a character that the language does not know.
    """
    folded = fold(source)
    found: list[str] = []
    at = 0
    while at < len(folded):
        sign = _SIGNS.match(folded, at)
        if sign is None:
            raise PatternError(
                f"holds {folded[at]!r}: write words and numbers, and ( | ) [ ] %name .. ... < > *"
            )
        found.append(sign[0])
        at = sign.end()
    return tuple(sign for sign in found if not sign.isspace())


def unfold(body: Sequence[str], words: Mapping[str, Sequence[str]]) -> list[Row]:
    """Return every row that the signs `body` (without `<` and `>` at the ends) stand for.

    Raises:
        PatternError: brackets, names or lengths are not right.
    """
    return _merged([_Reader(body, words, inside=()).read()])


class _Reader:
    """Recursive descent over the signs of one pattern."""

    def __init__(
        self, body: Sequence[str], words: Mapping[str, Sequence[str]], inside: tuple[str, ...]
    ) -> None:
        self._signs = body
        self._words = words
        self._inside = inside
        self._at = 0

    def read(self) -> list[Row]:
        rows = self._sequence()
        if self._at < len(self._signs):
            raise PatternError(
                f"has {self._signs[self._at]!r} outside brackets: add or remove one"
            )
        return rows

    def _sequence(self) -> list[Row]:
        rows: list[Row] = [()]
        while self._at < len(self._signs) and self._signs[self._at] not in (")", "]", "|"):
            rows = _joined(rows, self._item())
        return rows

    def _item(self) -> list[Row]:
        sign = self._signs[self._at]
        self._at += 1
        if sign in _CLOSING:
            return self._group(sign)
        if sign in GAPS:
            return [(ANY,) * length for length in range(GAPS[sign] + 1)]
        if sign.startswith("%"):
            return self._named(sign[1:])
        if sign in ("<", ">"):
            raise PatternError(f"has {sign!r} inside: '<' may only begin and '>' only end it")
        if sign.startswith("*") and sign.endswith("*"):
            raise PatternError(f"has {sign!r}: a star stands at one end of a word only")
        return [(frozenset([sign]),)]

    def _group(self, opening: str) -> list[Row]:
        alternatives = [self._sequence()]
        while self._signs[self._at : self._at + 1] == ("|",):
            self._at += 1
            alternatives.append(self._sequence())
        if self._signs[self._at : self._at + 1] != (_CLOSING[opening],):
            raise PatternError(f"opens {opening!r} without closing it: add {_CLOSING[opening]!r}")
        self._at += 1
        if any(alternative == [()] for alternative in alternatives):
            raise PatternError("has an empty alternative: write a word, or use [ ] for optional")
        return _merged(alternatives) + ([()] if opening == "[" else [])

    def _named(self, name: str) -> list[Row]:
        if name not in self._words:
            raise PatternError(f"names %{name}, which `words` does not list: add it there")
        if name in self._inside:
            raise PatternError(f"names %{name} inside %{name}: write the words out once")
        inside = (*self._inside, name)
        return _merged(
            _Reader(signs(entry), self._words, inside).read() for entry in self._words[name]
        )


def _merged(alternatives: Iterable[list[Row]]) -> list[Row]:
    """One list of rows; those that differ in one place only become one row.

    `(come back|came back|come home)` is two rows: (come|came) back, come home.
    """
    rows = list(dict.fromkeys(row for alternative in alternatives for row in alternative))
    for place in reversed(range(max(map(len, rows)))):
        alike: dict[Row, list[Row]] = {}
        for row in rows:
            there = row[place : place + 1] not in ((), (ANY,))
            key = (*row[:place], _HOLE, *row[place + 1 :]) if there else row
            alike.setdefault(key, []).append(row)
        rows = [_union(group, place) for group in alike.values()]
    return rows


def _union(rows: list[Row], place: int) -> Row:
    """`rows`, alike but for the word at `place`, as one."""
    first = rows[0]
    if len(rows) == 1:
        return first
    return (*first[:place], frozenset().union(*(row[place] for row in rows)), *first[place + 1 :])


def _joined(left: list[Row], right: list[Row]) -> list[Row]:
    if len(left) * len(right) > MAX_ROWS:
        raise PatternError(f"unfolds into more than {MAX_ROWS} rows: write two patterns of it")
    rows = [first + second for first, second in product(left, right)]
    if max(map(len, rows)) > MAX_WORDS:
        raise PatternError(f"is longer than {MAX_WORDS} words: write a shorter one")
    return rows
