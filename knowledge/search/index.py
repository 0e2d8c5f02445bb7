"""How a message looks to what was learned: margins, nearness and the chance of being right."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.search.confidence import NOWHERE, Confidence, Rating, Signs
from knowledge.search.learner import Machines
from knowledge.search.model import Thresholds
from knowledge.search.nearness import Neighbours
from knowledge.search.space import Flags, Floats, Indices, Space, Vector


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


@dataclass(frozen=True, slots=True)
class Sight:
    """What is needed to look at a message.

    Attributes:
        space: where messages are vectors.
        machines: one a class.
        neighbours: the phrasings of each class.
        uses: dimensions by classes: whether phrasings of the class have that word.
        topics: how many of the classes, the first ones, are topics.
    """

    space: Space
    machines: Machines
    neighbours: tuple[Neighbours, ...]
    uses: Flags
    topics: int

    def look(self, vector: Vector, words: int) -> Reading:
        """Return how a message of so many words looks to every class."""
        margins = self.machines.margins(vector)
        ranked = np.argsort(-margins, kind="stable")
        best, second = _first_two(ranked[ranked < self.topics])
        outside, _ = _first_two(ranked[ranked >= self.topics])
        dense = np.zeros(len(self.space), dtype=np.float32)
        dense[vector.indices] = vector.values
        uses = self.uses[vector.indices]
        weights = vector.values**2 * self.space.words[vector.indices]
        known = float(weights.sum()) or 1.0

        def rate(label: int | None) -> Rating:
            if label is None:
                return NOWHERE
            familiarity = float(weights @ uses[:, label]) / known
            nearest = self.neighbours[label].nearest(dense)
            return Rating(float(margins[label]), nearest, familiarity)

        coverage = float(np.linalg.norm(vector.values))
        signs = Signs.of(rate(best), rate(second), rate(outside), coverage, words)
        return Reading(vector, margins, ranked, signs)


@dataclass(frozen=True, slots=True)
class Index:
    """All that was learned from phrasings.

    Attributes:
        sight: looks at messages.
        confidence: tells how likely the best topic is right.
        thresholds: the chances that decide.
    """

    sight: Sight
    confidence: Confidence
    thresholds: Thresholds

    def read(self, features: Sequence[str], words: int) -> Reading:
        """Return how a message of so many words, with these features, looks to every class."""
        return self.sight.look(self.sight.space.vector(features), words)

    def chance(self, reading: Reading) -> float:
        """Return the chance that the best topic is right; 0 where no word is known."""
        if not self.sight.space.speaks(reading.vector):
            return 0.0
        return self.confidence.chance(reading.signs)

    def evidence(self, reading: Reading, label: int) -> dict[str, float]:
        """Return what each known feature of the message adds for `label`."""
        added = self.sight.machines.evidence(reading.vector, label)
        names = (self.sight.space.names[at] for at in reading.vector.indices)
        return dict(zip(names, map(float, added), strict=True))


def _first_two(ranked: Indices) -> tuple[int | None, int | None]:
    first, second = [*map(int, ranked[:2]), None, None][:2]
    return first, second
