import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.search import Search
from knowledge.search.concepts import Lexicon
from knowledge.search.confidence import (
    LEAST_SURE,
    NOWHERE,
    PRECISION,
    STRANGERS,
    Confidence,
    Rating,
    Signs,
    balanced,
    thresholds,
)
from knowledge.search.features import LETTERS, MEANING, WORD, Reader
from knowledge.search.learner import Trainer
from knowledge.search.nearness import MOST_COMPARED, Neighbours
from knowledge.search.space import Space, Vector
from tests.knowledge_search.small_pack import learn

READER = Reader(Lexicon({"lose": ("lost",), "paper": ("passport",)}))


def _signs(margin: float) -> Signs:
    return Signs.of(Rating(margin, margin, 1.0), NOWHERE, NOWHERE, coverage=1.0, words=3)


def test_a_message_is_read_as_words_pairs_letters_and_meanings() -> None:
    names = READER.features(["lost", "passport"])
    assert len(names) == len(set(names))
    assert {f"{WORD}lost", f"{WORD}lost passport", f"{LETTERS} los"} <= set(names)
    assert {f"{MEANING}lose", f"{MEANING}paper", f"{MEANING}lose + paper"} <= set(names)


def test_numbers_are_read_as_wholes() -> None:
    assert not [name for name in READER.features(["2026"]) if name.startswith(LETTERS)]


def test_a_vector_has_length_one_and_words_never_seen_make_it_shorter() -> None:
    space = Space.learn([["wlost", "wpassport"], ["wlost"]])[0]
    known = np.linalg.norm(space.vector(["wlost", "wpassport"]).values)
    mixed = np.linalg.norm(space.vector(["wlost", "wpassport", "wzebra"]).values)
    assert known == pytest.approx(1)
    assert 0 < mixed < known
    assert len(space.vector(["wzebra"]).indices) == 0


def test_rare_features_weigh_more_than_common_ones() -> None:
    space = Space.learn([["wthe", "wvisa"], ["wthe"], ["wthe"]])[0]
    common, rare = space.vector(["wthe", "wvisa"]).values
    assert rare > common


def _row(*values: float) -> Vector:
    return Vector(np.arange(len(values)), np.array(values, dtype=np.float32))


def test_the_machines_put_every_example_on_its_own_side() -> None:
    rows = [_row(1, 0, 0.1), _row(0.9, 0, 0), _row(0, 1, 0), _row(0.1, 1, 0)]
    machines = Trainer(rows, [0, 0, 1, 1], size=3, classes=2).learn(np.arange(4), epochs=20)
    for row, label in zip(rows, [0, 0, 1, 1], strict=True):
        margins = machines.margins(row)
        assert margins[label] > 0 > margins[1 - label]


def test_examples_that_were_not_visited_teach_nothing() -> None:
    rows = [_row(1, 0), _row(0, 1)]
    machines = Trainer(rows, [0, 1], size=2, classes=2).learn(np.array([0]), epochs=5)
    assert machines.evidence(rows[0], 0)[0] > 0
    assert not machines.evidence(rows[1], 1)[1]


def test_the_nearest_phrasing_counts_however_many_there_are() -> None:
    far = [_row(0, 1)] * 3
    dense = np.array([1, 0], dtype=np.float32)
    assert Neighbours.of([*far, _row(1, 0)]).nearest(dense) == pytest.approx(1)
    assert Neighbours.of(far).nearest(dense) == 0
    assert Neighbours.of([]).nearest(dense) == 0
    assert Neighbours.of([_row(1, 0)] * (MOST_COMPARED * 3)).nearest(dense) == pytest.approx(1)


def test_the_surer_the_signs_the_greater_the_chance() -> None:
    margins = [-0.9, -0.5, -0.2, 0.1, 0.4, 0.8] * 10
    confidence = Confidence.learn(
        [_signs(m) for m in margins], [m > 0 for m in margins], np.ones(len(margins))
    )
    chances = [confidence.chance(_signs(m)) for m in (-1.0, -0.3, 0.2, 1.0)]
    assert chances == sorted(chances)
    assert chances[0] < 0.2
    assert chances[-1] > 0.8


def test_answers_above_the_threshold_are_as_precise_as_promised() -> None:
    chances = [n / 1000 for n in range(1000)]
    right = [n % 10 != 0 or n > 700 for n in range(1000)]
    found = thresholds(chances, right, [True] * 1000, np.ones(1000))
    answered = [hit for chance, hit in zip(chances, right, strict=True) if chance >= found.answer]
    assert sum(answered) / len(answered) >= PRECISION
    assert LEAST_SURE <= found.answer < 0.7


def test_where_nothing_is_reliable_nothing_is_answered() -> None:
    found = thresholds([0.1, 0.5, 0.9], [True, True, False], [True] * 3, np.ones(3))
    assert found.answer == 1.0


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans(), st.booleans()), min_size=1, max_size=60))
def test_what_is_sure_enough_to_answer_is_sure_enough_to_suggest(
    seen: list[tuple[float, bool, bool]],
) -> None:
    chances, right, topic = map(list, zip(*seen, strict=True))
    found = thresholds(chances, right, topic, balanced(topic))
    assert 0 <= found.suggest <= found.answer <= 1


def test_strangers_have_their_share_however_few_a_pack_writes() -> None:
    topic = [True] * 90 + [False] * 10
    counts = balanced(topic)

    assert counts[:90].sum() == 90
    assert round(counts[90:].sum() / counts.sum(), 6) == STRANGERS


def test_words_that_no_phrasing_of_the_topic_uses_are_foreign_to_it() -> None:
    def familiarity(search: Search, text: str) -> float:
        words = text.split()
        return search._index.read(search._reader.features(words), len(words)).signs.familiarity

    search = learn()
    assert familiarity(search, "i lost my passport") == pytest.approx(1)
    assert 0 < familiarity(search, "i lost my weather") < 0.8
    assert familiarity(search, "lost zzz") == pytest.approx(1), (
        "unknown words are no evidence here"
    )
    assert familiarity(search, "zzz") == 0
