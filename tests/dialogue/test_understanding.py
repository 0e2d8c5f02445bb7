"""How well it understands: floors under measured figures, over messages it has not learned.

The lines in `tests/knowledge` were written apart from the pack. A third, chosen by the hash of the
text, is kept from tuning: of a first set, whose other lines are phrasings now, and of a second.
Raise a floor when the figure rises; never lower one.
"""

import random
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from bot.cli.evaluate import held_out, read
from bot.dialogue.evaluation import OUT_OF_SCOPE, Labelled, Score, evaluate
from bot.dialogue.model import Memory, Reply, Turn
from knowledge.search import Example, Search
from knowledge.text import tokens
from tests.bench import NOON, learned, shipped

LINES = Path(__file__).parents[1] / "knowledge"
TAGS = {
    *("danger", "multi", "typo", "slang", "noacc", "codeswitch", "voice", "negation", "near"),
    *("adversarial", "chitchat", "abuse", "visa", "short", "peru", "hard", "nofact", "ambiguous"),
    *("nonnative", "neutral"),
}


@cache
def lines() -> tuple[Labelled, ...]:
    return tuple(read(LINES))


@cache
def hard() -> tuple[Labelled, ...]:
    """Danger told without its words, and its words where there is none; written to mislead."""
    return tuple(read(LINES / "hard"))


def reply_to(text: str) -> Reply:
    return learned().respond(Turn(text, NOON), Memory())[0]


@cache
def score(*, apart: bool) -> Score:
    return evaluate([line for line in lines() if held_out(line.text) is apart], reply_to)


def share(part: int, whole: int) -> float:
    return round(100 * part / whole, 1)


def test_there_are_enough_lines_in_both_languages() -> None:
    inside = [line for line in lines() if line.intent != OUT_OF_SCOPE]

    assert len(inside) >= 800
    assert len(lines()) - len(inside) >= 300
    for language in ("en", "es"):
        assert sum(line.language == language for line in inside) >= 400


def test_labels_name_topics_of_the_pack_and_known_tags() -> None:
    known = {*shipped().entries, OUT_OF_SCOPE}

    assert {line.intent for line in lines()} <= known
    assert {topic for line in lines() for topic in line.also} <= known
    assert {tag for line in lines() for tag in line.tags} <= TAGS


def test_no_line_is_one_that_the_search_has_learned() -> None:
    pack = shipped()
    asked = [one.ask for one in pack.entries.values()]
    asked += [one.ask for one in pack.outside.values()]
    learned_lines = {
        tuple(tokens(text)) for ask in asked for texts in ask.values() for text in texts
    }

    assert len(learned_lines) > 1000
    everything = (*lines(), *hard())
    assert [line.text for line in everything if tuple(tokens(line.text)) in learned_lines] == []


def test_no_two_lines_are_the_same() -> None:
    heard = [tuple(tokens(line.text)) for line in (*lines(), *hard())]

    assert len(heard) == len(set(heard))


FLOORS = {  # apart: right, right or suggested, at most wrong, at most out of scope answered
    False: (91.3, 97.7, 1.4, 2.2),
    True: (90.0, 97.3, 1.5, 3.5),
}


@pytest.mark.parametrize("apart", [False, True], ids=["tuned on", "held out"])
def test_it_understands_at_least_as_well_as_measured(*, apart: bool) -> None:
    measured, (right, helped, wrong, answered) = score(apart=apart), FLOORS[apart]
    count, inside = measured.verdicts, measured.in_scope

    assert share(count["right"], inside) >= right
    assert share(count["right"] + count["suggested"], inside) >= helped
    assert share(count["wrong"], inside) <= wrong
    assert share(count["answered"], measured.out_of_scope) <= answered


@pytest.mark.parametrize("apart", [False, True], ids=["tuned on", "held out"])
def test_danger_is_noticed_and_calm_left_alone(*, apart: bool) -> None:
    measured = score(apart=apart)

    assert measured.dangers > 30
    assert share(measured.noticed, measured.dangers) >= (98.0 if apart else 99.5)
    assert share(measured.false_alarms, measured.calm) <= (3.2 if apart else 1.5)


@pytest.mark.parametrize(("apart", "floor"), [(False, 93.0), (True, 94.5)])
def test_danger_told_without_its_words_is_noticed(*, apart: bool, floor: float) -> None:
    some = [line for line in hard() if held_out(line.text) is apart and "danger" in line.tags]
    measured = evaluate(some, reply_to)

    assert measured.dangers > 50
    assert share(measured.noticed, measured.dangers) >= floor


@pytest.mark.parametrize(("apart", "most"), [(False, 15.0), (True, 30.0)])
def test_words_of_danger_in_jest_raise_few_alarms(*, apart: bool, most: float) -> None:
    """Written to mislead: every line has such a word. Causes were mended on two thirds only."""
    some = [line for line in hard() if held_out(line.text) is apart and "near" in line.tags]
    measured = evaluate(some, reply_to)

    assert measured.calm > 45
    assert share(measured.false_alarms, measured.calm) <= most


def slipped(text: str) -> str:
    """`text` with a letter left out, doubled, mistaken for its neighbour or swapped with it."""
    chance = random.Random(text)  # noqa: S311 - the same slips in every run
    at = chance.choice([n for n, char in enumerate(text[:-1]) if char.isalpha()])
    kept, char, rest = text[:at], text[at], text[at + 1 :]
    wrong = {"a": "s", "e": "r", "i": "o", "o": "p", "s": "d", "n": "m", "t": "r"}
    ways = [rest, char + char + rest, wrong.get(char, "e") + rest, rest[:1] + char + rest[1:]]
    return kept + chance.choice(ways)


@pytest.mark.parametrize("apart", [False, True], ids=["tuned on", "held out"])
def test_a_typing_error_hides_hardly_any_danger_and_leaks_no_visa(*, apart: bool) -> None:
    serious = [line for line in lines() if {"danger", "visa"} & {*line.tags, line.intent}]
    some = [line for line in serious if held_out(line.text) is apart]
    measured = evaluate([replace(line, text=slipped(line.text)) for line in some], reply_to)

    assert measured.dangers > 100
    assert share(measured.noticed, measured.dangers) >= 95.0
    assert measured.visa_leaks <= 1


@pytest.mark.parametrize(
    "text", ["Amy Clark", "Ana Torres", "Kevin Zhang", "Rosario Chumpitaz", "my son", "mi hija"]
)
def test_a_bare_name_or_relative_is_unknown(text: str) -> None:
    reply = reply_to(text)

    assert (reply.outcome, reply.suggestions, reply.emergency) == ("abstain", (), False)


@pytest.mark.parametrize("text", ["is it free?", "es gratis?"])
def test_half_a_question_offers_no_topic_at_random(text: str) -> None:
    assert reply_to(text).suggestions == ()


def test_whoever_brings_a_body_home_hears_more_than_the_way_to_the_visa_unit() -> None:
    assert reply_to("my uncle closed his eyes last night, how do we bring him home").emergency


@pytest.mark.parametrize("apart", [False, True], ids=["tuned on", "held out"])
def test_visa_questions_get_the_redirect_only(*, apart: bool) -> None:
    assert score(apart=apart).visa_leaks == 0


@pytest.mark.parametrize("apart", [False, True], ids=["tuned on", "held out"])
def test_it_answers_in_the_language_of_the_message(*, apart: bool) -> None:
    measured = score(apart=apart)

    assert share(measured.wrong_language, measured.in_scope) <= 2.0


@pytest.mark.parametrize(
    ("text", "topic"), [("you saved my life lol", "thanks"), ("i need some info", "greeting")]
)
def test_small_talk_is_answered_rather_than_offered(text: str, topic: str) -> None:
    reply = reply_to(text)

    assert (reply.outcome, reply.intent) == ("answer", topic)


def test_a_complaint_is_not_taken_for_thanks() -> None:
    assert reply_to("no me entiendes, hay alguien mas?").intent != "thanks"


@pytest.mark.parametrize(
    "text", ["getting extorted they know where i live", "mi señora necesita que la operen ya"]
)
def test_what_to_do_now_is_said_even_where_another_topic_seems_nearer(text: str) -> None:
    reply = reply_to(text)

    assert reply.emergency
    assert "emergency" in (reply.intent, *reply.also)


def test_the_floors_would_notice_a_bot_that_always_says_the_same() -> None:
    """The sabotage twin."""
    stubborn = evaluate(lines(), lambda _: reply_to("where is the embassy"))

    assert share(stubborn.verdicts["right"], stubborn.in_scope) < 10
    assert stubborn.noticed == 0
    assert stubborn.verdicts["answered"] > 300


@pytest.mark.parametrize(
    "text",
    ["no gracias ya no necesito la cita", "thanks but i don't need the appointment anymore"],
)
def test_an_appointment_that_is_declined_is_not_booked(text: str) -> None:
    reply = reply_to(text)

    assert reply.intent != "appointment_book"
    assert "appointment_cancel" in (reply.intent, *reply.suggestions)


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("my son was born here and my wife is peruvian, i'm from Kansas, is he a citizen", "crba"),
        ("soy turista y perdi mi pasaporte en el bus", "lost_or_stolen_passport"),
    ],
)
def test_who_one_is_does_not_change_what_one_asks(text: str, topic: str) -> None:
    assert reply_to(text).intent == topic


def test_what_somebody_lacks_is_not_what_they_deny() -> None:
    denied = Search.learn([Example("a", "a")], words=shipped().concepts)._clauses.deny

    assert denied("i don't have a passport photo, can i get one there") is None
    assert denied("not the photo, the form") is not None
