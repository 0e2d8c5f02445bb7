"""The printed confirmation as a PDF: real text, its fonts inside, nothing personal around it."""

from io import BytesIO
from typing import assert_never

from reportlab.pdfgen.canvas import Canvas

from bot.paper.layout import SIZES, laid_out
from bot.paper.marks import Dark, Frame, Mark, Rule, Words
from bot.paper.sheet import Sheet


def pdf(sheet: Sheet) -> bytes:
    """Return `sheet` as a file of one page; equal sheets give equal bytes."""
    size = SIZES[sheet.paper]
    made = BytesIO()
    canvas = Canvas(made, pagesize=size, invariant=True, lang=sheet.language)
    _describe(canvas, sheet)
    for mark in laid_out(sheet):
        _draw(canvas, mark, size[1])
    canvas.showPage()
    canvas.save()
    return made.getvalue()


def _describe(canvas: Canvas, sheet: Sheet) -> None:
    """Say what the file is; neither whose nor which appointment."""
    canvas.setTitle(sheet.title)
    canvas.setAuthor(sheet.post)
    canvas.setSubject(sheet.unit)
    canvas.setCreator("embassy-bot")
    canvas.setViewerPreference("DisplayDocTitle", "true")


def _draw(canvas: Canvas, mark: Mark, top: float) -> None:
    """Draw one mark; PDF counts upwards from the bottom of the page."""
    match mark:
        case Words():
            canvas.setFont(mark.font, mark.size)
            canvas.drawString(mark.x, top - mark.y, mark.text)
            if mark.url:
                _link(canvas, mark, mark.url, top)
        case Rule():
            canvas.setLineWidth(mark.thickness)
            canvas.line(mark.x, top - mark.y, mark.x + mark.length, top - mark.y)
        case Frame():
            canvas.setLineWidth(mark.thickness)
            canvas.rect(mark.x, top - mark.y - mark.height, mark.width, mark.height)
        case Dark():
            bottom = top - mark.y - mark.height
            canvas.rect(mark.x, bottom, mark.width, mark.height, stroke=0, fill=1)
        case _:
            assert_never(mark)


def _link(canvas: Canvas, words: Words, url: str, top: float) -> None:
    below, above = words.size * 0.25, words.size
    base = top - words.y
    area = (words.x, base - below, words.x + words.length, base + above)
    canvas.linkURL(url, area, thickness=0)
