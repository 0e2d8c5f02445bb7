"""Breaks text into lines that fit, bold words and addresses included."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.paper.fonts import BOLD, PLAIN, shown, width
from knowledge.markup import Rich, Span

_PARTS = re.compile(r"(\n|[ \t]+)")
_CHUNK = re.compile(r"[^/-]*[/-]+|[^/-]+")
_SCHEME = "https://"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a line in one font; `length` in points."""

    text: str
    font: str
    length: float
    url: str | None = None


Line = tuple[Piece, ...]


def lines(text: Rich, size: float, room: float, *, bold: bool = False) -> list[Line]:
    """Return `text` in lines at most `room` points long.

    A word that is longer by itself, such as an address, is broken. Of a link the address follows
    in brackets: paper cannot be tapped.
    """
    found: list[Line] = []
    line: list[Piece] = []
    for word in _words(text, size, bold=bold):
        if word is None:
            found.append(_joined(line, size))
            line = []
            continue
        for part in _broken(word, size, room):
            gap = [_gap(line[-1], part[0], size)] if line else []
            if line and _length([*line, *gap, *part]) > room:
                found.append(_joined(line, size))
                line, gap = [], []
            line = [*line, *gap, *part]
    return [*found, _joined(line, size)] if line else found


def _gap(before: Piece, after: Piece, size: float) -> Piece:
    """Return the space between two words, in their font and link if they share one."""
    font = before.font if before.font == after.font else PLAIN
    url = before.url if before.url == after.url else None
    return Piece(" ", font, width(" ", font, size), url)


def _words(text: Rich, size: float, *, bold: bool) -> Iterator[list[Piece] | None]:
    """Yield words, each of one piece or several; None where a new line begins."""
    word: list[Piece] = []
    for span in text.spans:
        font = BOLD if bold or span.bold else PLAIN
        for part in _PARTS.split(shown(_readable(span))):
            if part.strip():
                word.append(Piece(part, font, width(part, font, size), span.url))
            elif part:
                if word:
                    yield word
                word = []
                if part == "\n":
                    yield None
    if word:
        yield word


def _readable(span: Span) -> str:
    if not span.url or span.text == span.url:
        return span.text
    return f"{span.text} ({span.url.removeprefix(_SCHEME).rstrip('/')})"


def _broken(word: list[Piece], size: float, room: float) -> list[list[Piece]]:
    """Return `word` in parts that fit; nearly always it fits as it is."""
    if _length(word) <= room:
        return [word]
    parts: list[list[Piece]] = [[]]
    for one in _chunks(word, size, room):
        if parts[-1] and _length([*parts[-1], one]) > room:
            parts.append([])
        parts[-1].append(one)
    return parts


def _chunks(word: list[Piece], size: float, room: float) -> Iterator[Piece]:
    """Cut after slashes and hyphens, as addresses and double names are; elsewhere if need be."""
    for piece in word:
        for chunk in _CHUNK.findall(piece.text):
            fits = width(chunk, piece.font, size) <= room
            for text in (chunk,) if fits else chunk:
                yield Piece(text, piece.font, width(text, piece.font, size), piece.url)


def _joined(line: list[Piece], size: float) -> Line:
    """Put neighbours of one font together: text that is copied then holds together."""
    joined: list[Piece] = []
    for piece in line:
        last = joined[-1] if joined else None
        if last and (last.font, last.url) == (piece.font, piece.url):
            text = last.text + piece.text
            joined[-1] = Piece(text, last.font, width(text, last.font, size), last.url)
        else:
            joined.append(piece)
    return tuple(joined)


def _length(pieces: list[Piece]) -> float:
    return sum(piece.length for piece in pieces)
