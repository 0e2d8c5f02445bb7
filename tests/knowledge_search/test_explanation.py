import pytest

from knowledge.search import Search


def test_it_says_which_words_were_read_differently(search: Search) -> None:
    why = search.query("I lost my pasport").explain()
    assert why.tokens == ("i", "lost", "my", "passport")
    assert why.corrected == {"pasport": "passport"}


def test_the_strongest_reasons_are_words_of_the_message_and_their_meanings(search: Search) -> None:
    reasons = dict(search.query("i lost my passport").explain().reasons)
    assert reasons["passport"] > 0
    assert reasons["lost"] > 0
    assert reasons["(lose + passport)"] > 0


def test_a_meaning_shared_by_both_languages_speaks_for_a_word_never_taught(search: Search) -> None:
    found = search.query("misplaced the pasaporte")
    assert found.label == "lost"
    assert dict(found.explain().reasons)["(lose + passport)"] > 0


def test_reasons_come_strongest_first(search: Search) -> None:
    added = [abs(value) for _, value in search.query("cancel my appointment").explain().reasons]
    assert len(added) > 3
    assert added == sorted(added, reverse=True)


def test_it_names_the_runners_up_and_the_thresholds_that_decided(search: Search) -> None:
    found = search.query("change my appointment")
    why = found.explain()
    assert [one.label for one in why.candidates[:2]] == ["move", "cancel"]
    assert why.candidates[0].score > why.candidates[1].score
    assert why.thresholds == search.thresholds
    assert why.chance == pytest.approx(found.chance)


def test_reasons_of_all_features_add_up_to_the_margin_without_its_bias(search: Search) -> None:
    index = search._index
    reading = index.read(search._reader.features(("lost", "passport")), 2)
    best = int(reading.ranked[0])
    bias = float(index.sight.machines.weights[-1, best])
    total = sum(index.evidence(reading, best).values())
    assert total + bias == pytest.approx(float(reading.margins[best]), abs=1e-4)
