import pytest

from knowledge.search import ConceptFile, Example, Search
from knowledge.search.ordinary import ordinary_words
from knowledge.search.spelling import Corrector

PACK = {"passport": 9, "police": 3, "visa": 5, "lost": 4, "appointment": 6, "cita": 4, "person": 1,
        "persona": 4, "hours": 2, "ours": 9}  # fmt: skip


@pytest.fixture
def corrector() -> Corrector:
    return Corrector(PACK, ordinary=["list", "policy", "cosa"], protected=["visa"])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("pasport", "passport"),
        ("passprot", "passport"),
        ("psasportt", "passport"),
        ("apointmnt", "appointment"),
        ("lsot", "lost"),
        ("polise", "police"),
    ],
)
def test_typing_errors_are_mended(corrector: Corrector, typed: str, meant: str) -> None:
    assert corrector.correct(typed) == meant


@pytest.mark.parametrize("word", ["list", "policy", "cosa", "visa", "lost"])
def test_real_words_are_left_alone(corrector: Corrector, word: str) -> None:
    assert corrector.correct(word) == word


@pytest.mark.parametrize("word", ["lisa", "vista", "visaa", "viza", "vsia", "bisa"])
def test_no_correction_brings_about_a_key_term(corrector: Corrector, word: str) -> None:
    assert corrector.correct(word) != "visa"


def test_without_protection_the_same_word_would_become_one() -> None:
    assert Corrector(PACK).correct("vsia") == "visa"


@pytest.mark.parametrize("word", ["los", "cit", "2026", "8939", "a1b2c3"])
def test_short_words_and_numbers_are_left_alone(corrector: Corrector, word: str) -> None:
    assert corrector.correct(word) == word


def test_short_words_may_hold_one_error_and_long_ones_two(corrector: Corrector) -> None:
    assert corrector.correct("citxx") == "citxx"
    assert corrector.correct("appxintmexx") == "appxintmexx"
    assert corrector.correct("appxintmext") == "appointment"


def test_the_same_first_letter_is_nearer(corrector: Corrector) -> None:
    assert corrector.correct("hourse") == "hours"


def test_a_plural_is_its_singular_rather_than_a_commoner_neighbour(corrector: Corrector) -> None:
    assert corrector.correct("persons") == "person"


def test_a_search_never_corrects_into_a_key_term() -> None:
    search = Search.learn(
        [Example("visa", "visa"), Example("my visa", "visa"), Example("lost it", "lost")],
        words=ConceptFile.model_validate({"key_terms": "visa"}),
    )
    for word in ("vsia", "viza", "visaa"):
        assert "visa" not in search.query(f"my {word}").explain().tokens


def test_ordinary_words_are_folded_and_hold_the_notorious_look_alikes() -> None:
    words = ordinary_words()
    assert len(words) > 2000
    assert all(word.isascii() and word == word.lower() for word in words)
    assert {"list", "lisa", "vista", "policy", "best", "area", "boston"} - words == {"boston"}
