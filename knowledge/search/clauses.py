"""Where a message says two things, what in it is courtesy, and what the person does not want."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.search.concepts import ConceptFile
from knowledge.text import MAX_READ, tokens

Words = tuple[str, ...]

_STOPS = re.compile(r"[?!;,\n…¿¡()]+|\.(?=\s|$)")
"""A full stop within a word ("usembassy.gov", "a.m") parts nothing; nor does "8:30"."""

LEAST_LEFT = 2
"""Words that must be left: one of "hello there" or "quiero hacer una consulta" says nothing."""

MOST_CLAUSES = 8
"""Clauses looked at; more are read as part of the whole message only."""


@dataclass(frozen=True, slots=True)
class Denied:
    """A message without what its writer denies.

    Attributes:
        meant: the words left over.
        denied: the words taken out.
        firm: whether a wish was refused, so that it must not be answered at once.
    """

    meant: Words
    denied: Words
    firm: bool


def borders(text: str) -> list[Words]:
    """Return the tokens of each stretch between punctuation marks; empty stretches left out."""
    return [found for part in _STOPS.split(text[:MAX_READ]) if (found := tuple(tokens(part)))]


class Clauses:
    """Takes messages apart by the pack's lists of words.

    Args:
        words: the pack's courtesies, refusals, denials, contrasts and joints.
    """

    def __init__(self, words: ConceptFile) -> None:
        self._refusals = _rows(words.refusals)
        self._denials = _rows(words.denials)
        self._lacks = _rows(words.lacks)
        self._contrasts = _rows(words.contrasts)
        self._joints = _rows(words.joints)
        self._courtesies = {tuple(tokens(text)) for text in words.courtesies}
        self._longest = max(map(len, self._courtesies), default=0)

    def without_courtesy(self, words: Words) -> Words:
        """Return `words` without greetings at the start and thanks at the end.

        Unless fewer than `LEAST_LEFT` words would be left.
        """
        rest = words
        while cut := self._courtesy(rest, at_end=False):
            rest = rest[cut:]
        while cut := self._courtesy(rest, at_end=True):
            rest = rest[:-cut]
        return rest if len(rest) >= LEAST_LEFT else words

    def split(self, text: str) -> list[Words]:
        """Return the clauses of a message: between punctuation marks and joints."""
        parts = [clause for part in borders(text) for clause in self._unjoined(part)]
        return parts[:MOST_CLAUSES]

    def deny(self, text: str) -> Denied | None:
        """Return what is denied in the message and what is left; None where nothing is."""
        parts = borders(text)
        meant: list[str] = []
        denied: list[str] = []
        firm = False
        for at, part in enumerate(parts):
            goes_on = at + 1 < len(parts)
            left, taken, refused = self._take_out(part, goes_on)
            meant += left
            denied += taken
            firm = firm or refused
        return Denied(tuple(meant), tuple(denied), firm) if denied else None

    def _take_out(self, part: Words, goes_on: bool) -> tuple[Words, Words, bool]:
        for at in range(len(part)):
            refused = _starts(part, at, self._refusals)
            size = refused or _starts(part, at, self._denials)
            if not size or _starts(part, at, self._lacks):
                continue
            end = self._contrast(part, at + size)
            if refused or goes_on or end < len(part):
                return part[:at] + part[end:], part[at:end], bool(refused)
        return part, (), False

    def _contrast(self, part: Words, start: int) -> int:
        """Return where from `start` on the person says what is meant; the end if nowhere.

        A wish that is refused ("no thanks, I do not need it") says nothing of the kind.
        """
        at = start
        while at < len(part) and not _starts(part, at, self._contrasts):
            at += _starts(part, at, self._refusals) or 1
        return min(at, len(part))

    def _courtesy(self, words: Words, *, at_end: bool) -> int:
        for size in range(min(self._longest, len(words)), 0, -1):
            if (words[-size:] if at_end else words[:size]) in self._courtesies:
                return size
        return 0

    def _unjoined(self, part: Words) -> Iterator[Words]:
        start = at = 0
        while at < len(part):
            size = _starts(part, at, self._joints)
            if size and start < at:
                yield part[start:at]
            at += size or 1
            start = at if size else start
        if start < len(part):
            yield part[start:]


def _rows(entries: Sequence[str]) -> dict[str, list[Words]]:
    """Group phrases by their first word, longest first."""
    rows: dict[str, list[Words]] = {}
    for row in sorted((tuple(tokens(entry)) for entry in entries), key=len, reverse=True):
        rows.setdefault(row[0], []).append(row)
    return rows


def _starts(words: Words, at: int, rows: dict[str, list[Words]]) -> int:
    """Return the length of the longest of `rows` that starts at `at`; 0 if none does."""
    return next((len(r) for r in rows.get(words[at], ()) if words[at : at + len(r)] == r), 0)
