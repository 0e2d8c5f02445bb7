"""Fingers slip: what a guard sees through, and what stays the word it is."""

import random
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.slips import MAX_MENDED, PART_TO, Spelling
from tests.knowledge_guards.test_guards import FILE, GUARDS, cries

WORDS = ("visa", "jail", "dead", "veneno", "custody", "of", "mi", "hit", "gun", "ahogo", "vida")
SPELLING = Spelling(WORDS, alone=("gun", "jail", "dead", "visa"), ordinary=("deaf", "avisa"))


def read_as(word: str) -> set[str]:
    return set(SPELLING.of([word])[0][1:])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("visz", "visa"),
        ("ivsa", "visa"),
        ("viisa", "visa"),
        ("vosa", "visa"),
        ("jwil", "jail"),
        ("dewd", "dead"),
        ("veneho", "veneno"),
        ("eveneno", "veneno"),
        ("cstody", "custody"),
        ("o", "of"),
        ("hig", "hit"),
    ],
)
def test_a_slip_of_the_finger_is_seen_through(typed: str, meant: str) -> None:
    assert meant in read_as(typed)


@pytest.mark.parametrize("typed", ["deaf", "avisa", "lisa", "vipa", "jarl", "dend", "a"])
def test_words_and_names_that_look_alike_are_what_they_are(typed: str) -> None:
    assert read_as(typed) == set()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("devisa", "de visa"),
        ("visade", "visa de"),
        ("seahogo", "se ahogo"),
        ("conmi", "con mi"),
        ("ahogodemi", "ahogo de mi"),
        ("deadhit", "dead hit"),
        ("vi sa", "visa"),
        ("j ail", "jail"),
        ("avisa", "avisa"),
        ("my visa", "my visa"),
        ("vi daz", "vi daz"),
    ],
)
def test_words_run_together_part_and_torn_words_join(typed: str, words: str) -> None:
    assert SPELLING.parted(typed.split()) == words.split()


@given(st.text(alphabet="adeimnosv", max_size=60))
def test_parting_loses_no_letter_and_never_fails(word: str) -> None:
    assert "".join(SPELLING.parted([word] if word else [])) == word


def test_a_very_long_word_is_left_alone() -> None:
    assert SPELLING.parted(["de" * PART_TO + "visa"]) == ["de" * PART_TO + "visa"]


def test_only_so_many_different_words_are_looked_at() -> None:
    nonsense = [f"q{chr(97 + n // 26)}{chr(97 + n % 26)}q" for n in range(MAX_MENDED)]

    assert "visa" in SPELLING.of(["visz"])[0]
    assert SPELLING.of([*nonsense, "visz"])[-1] == ("visz",)


def torn(message: str, chance: random.Random) -> Iterator[str]:
    """`message` with two of its words run together, and with one of them torn in two."""
    words = message.split()
    at = chance.randrange(len(words) - 1)
    yield " ".join([*words[:at], words[at] + words[at + 1], *words[at + 2 :]])
    place = max(range(len(words)), key=lambda n: len(words[n]))
    cut = len(words[place]) // 2
    yield " ".join([*words[:place], words[place][:cut], words[place][cut:], *words[place + 1 :]])


def test_a_missing_or_an_idle_space_hides_hardly_any_cry() -> None:
    chance = random.Random(20261122)  # noqa: S311 - the same slips in every run
    kinds = {guard.id: guard.kind for guard in FILE.guards}
    tried, missed = 0, []
    for guard, message in cries():
        for typed in torn(message, chance) if " " in message else ():
            tried += 1
            if kinds[guard] not in {alarm.kind for alarm in GUARDS.look(typed)}:
                missed.append(typed)
    assert tried > 1000
    assert len(missed) <= 0.06 * tried, missed
