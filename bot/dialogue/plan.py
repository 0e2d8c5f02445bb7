"""What a message deserves: which answers, in which order, or none.

Safety decides before understanding: a visa question is only ever redirected; a danger puts the
hotline first and never takes the rest of the answer away.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.guards import Alarm
from knowledge.search import Verdict
from knowledge.text import tokens

EMERGENCY, VISA, SCAM, HUMAN = "emergency", "visa", "scam", "human"

SMALL_TALK = frozenset({"greeting", "thanks"})
"""Not a need of its own beside another one. Where it is likeliest, though not sure, it is answered
rather than offered: nobody chooses "Greeting" from a list, and a needless welcome harms nobody."""

LIKELY_SMALL_TALK, DENIED_SMALL_TALK = 0.5, 0.9
"""Chances between which a short greeting or thanks is answered though it is not sure. Below,
strangers get a welcome too; above, it would have been answered, had the message not denied it."""

LONGEST_SMALL_TALK = 6
"""Words; who writes more has something to ask, however politely."""

NEAR_DANGER = frozenset({SCAM, "lost_or_stolen_passport"})
"""Topics that a danger often comes with: where one is likeliest, it follows what to do now."""

LIKELY_DANGER = 0.3
"""Chance from which an emergency that is only offered has the hotline shown at once. Of 141 told
without a word of danger at 0.2 one more is noticed, for 3 more false alarms in 1,540 others."""

DANGER_FROM, DANGER_WITHIN = -0.6, 0.1
"""Margin of an emergency, and how far it may lie behind the likeliest reading of all, for the
hotline to be shown though something else is likelier. From -0.6 rather than -0.5, 4 more of 200
dangers told without their words are noticed, for 2 more false alarms in 2,100; within 0.2, 3 to 5
alarms for none."""

FIGURATIVE, FIGURATIVE_CHANCE = -0.6, 0.2
"""Margin of an emergency and chance below which a message with a word of danger is about other
things: 46 of 81 unseen jokes, headlines and other offices' matters, 8 of 595 unseen dangers."""

CLEARLY_OUTSIDE = -0.2
"""Margin from which a message is taken for the talk of an outside group, and gets its line."""

OFFER_WITHIN = 0.4
"""Margin behind the likeliest topic within which others are offered. At 0.6 the right topic is
offered for one message in 500 more, at 0.2 for one in 300 less; two buttons, not three, on
average."""

MOST_OFFERED = 3

MAX_ANSWERS = 2
"""More answers than this in one message are not read to the end."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to say.

    Attributes:
        topics: to answer, in this order; empty where nothing can be answered.
        suggestions: topics to offer where the message may mean any of them.
        outside: the group of talk it is nearest to that has no answer here, if there is one.
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
    first = verdicts[0]
    if "visa" in kinds or VISA in answers:
        return Plan((VISA,), emergency=danger or _may_be_danger(first))
    nearest = first.candidates[0]
    group = nearest.label if nearest.outside and nearest.score > CLEARLY_OUTSIDE else None
    if danger:
        return Plan(_in_danger(answers, first), outside=group, emergency=True)
    if answers:
        return Plan(answers[:MAX_ANSWERS])
    if _is_small_talk(first):
        return Plan((nearest.label,))
    if first.decision == "suggest":
        return Plan((), _worth_offering(first), group, emergency=_may_be_danger(first))
    return Plan(outside=group)


def _may_be_danger(heard: Verdict) -> bool:
    """Whether danger is among the likeliest of all readings, small talk and outside talk too."""
    scores = {one.label: one.score for one in heard.candidates}
    likely = heard.suggestions[:1] == (EMERGENCY,) and heard.chance >= LIKELY_DANGER
    score = scores.get(EMERGENCY, -1.0)
    near = score >= DANGER_FROM and score >= heard.candidates[0].score - DANGER_WITHIN
    return likely or near


def _is_small_talk(heard: Verdict) -> bool:
    """Whether the message is likely a greeting or thanks and too short to be more."""
    offered = heard.candidates[0].label in SMALL_TALK and heard.decision == "suggest"
    likely = LIKELY_SMALL_TALK <= heard.chance < DENIED_SMALL_TALK
    return offered and likely and len(tokens(heard.text)) <= LONGEST_SMALL_TALK


def _worth_offering(heard: Verdict) -> tuple[str, ...]:
    topics = [one for one in heard.candidates if not one.outside and one.label not in SMALL_TALK]
    near = (one.label for one in topics if one.score >= topics[0].score - OFFER_WITHIN)
    return tuple(near)[:MOST_OFFERED]


def _needs(verdicts: Sequence[Verdict]) -> tuple[str, ...]:
    answers = dict.fromkeys(
        verdict.label for verdict in verdicts if verdict.decision == "answer" and verdict.label
    )
    return tuple(topic for topic in answers if topic not in SMALL_TALK) or tuple(answers)


def _in_danger(answers: Sequence[str], first: Verdict) -> tuple[str, ...]:
    """The hotline stands first anyway; what follows it is the rest of the answer, if any."""
    needs = [topic for topic in answers if topic not in SMALL_TALK]
    if needs:
        return tuple(needs[:MAX_ANSWERS])
    likeliest = first.suggestions[0] if first.suggestions else EMERGENCY
    if likeliest in NEAR_DANGER:
        return (EMERGENCY, likeliest)
    return () if _is_figurative(first) else (EMERGENCY,)


def _is_figurative(heard: Verdict) -> bool:
    """Whether all but a word of danger tells of something else: the hotline is enough then."""
    scores = {one.label: one.score for one in heard.candidates}
    far = scores.get(EMERGENCY, FIGURATIVE) <= FIGURATIVE
    return heard.candidates[0].outside and far and heard.chance < FIGURATIVE_CHANCE
