import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.booking.names import LONGEST, tidy_name


@pytest.mark.parametrize(
    "name",
    [
        "Ana Pérez",
        "Luis O'Brien",
        "José Muñoz-Quispe",
        "Wu",
        "J. R. Ewing",
        "Nguyễn Văn An",
        "Ольга Иванова",
        "李明",
        "María de los Ángeles Ñahui",
        "O'Neil-St. John",
    ],
)
def test_names_of_the_world_are_kept_as_written(name: str) -> None:
    assert tidy_name(name) == name


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Ana   Pérez ", "Ana Pérez"),
        ("Ana\u00a0Pérez", "Ana Pérez"),
        (unicodedata.normalize("NFD", "José Muñoz"), "José Muñoz"),
        ("Luis O’Brien", "Luis O'Brien"),
    ],
)
def test_spaces_accents_and_apostrophes_are_tidied(typed: str, kept: str) -> None:
    assert tidy_name(typed) == kept


@pytest.mark.parametrize(
    "text",
    [
        "",
        "A",
        "   ",
        "--",
        "J. R.",
        "Ana 2",
        "Ana\nPérez",
        "Ana\tPérez",
        "Ana; drop",
        "<b>Ana</b>",
        "a" * (LONGEST + 1),
        "Ana \u202ezeréP",
        "Ana\u200bPérez",
        "Ana\x00",
        "👩 Ana",
        "x̴̢̛̛y̴̧̛̛",
        "́Ana",
        "ana@example.org",
        "Ana, Luis",
        "¿Ana?",
    ],
)
def test_what_cannot_be_a_name_is_refused(text: str) -> None:
    assert tidy_name(text) is None


def test_the_longest_name_is_accepted() -> None:
    assert tidy_name("a" * LONGEST) == "a" * LONGEST


@given(st.text(max_size=90))
def test_a_tidied_name_is_tidy(text: str) -> None:
    kept = tidy_name(text)

    if kept is not None:
        assert tidy_name(kept) == kept
        assert "\n" not in kept
        assert not any(map(str.isdigit, kept))
