"""From margins and cosines to the chance that the best topic is right; learned from the pack."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from knowledge.search.model import Thresholds

Doubles = NDArray[np.float64]

PENALTY = 1.0
"""L2 on the weights, so that a pack with few phrasings gives modest weights."""

STEPS = 12
"""Newton steps; six suffice for four digits."""

PRECISION = 0.945
"""Share of held-out answers that must be right. A pack's phrasings are written to differ, so they
are harder than messages: at 0.945 99 of 100 answers to labelled messages are right; at 0.92 one of
100 messages more is answered at once, and twice as many wrongly (0003-search.md)."""

STRANGERS = 0.6
"""Share of messages taken to be out of scope; 42-72 % in three public logs of FAQ bots. At 0.45
two of 100 messages more are answered at once, and twice as many strangers."""

RECALL = 0.98
"""Share of held-out phrasings of topics that must at least be offered something."""

LEAST_SURE = 0.6
"""No pack is so easy that less than this is an answer."""


class Rating(NamedTuple):
    """How a message looks to one class."""

    margin: float
    cosine: float
    familiarity: float


NOWHERE = Rating(-1.0, 0.0, 0.0)
"""Of a rival that does not exist: what a machine says of an empty message."""


class Signs(NamedTuple):
    """What tells a right reading from a wrong one; measured against the runner-up and outside."""

    margin: float
    over_second: float
    over_outside: float
    cosine: float
    cosine_over_second: float
    cosine_over_outside: float
    coverage: float
    """Length of the message's vector: 1 where every feature is known."""
    brevity: float
    """1 / number of words: a single word is rarely clear."""
    familiarity: float
    """Share of the message's known words that phrasings of the topic use: "my gym" is foreign to
    renewals. With it and the next, two of a hundred more are answered at once, and no more
    strangers."""
    familiarity_outside: float
    """The same of the best outside group."""

    @classmethod
    def of(
        cls, best: "Rating", second: "Rating", outside: "Rating", coverage: float, words: int
    ) -> "Signs":
        """Compare the best topic with the second and with the best outside group."""
        return cls(
            margin=best.margin,
            over_second=best.margin - second.margin,
            over_outside=best.margin - outside.margin,
            cosine=best.cosine,
            cosine_over_second=best.cosine - second.cosine,
            cosine_over_outside=best.cosine - outside.cosine,
            coverage=coverage,
            brevity=1 / max(words, 1),
            familiarity=best.familiarity,
            familiarity_outside=outside.familiarity,
        )


@dataclass(frozen=True, slots=True)
class Confidence:
    """Logistic regression from signs to chance.

    Attributes:
        weights: the bias, then one a sign.
    """

    weights: Doubles

    @classmethod
    def learn(cls, signs: Sequence[Signs], right: Sequence[bool], counts: Doubles) -> "Confidence":
        """Learn from held-out messages, by Newton's method.

        Args:
            signs: of each message.
            right: whether its best topic was right.
            counts: how much each message counts, see `balanced`.
        """
        rows, truth = _matrix(signs), np.array(right, dtype=float)
        weights = np.zeros(rows.shape[1])
        penalty = np.full(rows.shape[1], PENALTY)
        for _ in range(STEPS):
            chance = _logistic(rows @ weights)
            slope = rows.T @ (counts * (truth - chance)) - penalty * weights
            curve = (rows.T * (counts * chance * (1 - chance))) @ rows + np.diag(penalty)
            weights += np.linalg.solve(curve, slope)
        return cls(weights)

    def chance(self, signs: Signs) -> float:
        """Return the chance, 0 to 1, that a reading with these signs is right."""
        return float(_logistic(_matrix([signs]) @ self.weights)[0])


def balanced(topic: Sequence[bool]) -> Doubles:
    """Return how much each held-out message counts, so that strangers have their share.

    A pack may have ten times more phrasings of topics than of outside talk; people do not write
    in that proportion, and a chance learned from it would be too bold with strangers.
    """
    about = np.array(topic)
    strangers = max(int((~about).sum()), 1)
    each = STRANGERS / (1 - STRANGERS) * max(int(about.sum()), 1) / strangers
    return np.where(about, 1.0, each)


def thresholds(
    chances: Sequence[float], right: Sequence[bool], topic: Sequence[bool], counts: Doubles
) -> Thresholds:
    """Return where to answer and where to suggest, judged on held-out messages.

    Args:
        chances: of each message's best topic.
        right: whether that topic was right.
        topic: whether the message is about any topic at all.
        counts: how much each counts, see `balanced`.
    """
    answer = 1.0
    order = np.argsort(-np.array(chances), kind="stable")
    hits = np.cumsum((counts * np.array(right, dtype=float))[order])
    answered = np.cumsum(counts[order])
    for rank, at in enumerate(order):
        if hits[rank] / answered[rank] >= PRECISION:
            answer = chances[at]
    asked = sorted(chance for chance, about in zip(chances, topic, strict=True) if about)
    suggest = asked[int((1 - RECALL) * len(asked))] if asked else answer
    answer = max(answer, LEAST_SURE)
    return Thresholds(answer, min(suggest, answer))


def _matrix(signs: Sequence[Signs]) -> Doubles:
    return np.array([(1.0, *one) for one in signs]).reshape(len(signs), -1)


def _logistic(values: Doubles) -> Doubles:
    return 1 / (1 + np.exp(-np.clip(values, -30, 30)))
