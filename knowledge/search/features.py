"""What the learner sees of a message: words, word pairs, letter groups and shared meanings."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain, combinations, pairwise

from knowledge.search.concepts import Lexicon

WORD, LETTERS, MEANING = "w", "l", "m"
"""First letter of a feature's name: the block it belongs to."""

LETTER_GROUPS = (3, 4)
"""As good as 2-4 and 3-5 within half a point, with fewer features (0003-search.md)."""

CACHED_WORDS = 16384


class Reader:
    """Turns tokens into the names of features; a name starts with its block's letter."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self.of_word = lru_cache(CACHED_WORDS)(self._of_word)

    def features(self, tokens: Sequence[str]) -> list[str]:
        """Return the features, each once, in an order that depends on the tokens only."""
        if not tokens:
            return []
        seen = dict.fromkeys(chain.from_iterable(map(self.of_word, tokens)))
        rows = pairwise(tokens)
        seen.update(dict.fromkeys(f"{WORD}{first} {second}" for first, second in rows))
        seen.update(dict.fromkeys(_edges(tokens)))
        seen.update(dict.fromkeys(f"{MEANING}{n}" for n in self._lexicon.of_phrases(tokens)))
        meanings = sorted(name[1:] for name in seen if name[0] == MEANING)
        together = combinations(meanings, 2)
        return [*seen, *(f"{MEANING}{first} + {second}" for first, second in together)]

    def _of_word(self, token: str) -> tuple[str, ...]:
        meanings = (f"{MEANING}{name}" for name in self._lexicon.of_word(token))
        return (f"{WORD}{token}", *meanings, *_letter_groups(token))


def _letter_groups(token: str) -> Iterator[str]:
    """Yield the letter groups of a word, its borders marked; none for numbers.

    "2026" is not nearly "2025".
    """
    padded = f" {token} "
    for size in LETTER_GROUPS if token.isalpha() else ():
        for start in range(len(padded) - size + 1):
            yield f"{LETTERS}{padded[start : start + size]}"


def _edges(tokens: Sequence[str]) -> tuple[str, str]:
    """Return how a message starts and ends: half a point more messages read right."""
    return f"{WORD}{tokens[0]} …", f"{WORD}… {tokens[-1]}"
