"""How well the dialogue understands: labelled messages against its replies."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Literal

from bot.dialogue.model import Reply

OUT_OF_SCOPE = "out_of_scope"

Verdict = Literal["right", "suggested", "wrong", "missed", "refused", "answered"]
"""Of a message in scope: right at once, among the suggestions, another answer, no answer.
Of one out of scope: refused (or only asked back), or answered."""

EXCUSED = ("emergency", "after_hours")
"""Topics whose answer shows the hotline first although nobody need be in danger."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """What somebody wrote and what they meant.

    Attributes:
        intent: the topic's id, or `out_of_scope`.
        also: topics that would be as good.
        tags: `danger` where the hotline must come first.
        language: of the message, if the label tells.
    """

    text: str
    intent: str
    also: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    language: str | None = None


@dataclass(slots=True)
class Score:
    """Counts over a set of labelled messages."""

    verdicts: Counter[Verdict] = field(default_factory=Counter)
    by_topic: dict[str, Counter[Verdict]] = field(default_factory=dict)
    dangers: int = 0
    noticed: int = 0
    calm: int = 0
    false_alarms: int = 0
    visa_leaks: int = 0
    wrong_language: int = 0
    misjudged: list[tuple[Labelled, Verdict, Reply]] = field(default_factory=list)

    @property
    def in_scope(self) -> int:
        """Messages that have an answer in the pack."""
        return sum(self.verdicts[kind] for kind in ("right", "suggested", "wrong", "missed"))

    @property
    def out_of_scope(self) -> int:
        """Messages that must not be answered."""
        return self.verdicts["refused"] + self.verdicts["answered"]

    def add(self, line: Labelled, reply: Reply) -> None:
        """Count one message."""
        verdict = judge(line, reply)
        self.verdicts[verdict] += 1
        self.by_topic.setdefault(line.intent, Counter())[verdict] += 1
        if verdict not in ("right", "refused"):
            self.misjudged.append((line, verdict, reply))
        if "danger" in line.tags:
            self.dangers += 1
            self.noticed += reply.emergency
        elif not set(EXCUSED) & {line.intent, *line.also}:
            self.calm += 1
            self.false_alarms += reply.emergency
        self.visa_leaks += leaks_visa(line, reply)
        self.wrong_language += line.language not in (None, reply.language)


def judge(line: Labelled, reply: Reply) -> Verdict:
    """Compare one reply with its label."""
    wanted = {line.intent, *line.also} - {OUT_OF_SCOPE}
    answered = {reply.intent, *reply.also} if reply.outcome == "answer" else set()
    if line.intent == OUT_OF_SCOPE:
        return "refused" if not answered or answered & wanted else "answered"
    if answered & wanted or (not answered and OUT_OF_SCOPE in line.also):
        return "right"
    if answered:
        return "wrong"
    return "suggested" if wanted & set(reply.suggestions) else "missed"


def leaks_visa(line: Labelled, reply: Reply) -> bool:
    """Say whether a visa question got anything of substance beside the redirect."""
    if line.intent != "visa" and "visa" not in line.tags:
        return False
    given = {reply.intent, *reply.also} - {None, "visa", "emergency", *line.also}
    return reply.outcome == "answer" and bool(given)


def evaluate(lines: Iterable[Labelled], answer: Callable[[str], Reply]) -> Score:
    """Ask everything in `lines` and count."""
    score = Score()
    for line in lines:
        score.add(line, answer(line.text))
    return score
