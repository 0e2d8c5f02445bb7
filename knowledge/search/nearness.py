"""How like its nearest phrasing a message is, group by group."""

from collections.abc import Sequence

import numpy as np

from knowledge.search.space import Floats, Indices, Vector

NO_INDICES: Indices = np.zeros(0, dtype=np.intp)
NO_VALUES: Floats = np.zeros(0, dtype=np.float32)
"""What a class without phrasings is made of."""

MOST_COMPARED = 400
"""Phrasings of a class that messages are compared with, evenly chosen where there are more, so
that ten times the phrasings do not cost ten times the time."""


class Neighbours:
    """The phrasings of one class as one flat array, so that all are compared in one go."""

    def __init__(self, rows: Sequence[Vector]) -> None:
        rows = rows[:: 1 + len(rows) // MOST_COMPARED]
        lengths = [len(row.indices) for row in rows if len(row.indices)]
        self._indices: Indices = np.concatenate([NO_INDICES, *(row.indices for row in rows)])
        self._values: Floats = np.concatenate([NO_VALUES, *(row.values for row in rows)])
        self._starts = np.cumsum([0, *lengths[:-1]])

    def nearest(self, dense: Floats) -> float:
        """Return the greatest cosine between the message and a phrasing of the class.

        Args:
            dense: the message's vector with all dimensions of the space.
        """
        products = dense[self._indices] * self._values
        return float(np.add.reduceat(products, self._starts).max()) if len(products) else 0.0
