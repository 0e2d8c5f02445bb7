"""Finding what a message is about, among the topics of a pack. No text is made here."""

from knowledge.search.concepts import ConceptFile
from knowledge.search.engine import Search
from knowledge.search.model import Candidate, Decision, Example, Explanation, Thresholds, Verdict
from knowledge.search.shelf import Shelf

__all__ = [
    "Candidate",
    "ConceptFile",
    "Decision",
    "Example",
    "Explanation",
    "Search",
    "Shelf",
    "Thresholds",
    "Verdict",
]
