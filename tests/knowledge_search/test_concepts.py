from pathlib import Path

import pytest
import yaml
from pydantic import ValidationError

from knowledge.search import ConceptFile
from knowledge.search.concepts import Lexicon
from knowledge.text import tokens

LIMA = Path(__file__).parents[2] / "knowledge" / "lima" / "concepts.yaml"
LEXICON = Lexicon({"lose": ("lost", "perdí*", "no encuentro"), "gone": ("lost",)})


def _found(text: str) -> list[str]:
    words = tokens(text)
    single = [name for word in words for name in LEXICON.of_word(word)]
    return single + list(LEXICON.of_phrases(words))


@pytest.mark.parametrize("text", ["lost", "LOST!", "perdido", "Perdí", "no encuentro nada"])
def test_words_stems_and_phrases_carry_a_meaning(text: str) -> None:
    assert "lose" in _found(text)


@pytest.mark.parametrize("text", ["lostness", "per", "encuentro", "no lo encuentro", ""])
def test_other_words_do_not(text: str) -> None:
    assert _found(text) == []


def test_a_word_may_carry_several_meanings() -> None:
    assert _found("lost") == ["lose", "gone"]


@pytest.mark.parametrize(
    ("entry", "complaint"),
    [
        ("...", "neither letters nor digits"),
        ("no se*", "a star ends one word"),
        ("ab*", "3 letters"),
    ],
)
def test_an_entry_that_cannot_match_is_a_mistake_that_says_so(entry: str, complaint: str) -> None:
    with pytest.raises(ValidationError, match=complaint):
        ConceptFile.model_validate({"concepts": {"some": f"word, {entry}"}})


def test_an_unknown_part_is_a_mistake() -> None:
    with pytest.raises(ValidationError, match="synonyms"):
        ConceptFile.model_validate({"synonyms": "a, b"})


def test_the_shipped_concepts_load_and_protect_visa() -> None:
    words = ConceptFile.model_validate(yaml.safe_load(LIMA.read_text(encoding="utf-8")))
    assert len(words.concepts) > 50
    assert sum(len(entries) for entries in words.concepts.values()) > 1500
    assert {"visa", "visas", "jail", "preso"} <= {term.strip() for term in words.key_terms}
    assert words.refusals
    assert words.joints
