"""Mistyped words become the pack's words; ordinary words and decisive terms are left alone."""

from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST = 4
"""Letters; below this nearly every word is one letter from another."""

LONG = 8
"""From this length two errors are mended, below one (OSA, so a swap of neighbours is one)."""

CACHE_WORDS = 4096


class Corrector:
    """Corrects unknown tokens to the nearest known word.

    Args:
        frequencies: the words to correct to, with how often the pack uses them.
        ordinary: words that are left as they are though the pack does not use them.
        protected: words that no correction may result in.
    """

    def __init__(
        self,
        frequencies: Mapping[str, int],
        ordinary: Iterable[str] = (),
        protected: Collection[str] = (),
    ) -> None:
        self._frequencies = frequencies
        self._known = frozenset(frequencies) | frozenset(ordinary) | frozenset(protected)
        self._by_length: dict[int, list[str]] = {}
        for word in sorted(frequencies):
            if len(word) >= SHORTEST and not word.isdigit() and word not in protected:
                self._by_length.setdefault(len(word), []).append(word)
        self.correct = lru_cache(CACHE_WORDS)(self._correct)

    def _correct(self, token: str) -> str:
        """Return the word meant by `token`: itself where it is known or nothing is near."""
        if len(token) < SHORTEST or token in self._known or not token.isalpha():
            return token
        limit = 2 if len(token) >= LONG else 1
        nearest = min(self._near(token, limit), default=None)
        return nearest[-1] if nearest else token

    def _near(self, token: str, limit: int) -> list[tuple[bool, int, bool, int, str]]:
        """Words within `limit`, to be ordered.

        Same first letter, nearest, merely longer or shorter ("persons" is "person", not
        "persona"), most used.
        """
        choices = [
            word
            for length in range(len(token) - limit, len(token) + limit + 1)
            for word in self._by_length.get(length, ())
        ]
        hits = process.extract(token, choices, scorer=OSA.distance, score_cutoff=limit, limit=None)
        return [
            (
                word[0] != token[0],
                int(distance),
                not token.startswith(word),
                -self._frequencies[word],
                word,
            )
            for word, distance, _ in hits
        ]
