"""The letters of the printed page: Noto Sans (`fonts/OFL.txt`), whose glyphs go into each file.

The two files are Noto Sans 2.015 at the weights 400 and 700, reduced to Latin, Greek, Cyrillic
and punctuation. What a page may show is decided by them, never by what a reader has installed.
"""

import unicodedata
from functools import cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

PLAIN, BOLD = "NotoSans", "NotoSans-Bold"

_FILES = {PLAIN: "NotoSans-Regular.ttf", BOLD: "NotoSans-Bold.ttf"}

_STAND_IN = "?"
"""Never an empty box: it reads as a fault of the printer."""


@cache
def _glyphs() -> frozenset[int]:
    """Load both weights, once; return the characters that both have."""
    found = []
    for name, file in _FILES.items():
        font = TTFont(name, Path(__file__).with_name("fonts") / file)
        pdfmetrics.registerFont(font)
        found.append(frozenset(font.face.charToGlyph))
    return frozenset.intersection(*found)


def shows(text: str) -> bool:
    """Whether every character of `text` has a glyph that stands by itself.

    Marks that no letter carries ready-made are left out: they would land beside it.
    """
    composed = unicodedata.normalize("NFC", text)
    return all(_known(char) and not unicodedata.combining(char) for char in composed)


def shown(text: str) -> str:
    """Return `text` with what has no glyph replaced, letters by their plain form if they have one.

    Emoji and other signs beside words are left out.
    """
    composed = unicodedata.normalize("NFC", text)
    return "".join(char if _known(char) or char == "\n" else _instead(char) for char in composed)


def width(text: str, font: str, size: float) -> float:
    """Return the width of `text` in points."""
    _glyphs()
    return pdfmetrics.stringWidth(text, font, size)


def _known(char: str) -> bool:
    return ord(char) in _glyphs()


def _instead(char: str) -> str:
    plain = "".join(filter(_known, unicodedata.normalize("NFKD", char)))
    if plain or unicodedata.category(char) in {"So", "Sk", "Mn", "Cf", "Cc"}:
        return plain
    return _STAND_IN
