"""The pattern language does what docs/pack.md says, and nothing that is typed makes it slow."""

import re
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.pattern_language import ANY, MAX_ROWS, PatternError, Row
from knowledge.patterns import Pattern, Patterns
from knowledge.text import tokens

WORDS = {
    "kin": ["wife", "son", "mother in law", "[little] brother"],
    "loved": ["%kin", "best friend"],
}

IN_USE = {"[his|her|the]": "[his|her|the] dad", "..": "a .. b", "...": "a ... b"}
IN_USE |= {"<": "< help", ">": "help >"}
"""Signs that say nothing alone, with a word beside them."""


def found(source: str, message: str) -> list[tuple[int, int]]:
    patterns = Patterns([Pattern.compile(source, WORDS)])
    return sorted({(match.start, match.end) for match in patterns.find(tokens(message))})


@pytest.mark.parametrize(
    ("source", "message", "spans"),
    [
        ("arrested", "he was arrested, arrested!", [(2, 3), (3, 4)]),
        ("arrested", "he was arrestado", []),
        ("arrest*", "they arrest, arrested, arrestaron, rearrest", [(1, 2), (2, 3), (3, 4)]),
        ("*napped", "kidnapped or dognapped, napped", [(0, 1), (2, 3), (3, 4)]),
        ("(died|dead|passed away)", "he passed away and she died", [(1, 3), (5, 6)]),
        ("my [poor|old] dad", "my dad my poor dad my very old dad", [(0, 2), (2, 5)]),
        ("my %kin", "my son my mother in law my little brother", [(0, 2), (2, 6), (6, 9)]),
        ("my %loved", "my best friend my wife my brother", [(0, 3), (3, 5), (5, 7)]),
        ("lost .. son", "lost son lost a b son lost a b c son", [(0, 2), (2, 6)]),
        ("lost ... son", "lost a b c d son", [(0, 6)]),
        ("lost ... son", "lost a b c d e son", []),
        ("< help", "help me help", [(0, 1)]),
        ("help >", "help me help", [(2, 3)]),
        ("< help [me] >", "help me", [(0, 2)]),
        ("< help [me] >", "please help me", []),
        ("< .. help", "oh god help", [(0, 3)]),
        ("la [(policia|pnp) [nacional]] llego", "la policia nacional llego", [(0, 4)]),
        ("Murió mi ESPOSO", "murio mi esposo", [(0, 3)]),
        ("can't breathe", "I CAN’T BREATHE", [(1, 3)]),
        ("19*", "in 1998", [(1, 2)]),
    ],
)
def test_each_sign_means_what_the_manual_says(
    source: str, message: str, spans: list[tuple[int, int]]
) -> None:
    assert found(source, message) == spans


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("", "write at least one word"),
        ("< >", "write at least one word"),
        ("< ... >", "write at least one word"),
        ("[my|his]", None),
        ("(died|dead", "opens '(' without closing it: add ')'"),
        ("[his (old) dad", "opens '[' without closing it: add ']'"),
        ("died)", "has ')' outside brackets"),
        ("died | dead", "has '|' outside brackets"),
        ("(died|)", "empty alternative"),
        ("my < dad", "'<' may only begin"),
        ("my > dad", "'>' only end"),
        ("... dad", "begins or ends with a gap"),
        ("my ..", "begins or ends with a gap"),
        ("i-130", "holds '-'"),
        ("mr. smith", "holds '.'"),
        ("a**", "holds '*'"),
        ("*rest*", "a star stands at one end"),
        ("my %dog", "names %dog, which `words` does not list: add it there"),
        ("a ... b ... c ... d ... e", f"more than {MAX_ROWS} rows: write two patterns"),
        (" ".join(["word"] * 25), "longer than 24 words"),
    ],
)
def test_a_broken_pattern_says_what_to_mend(source: str, says: str | None) -> None:
    if says is None:
        Pattern.compile(source)
        return
    with pytest.raises(PatternError, match=re.escape(says)):
        Pattern.compile(source, WORDS)


def test_a_set_that_names_itself_is_refused_instead_of_followed() -> None:
    with pytest.raises(PatternError, match="names %a inside %a"):
        Pattern.compile("%a", {"a": ["%b"], "b": ["x %a"]})


def test_every_example_of_the_manual_can_be_read() -> None:
    manual = Path(__file__).parents[2].joinpath("docs", "pack.md").read_text(encoding="utf-8")
    table = manual.split("## Patterns")[1].split("|---|---|")[1]
    rows = [line.split(" | ")[0] for line in table.splitlines() if line.startswith("| `")]
    signs = [sign.replace("\\|", "|") for row in rows for sign in re.findall(r"`([^`]+)`", row)]
    for sign in signs:
        Pattern.compile(IN_USE.get(sign, sign), {"kin": ["wife"]})
    assert set(IN_USE) < set(signs)
    assert len(signs) >= 9


def test_alternatives_that_differ_in_one_word_cost_one_row() -> None:
    assert len(Pattern.compile("(come back|came back|come home|came home|returned)").rows) == 2


def test_a_match_tells_its_own_words_from_those_in_the_gap() -> None:
    patterns = Patterns([Pattern.compile("born ... hospital")])
    (match,) = patterns.find(tokens("she was born at the hospital"))
    assert (match.start, match.end, match.own) == (2, 6, [2, 5])


def test_a_place_taken_away_cannot_be_matched() -> None:
    pattern = Pattern.compile("dead ... man")
    patterns = Patterns([pattern])
    taken = [patterns.taking(word) for word in tokens("dead old man dead new man")]
    taken[0] &= ~patterns.places([pattern])
    assert [(m.start, m.end) for m in patterns.scan(taken)] == [(3, 6)]


def test_asked_for_once_a_pattern_is_reported_once() -> None:
    patterns = Patterns([Pattern.compile("jail"), Pattern.compile("(in|at) ... jail")])
    message = tokens("in jail in jail in jail")
    assert len(patterns.find(message)) > 2
    taken = [patterns.taking(word) for word in message]
    once = [match.pattern.source for match in patterns.scan(taken, once=True)]
    assert sorted(once) == ["(in|at) ... jail", "jail"]


def test_no_patterns_find_nothing() -> None:
    assert Patterns([]).find(["anything"]) == []
    assert Patterns([Pattern.compile("a")]).find([]) == []


class Tape(list[int]):
    """A message that counts how often a word of it is read."""

    def __init__(self, places: Sequence[int]) -> None:
        super().__init__(places)
        self.read = 0

    def __iter__(self) -> Iterator[int]:
        for places in super().__iter__():
            self.read += 1
            yield places


@pytest.mark.parametrize("message", ["a " * 2_000, "lost my son " * 600, "son lost " * 900])
def test_each_word_is_read_once_however_hostile_the_message(message: str) -> None:
    sources = ["lost ... (my|his) ... son", "a ... a ... b", "< a ... b >", "lost .. [my] .. dog"]
    patterns = Patterns([Pattern.compile(source) for source in sources])
    tape = Tape([patterns.taking(word) for word in tokens(message)])
    list(patterns.scan(tape, once=True))
    assert tape.read == len(tape) > 900


def fits(row: Row, words: Sequence[str]) -> bool:
    return all(
        place == ANY
        or any(
            word.startswith(spelling[:-1]) if spelling.endswith("*") else word == spelling
            for spelling in place
        )
        for place, word in zip(row, words, strict=True)
    )


def by_trying_everywhere(patterns: Sequence[Pattern], words: Sequence[str]) -> set[object]:
    """What `Patterns.find` must say, found the slow and obvious way."""
    size = len(words)
    return {
        (start, end, pattern.source)
        for pattern in patterns
        for start, end in product(range(size), range(1, size + 1))
        if (start == 0 or not pattern.at_start) and (end == size or not pattern.at_end)
        for row in pattern.rows
        if len(row) == end - start and fits(row, words[start:end])
    }


ITEMS = st.sampled_from(["a", "b", "ab*", "(a|b)", "[a]", "[b|c a]", "..", "...", "(a b|c)", "c"])
SOURCES = st.tuples(
    st.sampled_from(["", "< "]),
    st.lists(ITEMS, min_size=1, max_size=4),
    st.sampled_from(["", " >"]),
).map(lambda parts: f"{parts[0]}{' '.join(parts[1])}{parts[2]}")


def refusal(source: str) -> str | None:
    try:
        Pattern.compile(source, WORDS)
    except PatternError as error:
        return str(error)
    return None


@given(
    sources=st.lists(
        SOURCES.filter(lambda source: refusal(source) is None), min_size=1, max_size=5, unique=True
    ),
    words=st.lists(st.sampled_from(["a", "b", "c", "abc", "x"]), max_size=9),
)
def test_side_by_side_finds_what_trying_everywhere_finds(
    sources: list[str], words: list[str]
) -> None:
    patterns = [Pattern.compile(source) for source in sources]
    quick = {(m.start, m.end, m.pattern.source) for m in Patterns(patterns).find(words)}
    assert quick == by_trying_everywhere(patterns, words)


@given(st.text(max_size=60))
def test_any_text_is_a_pattern_or_is_refused_with_a_sentence(source: str) -> None:
    said = refusal(source)
    assert said is None or len(said.split()) >= 4
