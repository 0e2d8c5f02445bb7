"""What a mistyped word may mean, for the guards: letters slipped, words run together or apart."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.search.ordinary import ordinary_words
from knowledge.text import tokens

DOUBLED_FROM: Final = 4
"""Letters a guard word needs to be seen through doubled letters ("kiled", "ayudaa")."""

SLIP_FROM: Final = 4
"""Letters of a guard word that is seen through a slip of the finger: "visz", "jwil", "dewd". Any
other error would make "jail" of "Jill" and "visa" of "Lisa"."""

ONE_ERROR_FROM: Final = 6
"""Letters of a guard word that is seen through any one error, unless it is an ordinary word."""

TWO_ERRORS_FROM: Final = 10
"""Letters of a guard word that is seen through two errors: "dissapeared", "hospitalisado"."""

SMALLEST: Final = 3
"""Letters up to which an unknown word may be any of the small words between others ("acabar con m
vida"); never one that alarms by itself."""

MAX_MENDED: Final = 200
"""Different words looked at for errors. 4,096 characters of dense English hold at most 150 that
are long enough and no guard words; nonsense could hold 800 and take three times as long."""

PART_FROM: Final = 5
PART_TO: Final = 24
"""Letters of a word that may be some run together ("devisa")."""

REST: Final = 3
"""Letters of the word that may follow it there ("tookway")."""

MOST_SMALL: Final = 2
"""Small words taken off the front of such a word."""

OWN_WORD: Final = 4
"""Letters of a guard word that is found within such a word, one less if it never alarms alone;
shorter ones hide in many names."""

SMALL: Final = frozenset(
    tokens(
        "al an and as at by con de del el en for from he her him his i in is la las le lo los me "
        "mi my no not of on or por que se she sin su the they this to un una us was we"
    )
)
"""Words that fingers run together with the next; neither "a" nor "ex" is among them: "avisa",
"expreso"."""

LONE: Final = frozenset("aiy")
"""Letters that are words; any other is what is left of one ("out o custody")."""

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def _neighbours() -> dict[str, frozenset[str]]:
    """Letter to the letters around it on the keyboard."""
    places = {key: (y, x) for y, row in enumerate(_ROWS) for x, key in enumerate(row)}
    return {
        key: frozenset(k for k, (v, u) in places.items() if abs(v - y) <= 1 and abs(u - x) <= 1)
        for key, (y, x) in places.items()
    }


_NEAR: Final = _neighbours()


class Spelling:
    """Finds the guard words that a mistyped word may mean.

    A word that is known, of a pattern or an ordinary one, is never taken for another.

    Args:
        words: the guard words.
        alone: those among them that alarm by themselves.
        ordinary: words that are what they are, beside the ordinary words of the languages.
    """

    def __init__(
        self, words: Iterable[str], alone: Iterable[str], ordinary: Iterable[str]
    ) -> None:
        listed = sorted(words)
        self._listed = frozenset(listed)
        enough = frozenset(word for word in listed if len(word) >= OWN_WORD)
        short = frozenset(word for word in listed if len(word) == OWN_WORD - 1)
        self._own = enough | (short - frozenset(alone))
        self._known = self._listed | frozenset(ordinary) | ordinary_words() | SMALL
        self._single: dict[str, list[str]] = {}
        for word in listed:
            if len(word) >= DOUBLED_FROM:
                self._single.setdefault(_without_doubles(word), []).append(word)
        self._by_length: dict[int, list[str]] = {}
        for word in sorted(self._listed - frozenset(w for w in alone if len(w) <= SMALLEST)):
            if word.isalpha() and len(word) > 1:
                self._by_length.setdefault(len(word), []).append(word)

    def of(self, typed: Sequence[str]) -> list[tuple[str, ...]]:
        """Return for each word its spellings: as typed first, then what it may mean."""
        unknown = [word for word in dict.fromkeys(typed) if self._is_unknown(word)][:MAX_MENDED]
        meant = {word: self._single.get(_without_doubles(word), []) for word in unknown}
        for word, near in self._near(unknown):
            meant[word] = [*meant[word], near]
        return [(word, *meant.get(word, ())) for word in typed]

    def _is_unknown(self, word: str) -> bool:
        lone = len(word) == 1 and word not in LONE
        return word.isalpha() and (lone or word not in self._known)

    def parted(self, typed: Sequence[str]) -> list[str]:
        """Return the words with those run together taken apart, and those torn apart joined."""
        found: list[str] = []
        for word in typed:
            if found and self._is_torn(found[-1], word):
                found[-1] += word
            else:
                found += self._parts(word) or [word]
        return found

    def _is_torn(self, first: str, second: str) -> bool:
        torn = first + second
        spoken = {first, second} <= self._known
        return len(torn) >= OWN_WORD and torn in self._listed and not spoken

    def _parts(self, word: str) -> list[str]:
        """Return the words in `word`, if a guard word is among them; small ones go with any."""
        if not PART_FROM <= len(word) <= PART_TO or word in self._known:
            return []
        return self._beginning(word, MOST_SMALL) or self._after(word)

    def _beginning(self, word: str, small: int) -> list[str]:
        """Return `word` apart: small words, a guard word, and what goes with it."""
        for cut in range(1, len(word)):
            first, rest = word[:cut], word[cut:]
            if first in self._own and (parts := self._after(rest)):
                return [first, *parts]
            if small and first in SMALL:
                parts = [rest] if rest in self._own else self._beginning(rest, small - 1)
                if parts:
                    return [first, *parts]
        return []

    def _after(self, rest: str) -> list[str]:
        """Return a longer known word, or the one or two small words that `rest` is made of."""
        if rest in SMALL or (len(rest) >= REST and rest in self._known):
            return [rest]
        cuts = (cut for cut in range(1, len(rest)) if {rest[:cut], rest[cut:]} <= SMALL)
        cut = next(cuts, 0)
        return [rest[:cut], rest[cut:]] if cut else []

    def _near(self, unknown: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Pairs of an unknown word and a guard word within its share of errors."""
        for length, group in groupby(sorted(unknown, key=len), key=len):
            typed = list(group)
            for size in range(length - 2, length + 3):
                errors = 2 if size >= TWO_ERRORS_FROM else 1
                if size in self._by_length and abs(length - size) <= errors:
                    yield from _pairs(typed, self._by_length[size], errors)


def _pairs(typed: list[str], meant: list[str], errors: int) -> Iterator[tuple[str, str]]:
    """Pairs at most `errors` apart; of two errors none is in the first letter ("incidentes")."""
    apart = process.cdist(typed, meant, scorer=OSA.distance, score_cutoff=errors, dtype=np.uint8)
    for row, column in np.argwhere(apart <= errors):
        word, guard_word = typed[row], meant[column]
        if apart[row, column] == 1 and not _likely(word, guard_word):
            continue
        if apart[row, column] == 1 or word[0] == guard_word[0]:
            yield word, guard_word


def _likely(word: str, meant: str) -> bool:
    """Whether one error may make `word` of `meant`: the shorter it is, the stricter."""
    if len(meant) >= ONE_ERROR_FROM:
        return True
    if len(meant) <= SMALLEST:
        return len(word) <= SMALLEST
    return len(meant) >= SLIP_FROM and len(word) >= len(meant) and _is_slip(word, meant)


def _is_slip(word: str, meant: str) -> bool:
    """Whether a finger slipped: to a neighbouring key, onto one as well, or out of turn."""
    at = next((n for n, (a, b) in enumerate(zip(word, meant, strict=False)) if a != b), len(meant))
    if len(word) > len(meant):
        around = meant[max(at - 1, 0) : at + 1]
        return any(word[at] in _NEAR[key] for key in around)
    return word[at + 1 :] != meant[at + 1 :] or word[at] in _NEAR[meant[at]]


def _without_doubles(word: str) -> str:
    return "".join(letter for letter, _ in groupby(word))
