"""What of a message is wanted: "not friday, thursday" wants thursday, and nothing else.

A correction takes back only what it replaces: "friday at 9, sorry, at 10" is still about friday.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.booking.said import PhraseBook, Word, phrases
from knowledge.form_words import FormWords

_UNWANTED, _UNFIT, _RATHER = "unwanted", "unfit", "rather"
_EXCUSED = frozenset({"why", "que", "if", "or"})
"""Before "not", they make it something else: "why not friday?"."""

_EDGES = frozenset(["before", "after", "later", "earlier", "antes", "despues"])
"""After "not", they say from when or until when: "not before the 10th"."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The words of a message, by number.

    Attributes:
        parts: what is wanted; a later part takes back what it replaces in an earlier one.
        unwanted: what is said not to be wanted.
    """

    parts: tuple[frozenset[int], ...]
    unwanted: frozenset[int]


class WantEar:
    """Tells what is wanted from what is not."""

    def __init__(self, words: FormWords) -> None:
        self._marks = PhraseBook(
            {
                _RATHER: phrases(words.rather),
                _UNWANTED: phrases(words.unwanted),
                _UNFIT: phrases(words.unfit) - phrases(words.unwanted),
            }
        )
        self._after = PhraseBook({_UNFIT: phrases(words.unfit)})
        self._no = {one[0] for one in phrases(words.controls["no"]) if len(one) == 1}
        self._padding = PhraseBook({"": phrases(words.padding)})

    def hear(self, words: Sequence[Word], said: Sequence[bool]) -> Wanted:
        """Return what is wanted.

        Args:
            words: of the message.
            said: for each of them, whether it means a time or a service.
        """
        parts: list[set[int]] = [set()]
        unwanted: set[int] = set()
        for start, end, turned in self._clauses(words):
            if turned:
                parts.append(set())
            off = self._unwanted(words, start, end, said)
            unwanted |= off
            parts[-1] |= {*range(start, end)} - off
        if not any(said[at] for part in parts for at in part):
            # "No thursday" is "no, thursday": there is nothing else that could be wanted.
            bare = {at for at in unwanted if self._plain_no(words, at)}
            parts[-1] |= bare
            unwanted -= bare
        return Wanted(tuple(frozenset(part) for part in parts if part), frozenset(unwanted))

    def _plain_no(self, words: Sequence[Word], at: int) -> bool:
        while at > 0 and not words[at].broken:
            at -= 1
        after = self._marks.at(words, at)
        return words[at].meant == "no" and (after is None or after.label == _UNFIT)

    def _clauses(self, words: Sequence[Word]) -> Iterator[tuple[int, int, bool]]:
        """Yield the clauses, and whether words of correction stand before each."""
        turns = [found for found in self._marks.all(words) if found.label == _RATHER]
        starts = {0: False}
        starts |= {at: False for at, word in enumerate(words) if word.broken}
        starts |= {found.start: True for found in turns}
        edges = [*sorted(starts), len(words)]
        turned = False
        for start, end in pairwise(edges):
            turned = turned or starts[start]
            yield start, end, turned
            turned = False

    def _unwanted(
        self, words: Sequence[Word], start: int, end: int, said: Sequence[bool]
    ) -> set[int]:
        """Return the words of one clause that are not wanted."""
        clause = words[start:end]
        marks = self._marks.all(clause)
        off: set[int] = set()
        for mark in marks:
            begin = start + mark.start
            excused = begin > 0 and words[begin - 1].plain in _EXCUSED
            following = clause[mark.end].plain if mark.end < len(clause) else ""
            excused = excused or following in _EDGES
            if mark.label == _UNWANTED and not excused and any(said[start + mark.end : end]):
                off |= {*range(begin, end)}
            elif mark.label != _RATHER and self._closes(clause, mark.start):
                off |= {*range(start, end)} if any(said[start:begin]) else set()
        leading = clause and clause[0].meant in self._no and len(clause) > 1
        return off or ({*range(start, end)} if leading and any(said[start:end]) else set())

    def _closes(self, clause: Sequence[Word], at: int) -> bool:
        """Whether "does not work" stands at `at` and nothing that matters follows."""
        found = self._after.at(clause, at)
        return found is not None and len(clause) - found.end <= _TAIL


_TAIL = 2
"""Words after "does not work" that change nothing: "for me"."""
