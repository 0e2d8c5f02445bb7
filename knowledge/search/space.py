"""Features as weighted vectors: rare ones weigh more, unknown ones dilute the rest."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt

import numpy as np
from numpy.typing import NDArray

from knowledge.search.features import LETTERS, MEANING, WORD

Floats = NDArray[np.float32]
Indices = NDArray[np.intp]
Counts = NDArray[np.int64]
Flags = NDArray[np.bool_]

EMPHASIS: Mapping[str, float] = {WORD: 1.0, LETTERS: 0.5, MEANING: 1.0}
"""What a feature's rarity is multiplied by. Letters overlap, so each counts half; within a point
for 0.3-0.5 letters and 0.7-1 meaning (0003-search.md)."""


@dataclass(frozen=True, slots=True)
class Vector:
    """A sparse vector: `values[i]` at dimension `indices[i]`."""

    indices: Indices
    values: Floats


class Space:
    """TF-IDF: a feature weighs more the fewer phrasings have it.

    Args:
        names: the features, in the order of the dimensions.
        counts: how many phrasings have each of them.
        documents: how many phrasings there are.
    """

    def __init__(self, names: Sequence[str], counts: Counts, documents: int) -> None:
        self.names = tuple(names)
        self.counts = counts
        self.documents = documents
        self._index = {name: at for at, name in enumerate(self.names)}
        emphasis = np.array([EMPHASIS[name[0]] for name in self.names])
        rarity = np.log((documents + 1) / (counts + 1)) + 1
        self._weights = (emphasis * rarity).astype(np.float32)
        self._unknown = {
            block: (scale * (log(documents + 1) + 1)) ** 2 for block, scale in EMPHASIS.items()
        }
        self._speaks = np.array([name[0] != LETTERS for name in self.names], dtype=bool)
        self.words: Flags = np.array(
            [name[0] == WORD and " " not in name for name in self.names], dtype=bool
        )
        """Which dimensions are single words."""

    @classmethod
    def learn(cls, documents: Sequence[Sequence[str]]) -> tuple["Space", list[Vector]]:
        """Return the space of these features, and each document's vector in it.

        All vectors at once take half the time of `vector` for one after the other.
        """
        index: dict[str, int] = {}
        flat = np.array(
            [index.setdefault(name, len(index)) for row in documents for name in row],
            dtype=np.intp,
        )
        counts = np.bincount(flat, minlength=len(index))
        space = cls(tuple(index), counts, len(documents))
        lengths = [len(row) for row in documents]
        owner = np.repeat(np.arange(len(documents)), lengths)
        weights = space._weights[flat]
        norms = np.sqrt(np.bincount(owner, weights=weights * weights, minlength=len(documents)))
        values = (weights / norms[owner]).astype(np.float32)
        ends = np.cumsum(lengths)[:-1]
        split = zip(np.split(flat, ends), np.split(values, ends), strict=True)
        return space, [Vector(*row) for row in split]

    def __len__(self) -> int:
        return len(self.names)

    def vector(self, features: Iterable[str]) -> Vector:
        """Return the vector of a message, of length 1 at most; empty where nothing is known.

        Unknown features count in the length, so that a message that is mostly about something
        else scores low (out-of-scope AUROC +1.5 to +3.3 points).
        """
        known = []
        unknown = 0.0
        for name in features:
            at = self._index.get(name)
            if at is None:
                unknown += self._unknown[name[0]]
            else:
                known.append(at)
        indices = np.array(known, dtype=np.intp)
        weights = self._weights[indices]
        return Vector(indices, weights / np.float32(sqrt(weights @ weights + unknown) or 1))

    def speaks(self, vector: Vector) -> bool:
        """Whether anything but groups of letters is known: a word, a pair or a meaning.

        Letters alone say nothing: half of all names share some with a phrasing.
        """
        return bool(self._speaks[vector.indices].any())
