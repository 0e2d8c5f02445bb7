"""How like its nearest phrasing a message is, group by group."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.search.space import Floats, Indices, Vector

NO_INDICES: Indices = np.zeros(0, dtype=np.intp)
NO_VALUES: Floats = np.zeros(0, dtype=np.float32)
"""What a class without phrasings is made of."""

MOST_COMPARED = 400
"""Phrasings of a class that messages are compared with, evenly chosen where there are more, so
that ten times the phrasings do not cost ten times the time."""


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The phrasings of one class as one flat array, so that all are compared in one go.

    Attributes:
        indices: the dimensions of all phrasings, one phrasing after the other.
        values: what stands there.
        starts: where each phrasing begins.
    """

    indices: Indices
    values: Floats
    starts: Indices

    @classmethod
    def of(cls, rows: Sequence[Vector]) -> "Neighbours":
        """Lay out the phrasings of a class, or evenly chosen ones where there are many."""
        rows = [row for row in rows[:: 1 + len(rows) // MOST_COMPARED] if len(row.indices)]
        return cls(
            np.concatenate([NO_INDICES, *(row.indices for row in rows)]),
            np.concatenate([NO_VALUES, *(row.values for row in rows)]),
            np.cumsum([0, *(len(row.indices) for row in rows)][:-1] or NO_INDICES),
        )

    def nearest(self, dense: Floats) -> float:
        """Return the greatest cosine between the message and a phrasing of the class.

        Args:
            dense: the message's vector with all dimensions of the space.
        """
        if not len(self.indices):
            return 0.0
        products = dense[self.indices] * self.values
        return float(np.add.reduceat(products, self.starts).max())
