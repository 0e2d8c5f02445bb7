"""What a message deserves: which answers, in which order, or none.

Safety decides before understanding: a visa question is only ever redirected; a danger puts the
hotline first and never takes the rest of the answer away.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from knowledge.guards import Alarm
from knowledge.search import Verdict

EMERGENCY, VISA, SCAM, HUMAN = "emergency", "visa", "scam", "human"

SMALL_TALK = frozenset({"greeting", "thanks"})
"""Not a need of its own beside another one."""

MAX_ANSWERS = 2
"""More answers than this in one message are not read to the end."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to say.

    Attributes:
        topics: to answer, in this order; empty where nothing can be answered.
        suggestions: topics to offer where the message may mean any of them.
        outside: the group of talk it belongs to that has no answer here, if it is known.
        emergency: put the hotline first.
    """

    topics: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    outside: str | None = None
    emergency: bool = False


def plan(alarms: Sequence[Alarm], verdicts: Sequence[Verdict]) -> Plan:
    """Decide from what the guards noticed and what each part of the message seems to mean."""
    kinds = {alarm.kind for alarm in alarms}
    answers = _needs(verdicts)
    danger = "emergency" in kinds or EMERGENCY in answers
    if "visa" in kinds or VISA in answers:
        return Plan((VISA,), emergency=danger)
    if danger:
        return Plan(_in_danger(answers, kinds), emergency=True)
    if answers:
        return Plan(answers[:MAX_ANSWERS])
    first = verdicts[0]
    if first.decision == "suggest":
        return Plan(suggestions=first.suggestions)
    return Plan(outside=first.outside)


def _needs(verdicts: Sequence[Verdict]) -> tuple[str, ...]:
    answers = dict.fromkeys(
        verdict.label for verdict in verdicts if verdict.decision == "answer" and verdict.label
    )
    return tuple(topic for topic in answers if topic not in SMALL_TALK) or tuple(answers)


def _in_danger(answers: Sequence[str], kinds: Collection[str]) -> tuple[str, ...]:
    """The hotline stands first anyway; a demand for money adds the warning about fraud."""
    if "money" in kinds:
        return (SCAM,)
    others = [topic for topic in answers if topic not in SMALL_TALK]
    return tuple(others[:MAX_ANSWERS]) or (EMERGENCY,)
