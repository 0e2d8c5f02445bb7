import pytest

from knowledge.search.clauses import MOST_CLAUSES, Clauses, borders
from knowledge.text import MAX_READ
from tests.knowledge_search.small_pack import WORDS

CLAUSES = Clauses(WORDS)


def _said(text: str) -> list[str]:
    return [" ".join(clause) for clause in CLAUSES.split(text)]


def test_marks_and_joints_part_clauses() -> None:
    assert _said("I lost it, are you open? also my visa") == [
        "i lost it",
        "are you open",
        "my visa",
    ]


def test_a_point_within_a_word_and_a_colon_in_a_time_part_nothing() -> None:
    assert _said("is pe.usembassy.gov down at 8:30") == ["is pe usembassy gov down at 8 30"]


def test_a_joint_at_the_border_leaves_no_empty_clause() -> None:
    assert _said("and are you open and") == ["are you open"]


def test_only_so_many_clauses_and_letters_are_looked_at() -> None:
    assert len(CLAUSES.split("open, " * 50)) == MOST_CLAUSES
    assert sum(map(len, borders("open, " * MAX_READ))) <= MAX_READ // 6 + 1


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("hi are you open", "are you open"),
        ("good morning hello are you open thanks", "are you open"),
        ("hola buenos dias abren hoy muchas gracias", "abren hoy"),
        ("are you open", "are you open"),
        ("hi", "hi"),
        ("hi hi thanks", "hi hi thanks"),
    ],
)
def test_courtesies_are_cut_off_at_both_ends_unless_nothing_is_left(typed: str, left: str) -> None:
    assert CLAUSES.without_courtesy(tuple(typed.split())) == tuple(left.split())


@pytest.mark.parametrize(
    ("typed", "meant", "firm"),
    [
        ("i don't want to cancel", "", True),
        ("i don't want to cancel but move it", "but move it", True),
        ("no quiero cancelar, otra fecha", "otra fecha", True),
        ("not the visa, the passport", "the passport", False),
        ("no gracias, no quiero cancelar", "", True),
        ("no gracias ya no quiero la cita", "no gracias ya", True),
        ("my passport is not lost just old", "my passport is just old", False),
    ],
)
def test_what_is_denied_is_taken_out(typed: str, meant: str, firm: bool) -> None:
    denied = CLAUSES.deny(typed)
    assert denied is not None
    assert (" ".join(denied.meant), denied.firm) == (meant, firm)


@pytest.mark.parametrize("typed", ["i am not in lima", "no tengo cita", "cancel it", ""])
def test_a_weak_denial_that_nothing_follows_takes_nothing_out(typed: str) -> None:
    assert CLAUSES.deny(typed) is None
