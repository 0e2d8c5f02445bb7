"""From phrasings to all that is learned of them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from knowledge.search.confidence import Confidence, balanced, thresholds
from knowledge.search.index import Classes, Index, Reading, Sight
from knowledge.search.learner import Trainer
from knowledge.search.model import Thresholds
from knowledge.search.nearness import Neighbours
from knowledge.search.space import Flags, Indices, Space, Vector

FOLDS = 4
"""One phrasing in four is held out to learn what a right reading looks like."""

FIRST_EPOCHS, LAST_EPOCHS = 8, 10
"""Rounds without the held-out quarter, then with it. Half of each costs a third more false alarms
and answered strangers; more gains nothing. With 6 rounds at the end a dozen phrasings more or less
still moved each figure by half a point (0003-search.md)."""


@dataclass(frozen=True, slots=True)
class Phrasing:
    """What is learned from: one phrasing, taken apart.

    Attributes:
        features: in it, each once.
        words: how many it has.
        label: the number of its class.
    """

    features: Sequence[str]
    words: int
    label: int


def train(phrasings: Sequence[Phrasing], classes: Classes) -> Index:
    """Learn all classes at once, and what to think of one's own readings."""
    space, rows = Space.learn([one.features for one in phrasings])
    labels = [one.label for one in phrasings]
    trainer = Trainer(rows, labels, len(space), len(classes))
    topics = len(classes.topics)

    def sight(examples: Indices, epochs: int) -> Sight:
        neighbours = _grouped(rows, labels, examples, len(classes))
        uses = _uses(space, rows, labels, examples, len(classes))
        return Sight(space, trainer.learn(examples, epochs), neighbours, uses, topics)

    rest, held = _split(labels)
    first = sight(rest, FIRST_EPOCHS)
    seen = [first.look(rows[at], phrasings[at].words) for at in held]
    calibrated = _calibrate(first, seen, [labels[at] for at in held])
    return replace(calibrated, sight=sight(np.arange(len(labels)), LAST_EPOCHS))


def _calibrate(sight: Sight, seen: Sequence[Reading], truth: Sequence[int]) -> Index:
    """Learn from readings of phrasings that the machines have not seen."""
    best = [int(np.argmax(one.margins[: sight.topics])) for one in seen]
    right = [guess == label for guess, label in zip(best, truth, strict=True)]
    topic = [label < sight.topics for label in truth]
    counts = balanced(topic)
    confidence = Confidence.learn([one.signs for one in seen], right, counts)
    index = Index(sight, confidence, Thresholds(1, 1))
    chances = [index.chance(one) for one in seen]
    return replace(index, thresholds=thresholds(chances, right, topic, counts))


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


def _uses(
    space: Space, rows: Sequence[Vector], labels: Sequence[int], examples: Indices, classes: int
) -> Flags:
    """Return, for each dimension that is a word, which classes have it in an example."""
    uses = np.zeros((len(space), classes), dtype=bool)
    for at in examples.tolist():
        uses[rows[at].indices, labels[at]] = True
    return uses & space.words[:, None]


def _grouped(
    rows: Sequence[Vector], labels: Sequence[int], examples: Indices, classes: int
) -> tuple[Neighbours, ...]:
    groups: list[list[Vector]] = [[] for _ in range(classes)]
    for at in examples.tolist():
        groups[labels[at]].append(rows[at])
    return tuple(map(Neighbours.of, groups))
