"""One-vs-rest linear support vector machines with squared hinge loss, all classes at once.

Dual coordinate descent (Hsieh et al., ICML 2008): each step takes one example and mends its
margin for every class together, which makes numpy fast enough to learn at every start.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.search.space import Floats, Indices, Vector

COST = 2.0
"""C of the machines; 1 to 4 measured within a point of each other."""

SEED = 20130213
"""Any number: it only fixes the order in which examples are visited."""


@dataclass(frozen=True, slots=True)
class Machines:
    """One linear machine a class.

    Attributes:
        weights: dimensions of the space by classes; the last row is the bias.
    """

    weights: Floats

    def margins(self, vector: Vector) -> Floats:
        """Return how far on its side each class sees the vector; above 0 is inside."""
        margins: Floats = vector.values @ self.weights[vector.indices] + self.weights[-1]
        return margins

    def evidence(self, vector: Vector, label: int) -> Floats:
        """Return what each dimension of the vector adds to the margin of `label`."""
        added: Floats = vector.values * self.weights[vector.indices, label]
        return added


class Trainer:
    """Learns the machines.

    Args:
        rows: the examples' vectors.
        labels: the class of each example.
        size: dimensions of the space.
        classes: how many classes there are.
    """

    def __init__(
        self, rows: Sequence[Vector], labels: Sequence[int], size: int, classes: int
    ) -> None:
        self._rows = [_with_bias(row, size) for row in rows]
        self._labels = labels
        self._ridge = np.float32(0.5 / COST)
        self._steps = [1 / (row.values @ row.values + self._ridge) for row in self._rows]
        self._duals = np.zeros((len(rows), classes), dtype=np.float32)
        self._weights = np.zeros((size + 1, classes), dtype=np.float32)
        self._random = np.random.default_rng(SEED)

    def learn(self, examples: Indices, epochs: int) -> Machines:
        """Visit each of `examples` once an epoch, on top of what was learned before."""
        for _ in range(epochs):
            for example in self._random.permutation(examples).tolist():
                self._mend(example)
        return Machines(self._weights)

    def _mend(self, example: int) -> None:
        """Solve the dual of one example exactly: its own class pulls, all others push."""
        row, duals, label = self._rows[example], self._duals[example], self._labels[example]
        # `take` that need not check its indices, and sums in place, are a fifth faster.
        weights = self._weights.take(row.indices, 0, mode="clip")
        change = row.values @ weights
        change += 1
        change += self._ridge * duals
        change[label] -= 2
        change *= -self._steps[example]
        change += duals
        own = max(change[label], 0)
        np.minimum(change, 0, out=change)
        change[label] = own
        change -= duals
        duals += change
        weights += row.values[:, None] * change
        self._weights[row.indices] = weights


def _with_bias(row: Vector, size: int) -> Vector:
    """Add a dimension that is 1 everywhere: without a bias AUROC falls by 4 points."""
    indices = np.full(len(row.indices) + 1, size)
    indices[:-1] = row.indices
    values = np.ones(len(row.values) + 1, dtype=np.float32)
    values[:-1] = row.values
    return Vector(indices, values)
