"""What goes into the search and what comes out, as plain values."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

Decision = Literal["answer", "suggest", "abstain"]

MOST_SUGGESTIONS = 3
"""The right topic is among the best three for 97 % of the labelled messages that have one."""


@dataclass(frozen=True, slots=True)
class Example:
    """One thing people type, and the topic or outside group it belongs to."""

    text: str
    label: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """One reading of a message.

    Attributes:
        label: the topic's id, or the outside group's.
        score: margin of its machine; above 0 the message lies on the label's side. Comparable
            within one message only.
        outside: whether the label is a group of talk that has no answer here.
    """

    label: str
    score: float
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Chances of being right from which the best topic is answered, or offered.

    Attributes:
        answer: from here the topic is answered at once.
        suggest: from here up to `answer` the likeliest topics are offered.
    """

    answer: float
    suggest: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a message was read as it was.

    Attributes:
        tokens: the words that counted, after correction.
        corrected: word as typed to word as read.
        left_out: words that did not count: courtesies, and what the person denies.
        reasons: word, pair of words or (meaning) to what it added for the best candidate,
            strongest first.
        candidates: the readings, best first.
        chance: that the best topic is right.
        thresholds: the chances that decided.
    """

    tokens: tuple[str, ...]
    corrected: Mapping[str, str]
    left_out: tuple[str, ...]
    reasons: tuple[tuple[str, float], ...]
    candidates: tuple[Candidate, ...]
    chance: float
    thresholds: Thresholds


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a message, or one clause of it, is about.

    Attributes:
        text: the stretch of the message that was judged.
        decision: answer at once, offer the likeliest topics, or say "I don't know".
        label: the topic to answer; of an abstention the outside group the message belongs to,
            if it is nearer to one than to any topic; otherwise None.
        chance: 0 to 1, that the best topic is right; learned from the pack itself.
        candidates: readings, best first; topics and outside groups.
    """

    text: str
    decision: Decision
    label: str | None
    chance: float
    candidates: tuple[Candidate, ...]
    _explain: Callable[[], Explanation] = field(repr=False, compare=False)

    @property
    def suggestions(self) -> tuple[str, ...]:
        """The likeliest topics, at most three, best first; outside groups are never offered."""
        return tuple(one.label for one in self.candidates if not one.outside)[:MOST_SUGGESTIONS]

    def explain(self) -> Explanation:
        """Return why; worked out when asked for."""
        return self._explain()
