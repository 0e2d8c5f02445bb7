import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.language import Languages, Sample
from tests.knowledge_search.small_pack import OUTSIDE, TOPICS

HALF = 6
"""Phrasings of the small pack are half English, then half Spanish."""

BORROWED = (
    Sample("es", "cancel", "cancelar mi appointment"),
    Sample("es", "move", "cambiar el appointment"),
    Sample("en", "move", "move my cita"),
)
SAMPLES = [
    Sample(language, about, text)
    for about, texts in (TOPICS | OUTSIDE).items()
    for language, part in (("en", texts[:HALF]), ("es", texts[HALF:]))
    for text in part
]
LANGUAGES = Languages(("en", "es"), (*SAMPLES, *BORROWED))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("i want to cancel", "en"),
        ("are you open", "en"),
        ("where is it", "en"),
        ("quiero cancelar mi cita", "es"),
        ("¿están abiertos?", "es"),
        ("como lo hago", "es"),
    ],
)
def test_three_words_are_enough(text: str, language: str) -> None:
    found = LANGUAGES.detect(text)
    assert found.language == language
    assert found.clear


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("quiero mi appointment", "es"),
        ("i want my cita", "en"),
        ("donde es mi interview", "es"),
        ("como cancelo mi appointment", "es"),
        ("can i change the cita", "en"),
    ],
)
def test_a_mixed_message_has_the_language_of_its_grammar(text: str, language: str) -> None:
    assert LANGUAGES.detect(text).language == language


@pytest.mark.parametrize("text", ["", "???", "🙂", "123 456", "8:30"])
def test_where_nothing_tells_it_is_the_posts_first_language_and_not_clear(text: str) -> None:
    found = LANGUAGES.detect(text)
    assert (found.language, found.certainty, found.clear) == ("en", 0.5, False)
    assert Languages(("es", "en"), SAMPLES).detect(text).language == "es"


def test_a_word_both_languages_use_is_no_evidence() -> None:
    assert not LANGUAGES.detect("ceviche pizza").clear


def test_words_never_seen_are_told_by_their_letters() -> None:
    assert LANGUAGES.detect("tramitaciones").language == "es"
    assert LANGUAGES.detect("whiteboarding").language == "en"


def test_a_languages_own_letters_speak_for_it() -> None:
    plain, marked = LANGUAGES.detect("manana"), LANGUAGES.detect("¿mañana?")
    assert marked.language == "es"
    assert marked.certainty >= plain.certainty


def test_any_languages_can_be_told_apart() -> None:
    samples = [
        Sample("de", "a", "ich habe meinen pass verloren"),
        Sample("de", "b", "wann haben sie geöffnet"),
        Sample("fr", "a", "j'ai perdu mon passeport"),
        Sample("fr", "b", "quand êtes-vous ouverts"),
        Sample("pt", "a", "perdi meu passaporte"),
        Sample("pt", "b", "quando vocês abrem"),
    ]
    three = Languages(("de", "fr", "pt"), samples)
    assert three.detect("ich habe sie verloren").language == "de"
    assert three.detect("mon passeport est perdu").language == "fr"
    assert three.detect("quando abrem").language == "pt"
    assert three.detect("").certainty == pytest.approx(1 / 3)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_no_text_breaks_the_detection(text: str) -> None:
    found = LANGUAGES.detect(text)
    assert found.language in ("en", "es")
    assert 0.5 <= found.certainty <= 1


def test_a_book_sized_message_is_read_in_part() -> None:
    assert LANGUAGES.detect("i want to cancel " * 100_000).language == "en"


def test_words_of_all_subjects_outweigh_the_name_of_one() -> None:
    grammar = [Sample("en", f"subject{n}", "the") for n in range(10)]
    name = [Sample("es", "cancel", "cita") for _ in range(10)]
    others = [Sample("es", f"subject{n}", "con") for n in range(10)]
    rest = [Sample("en", "cancel", "with") for _ in range(10)]
    learned = Languages(("es", "en"), [*grammar, *name, *others, *rest])
    assert learned.detect("the cita").language == "en"
    assert learned.detect("con with").language == "es"
