"""Draws the printed confirmation for the documents: `python -m tests.paper.pictures`."""

from pathlib import Path

import pypdfium2

from bot.dialogue.booking_words import papers
from tests.paper.samples import booking, voice

DOCS = Path(__file__).parents[2] / "docs"
PEOPLE = {"en": "John Alexander Miller", "es": "Ana María Pérez Quispe"}
SCALE = 1.5


def draw(language: str) -> Path:
    made = papers.page(booking(person=PEOPLE[language]), voice(language)).content
    picture = pypdfium2.PdfDocument(made)[0].render(scale=SCALE).to_pil()
    path = DOCS / f"confirmation-{language}.png"
    # Sixteen greys are enough for letters, and a quarter of the bytes.
    picture.convert("L").quantize(16).save(path, optimize=True)
    return path


if __name__ == "__main__":
    for language in PEOPLE:
        draw(language)
