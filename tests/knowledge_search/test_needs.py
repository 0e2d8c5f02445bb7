import pytest

from knowledge.search import Search


def _labels(search: Search, text: str) -> list[str | None]:
    return [found.label for found in search.needs(text)]


@pytest.mark.parametrize(
    "text",
    [
        "i lost my passport and what time do you open",
        "I lost my passport. What time do you open?",
        "perdí mi pasaporte, ¿a qué hora abren?",
        "perdi mi pasaporte y a que hora abren",
    ],
)
def test_two_needs_in_one_message_are_both_served_in_their_order(
    search: Search, text: str
) -> None:
    assert _labels(search, text) == ["lost", "hours"]


def test_a_third_need_waits(search: Search) -> None:
    text = "i lost my passport. what time do you open? please cancel my appointment"
    assert len(_labels(search, text)) == 2


def test_the_same_need_twice_is_one(search: Search) -> None:
    assert _labels(search, "i lost my passport, someone stole my passport") == ["lost"]


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ("hello, i lost my passport. thank you", ["lost"]),
        ("are you open. hello. hello", ["hours"]),
        ("are you open, hello how are you, my visa", ["hours", "visa"]),
        ("lost passport? hey there? my passport?", ["lost"]),
    ],
)
def test_a_greeting_is_no_need_wherever_it_stands(
    search: Search, text: str, needs: list[str]
) -> None:
    assert _labels(search, text) == needs


def test_one_clause_is_read_as_a_whole(search: Search) -> None:
    text = "i lost my passport"
    assert search.needs(text) == [search.query(text)]


@pytest.mark.parametrize(
    "text",
    [
        "i do not want to cancel my appointment",
        "I don't want to cancel!",
        "no quiero cancelar mi cita",
        "No quiero cancelar, gracias",
    ],
)
def test_what_a_person_refuses_is_not_done_at_once(search: Search, text: str) -> None:
    for found in search.needs(text):
        assert found.decision != "answer" or found.label != "cancel"


def test_without_the_refusal_it_would_have_been_done(search: Search) -> None:
    assert search.query("i want to cancel my appointment").label == "cancel"


@pytest.mark.parametrize(
    "text",
    [
        "i do not want to cancel, i want to change the date of my appointment",
        "i don't want to cancel but move my appointment",
        "no quiero cancelar sino cambiar mi cita",
        "no quiero cancelar, quiero otra fecha para mi cita",
    ],
)
def test_what_a_person_wants_instead_is_heard(search: Search, text: str) -> None:
    found = search.query(text)
    assert (found.decision, found.label) == ("answer", "move")
    assert any(word.startswith("cancel") for word in found.explain().left_out)


def test_a_correction_counts_and_the_corrected_does_not(search: Search) -> None:
    assert search.query("not the visa, i lost my passport").label == "lost"


def test_a_plain_negation_is_left_alone(search: Search) -> None:
    assert search.query("i cannot find my passport").label == "lost"
    assert search.query("no encuentro mi pasaporte").label == "lost"
