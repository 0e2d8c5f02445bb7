"""The learned part: phrasings in; margins, nearness and the chance of being right out."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.search.confidence import Confidence, Signs, balanced, thresholds
from knowledge.search.features import Reader
from knowledge.search.learner import Trainer
from knowledge.search.nearness import Neighbours
from knowledge.search.space import Floats, Indices, Space, Vector

FOLDS = 4
"""One phrasing in four is held out to learn what a right reading looks like."""

FIRST_EPOCHS, LAST_EPOCHS = 4, 3
"""Rounds without the held-out quarter, then with it; 8 and 6 gave half a point more in twice
the time."""


NOWHERE = (-1.0, 0.0)
"""Margin and cosine of a rival that does not exist: what a machine says of an empty message."""


@dataclass(frozen=True, slots=True)
class Classes:
    """Which numbers stand for topics and which for outside groups: topics come first."""

    topics: tuple[str, ...]
    outside: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.topics) + len(self.outside)

    def name(self, number: int) -> str:
        """Return the id of a class."""
        topics = len(self.topics)
        return self.topics[number] if number < topics else self.outside[number - topics]

    def is_outside(self, number: int) -> bool:
        """Whether a class has no answer."""
        return number >= len(self.topics)

    def numbers(self, topics: Iterable[str], outside: Iterable[str]) -> list[int]:
        """Return the classes' numbers of examples labelled so, topics' first."""
        known = {name: at for at, name in enumerate(self.topics)}
        strange = {name: at + len(known) for at, name in enumerate(self.outside)}
        return [*(known[label] for label in topics), *(strange[label] for label in outside)]


@dataclass(frozen=True, slots=True)
class Reading:
    """A message as all classes see it.

    Attributes:
        vector: the message in the space.
        margins: one a class.
        ranked: the classes, largest margin first.
        signs: of the best topic being right.
    """

    vector: Vector
    margins: Floats
    ranked: Indices
    signs: Signs


class Index:
    """Learns all classes at once, and what to think of its own readings.

    Args:
        documents: the tokens of every phrasing.
        labels: the number of every phrasing's class.
        classes: the names behind the numbers.
        reader: turns tokens into features.
    """

    def __init__(
        self,
        documents: Sequence[Sequence[str]],
        labels: Sequence[int],
        classes: Classes,
        reader: Reader,
    ) -> None:
        features = [reader.features(document) for document in documents]
        self._reader = reader
        self._topics = len(classes.topics)
        self._space, rows = Space.learn(features)
        trainer = Trainer(rows, labels, len(self._space), len(classes))
        everything = np.arange(len(labels))
        rest, held = _split(labels)
        self._machines = trainer.learn(rest, FIRST_EPOCHS)
        self._neighbours = _grouped(rows, labels, rest, len(classes))
        self._calibrate(
            [self._look(rows[at], len(documents[at])) for at in held],
            [labels[at] for at in held],
        )
        self._machines = trainer.learn(everything, LAST_EPOCHS)
        self._neighbours = _grouped(rows, labels, everything, len(classes))

    def read(self, tokens: Sequence[str]) -> Reading:
        """Return how the message looks to every class."""
        return self._look(self._space.vector(self._reader.features(tokens)), len(tokens))

    def chance(self, reading: Reading) -> float:
        """Return the chance that the best topic is right; 0 where no word is known."""
        if not self._space.speaks(reading.vector):
            return 0.0
        return self._confidence.chance(reading.signs)

    def evidence(self, reading: Reading, label: int) -> dict[str, float]:
        """Return what each known feature of the message adds for `label`."""
        added = self._machines.evidence(reading.vector, label)
        names = (self._space.names[at] for at in reading.vector.indices)
        return dict(zip(names, map(float, added), strict=True))

    def _calibrate(self, seen: Sequence[Reading], truth: Sequence[int]) -> None:
        """Learn from readings of phrasings that the machines have not seen."""
        best = [int(np.argmax(one.margins[: self._topics])) for one in seen]
        right = [guess == label for guess, label in zip(best, truth, strict=True)]
        topic = [label < self._topics for label in truth]
        counts = balanced(topic)
        self._confidence = Confidence([one.signs for one in seen], right, counts)
        chances = [self.chance(one) for one in seen]
        self.thresholds = thresholds(chances, right, topic, counts)

    def _look(self, vector: Vector, words: int) -> Reading:
        margins = self._machines.margins(vector)
        ranked = np.argsort(-margins, kind="stable")
        best, second = _first_two(ranked[ranked < self._topics])
        outside, _ = _first_two(ranked[ranked >= self._topics])
        dense = np.zeros(len(self._space), dtype=np.float32)
        dense[vector.indices] = vector.values

        def rate(label: int | None) -> tuple[float, float]:
            if label is None:
                return NOWHERE
            return float(margins[label]), self._neighbours[label].nearest(dense)

        coverage = float(np.linalg.norm(vector.values))
        signs = Signs.of(rate(best), rate(second), rate(outside), coverage, words)
        return Reading(vector, margins, ranked, signs)


def _first_two(ranked: Indices) -> tuple[int | None, int | None]:
    first, second = [*map(int, ranked[:2]), None, None][:2]
    return first, second


def _split(labels: Sequence[int]) -> tuple[Indices, Indices]:
    """Return the examples to learn from first, and those held out: every fourth of a class.

    Where no class has four examples, all serve as both.
    """
    seen: Counter[int] = Counter()
    held = np.zeros(len(labels), dtype=bool)
    for at, label in enumerate(labels):
        seen[label] += 1
        held[at] = seen[label] % FOLDS == 0
    everything = np.arange(len(labels))
    return (everything[~held], everything[held]) if held.any() else (everything, everything)


def _grouped(
    rows: Sequence[Vector], labels: Sequence[int], examples: Indices, classes: int
) -> list[Neighbours]:
    groups: list[list[Vector]] = [[] for _ in range(classes)]
    for at in examples.tolist():
        groups[labels[at]].append(rows[at])
    return [Neighbours(group) for group in groups]
