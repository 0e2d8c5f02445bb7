import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.search import Example, Search
from knowledge.search.engine import MOST_WORDS
from tests.knowledge_search.small_pack import OUTSIDE, TOPICS, examples, learn

ROOT = Path(__file__).parents[2]
ASKED = (
    "i misplaced my passport",
    "a que hora abren",
    "cancel it",
    "will it rain",
    "my visa, please",
    "qwerty",
)


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("help i lost my passport in the market", "lost"),
        ("perdí mi pasaporte ayer", "lost"),
        ("what time does the office open", "hours"),
        ("¿A QUÉ HORA CIERRAN?", "hours"),
        ("please cancel my appointment", "cancel"),
        ("quiero cambiar la fecha de mi cita", "move"),
    ],
)
def test_a_message_finds_its_topic_in_either_language(
    search: Search, text: str, topic: str
) -> None:
    found = search.query(text)
    assert (found.decision, found.label) == ("answer", topic)


@pytest.mark.parametrize(
    ("text", "group"), [("will it rain in lima", "weather"), ("tengo hambre", "food")]
)
def test_talk_from_outside_is_not_answered_but_told_apart(
    search: Search, text: str, group: str
) -> None:
    found = search.query(text)
    assert (found.decision, found.label) == ("abstain", group)


@pytest.mark.parametrize("text", ["", "   ", "?!", "🙂🙂", "\u0301\u0301"])
def test_a_message_without_words_is_nobodys(search: Search, text: str) -> None:
    found = search.query(text)
    assert (found.decision, found.label, found.chance) == ("abstain", None, 0.0)


@pytest.fixture(scope="module")
def unsure() -> Search:
    """A search whose pack says the same of two topics."""
    mixed = dict(TOPICS)
    mixed["cancel"] = TOPICS["cancel"][::2] + TOPICS["move"][1::2]
    mixed["move"] = TOPICS["move"][::2] + TOPICS["cancel"][1::2]
    return learn(mixed)


def test_between_two_topics_both_are_offered(unsure: Search) -> None:
    found = unsure.query("i want to cancel")
    assert (found.decision, found.label) == ("suggest", None)
    assert set(found.suggestions[:2]) == {"cancel", "move"}


def test_outside_groups_are_never_offered(search: Search) -> None:
    for text in ("what is the time", "rain on my passport", "food"):
        offered = search.query(text).suggestions
        assert 1 <= len(offered) <= 3
        assert not set(offered) & set(OUTSIDE)


def test_a_greeting_alone_is_a_greeting(search: Search) -> None:
    assert search.query("hola, buenos días").label == "greeting"


def test_a_greeting_and_thanks_around_a_question_are_not_the_question(search: Search) -> None:
    found = search.query("Hi! Good morning, until what time are you open? Thanks")
    assert (found.decision, found.label) == ("answer", "hours")
    assert found.explain().left_out == ("hi", "good", "morning", "thanks")


def test_thanks_with_unknown_words_are_still_thanks(search: Search) -> None:
    assert search.query("muchas gracias 777").label == "thanks"


def test_learning_twice_gives_the_same_verdicts_to_the_last_digit(search: Search) -> None:
    again = learn()
    assert again.thresholds == search.thresholds
    for text in ASKED:
        assert again.query(text) == search.query(text)


def test_another_process_with_another_hash_seed_gives_the_same_verdicts(search: Search) -> None:
    program = (
        "import json; from tests.knowledge_search.small_pack import learn\n"
        "from tests.knowledge_search.test_search import ASKED\n"
        "found = map(learn().query, ASKED)\n"
        "print(json.dumps([[v.decision, v.label, v.chance] for v in found]))"
    )
    env = {**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", program], cwd=ROOT, env=env, capture_output=True, check=True
    )
    here = [[v.decision, v.label, v.chance] for v in map(search.query, ASKED)]
    assert json.loads(done.stdout) == here


def test_words_beyond_the_limit_change_nothing(search: Search) -> None:
    start = "passport " * MOST_WORDS
    assert search.query(start + "visa").candidates == search.query(start).candidates


def test_a_need_at_the_end_of_a_long_message_is_still_heard(search: Search) -> None:
    rambling = "so my cousin says hello and the dog is fine. " * 20
    labels = {found.label for found in search.needs("i lost my passport. " + rambling)}
    assert "lost" in labels


def test_a_book_sized_message_is_cut_not_refused(search: Search) -> None:
    assert search.query("i lost my passport " * 100_000).label == "lost"
    assert search.needs("i lost my passport, " * 100_000)[0].label == "lost"


def test_nothing_to_learn_from_is_a_mistake_that_says_so() -> None:
    with pytest.raises(ValueError, match="at least one example"):
        Search.learn([])


def test_a_pack_of_one_phrasing_can_be_searched() -> None:
    tiny = Search.learn([Example("i lost my passport", "lost")])
    assert tiny.query("i lost my passport").suggestions == ("lost",)
    assert tiny.query("zzz").decision == "abstain"


def test_a_label_may_be_a_topic_and_an_outside_group() -> None:
    both = Search.learn(examples(TOPICS), [Example(text, "hours") for text in OUTSIDE["weather"]])
    assert both.query("will it rain").candidates[0].outside
    assert not both.query("what time do you open").candidates[0].outside


def test_thresholds_are_found_anew_when_the_phrasings_change(
    search: Search, unsure: Search
) -> None:
    assert unsure.thresholds != search.thresholds


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_no_text_at_all_breaks_the_search(search: Search, text: str) -> None:
    for found in (search.query(text), *search.needs(text)):
        assert 0 <= found.chance <= 1
        assert found.candidates
        assert found.label is None or found.decision != "suggest"
        assert found.decision != "answer" or found.label in TOPICS
        assert found.explain().candidates


WORDS_OF_THE_PACK = sorted(
    {word for texts in TOPICS.values() for t in texts for word in t.split()}
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from([*WORDS_OF_THE_PACK, "not", "no", ",", ".", "and"]), max_size=25))
def test_no_jumble_of_the_packs_own_words_breaks_the_search(
    search: Search, words: list[str]
) -> None:
    found = search.needs(" ".join(words))
    assert 1 <= len(found) <= 2
    assert len({one.label for one in found}) == len(found)
