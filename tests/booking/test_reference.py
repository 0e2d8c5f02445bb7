import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.booking import reference
from bot.booking.reference import ALPHABET

LOTS = st.integers(min_value=0, max_value=2**64 - 1)
SAMPLE = [reference.make("LIM", lot) for lot in random.Random(7).choices(range(2**24), k=300)]  # noqa: S311 - a sample, no secret


def code(made: str) -> str:
    return made.removeprefix("LIM-").replace("-", "")


def test_a_reference_looks_like_the_one_on_paper() -> None:
    assert reference.tidy("LIM-7K4Q-9", "LIM") == "LIM-7K4Q-9"
    assert all(len(made) == len("LIM-7K4Q-9") for made in SAMPLE)


def test_no_two_characters_look_alike_and_none_is_a_vowel() -> None:
    for alike in ("0OQD", "1IL", "2Z", "5S", "6G", "8B", "UV"):
        assert len(set(alike) & set(ALPHABET)) <= 1
    assert not set("AEIOU") & set(ALPHABET)


def test_every_single_wrong_character_shows() -> None:
    tried = 0
    for made in SAMPLE:
        right = code(made)
        for place in range(len(right)):
            for wrong in set(ALPHABET) - {right[place]}:
                tried += 1
                changed = f"LIM-{right[:place]}{wrong}{right[place + 1 :]}"
                assert reference.tidy(changed, "LIM") is None
    assert tried == len(SAMPLE) * 5 * 22


def test_every_swap_of_two_characters_shows() -> None:
    tried = 0
    for right in map(code, SAMPLE):
        for first in range(len(right)):
            for second in range(first + 1, len(right)):
                if right[first] != right[second]:
                    tried += 1
                    swapped = [*right]
                    swapped[first], swapped[second] = right[second], right[first]
                    assert reference.tidy("LIM-" + "".join(swapped), "LIM") is None
    assert tried > 2000


def test_a_doubled_pair_misread_shows() -> None:
    tried = 0
    for right in (code(reference.make("LIM", lot)) for lot in range(0, 23**4, 97)):
        for place in range(len(right) - 1):
            if right[place] == right[place + 1]:
                for wrong in set(ALPHABET) - {right[place]}:
                    tried += 1
                    changed = f"LIM-{right[:place]}{wrong * 2}{right[place + 2 :]}"
                    assert reference.tidy(changed, "LIM") is None
    assert tried > 5000


def test_each_lot_of_the_first_ones_is_a_reference_of_its_own() -> None:
    assert len({reference.make("LIM", lot) for lot in range(23**4)}) == 23**4


@given(LOTS)
def test_what_is_made_is_read(lot: int) -> None:
    made = reference.make("LIM", lot)

    assert reference.tidy(made, "LIM") == made


@pytest.mark.parametrize(
    "typed",
    [
        "lim-7k4q-9",
        "LIM 7K4Q 9",
        "lim7k4q9",
        "LIM 7 K 4 Q 9",
        "LIM–7K4Q–9",
        "cancel lim-7k4q-9 please",
        "mi cita es la LIM 7k4q-9, gracias",
        "7K4Q-9",
        "7k4q9",
        "LIM-7K4O-9",
        "LIM-7K40-9",
        "L1M-7K4Q-9",
    ],
)
def test_it_is_read_as_people_give_it(typed: str) -> None:
    assert reference.tidy(typed, "LIM") == "LIM-7K4Q-9"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "LIM",
        "Lima 7 9",
        "nymph",
        "crypt",
        "hello",
        "LIM-7K4Q",
        "LIM-7K4Q-8",
        "UIO-7K4Q-9",
        "618-2000",
        "12345",
        "١٢٣٤٥",
        "7K4Q9 and more",
    ],
)
def test_nothing_else_is_a_reference(typed: str) -> None:
    assert reference.tidy(typed, "LIM") is None


@given(st.text(max_size=60))
def test_any_text_is_read_without_complaint(text: str) -> None:
    found = reference.tidy(text, "LIM")

    assert found is None or reference.tidy(found, "LIM") == found
