"""Where everything stands on the printed page: always one page, whatever the list and the name."""

from bot.paper import qr
from bot.paper.fonts import PLAIN, shown, shows, width
from bot.paper.marks import Dark, Mark
from bot.paper.pen import Pen
from bot.paper.sheet import PaperSize, Section, Sheet

SIZES: dict[PaperSize, tuple[float, float]] = {
    "a4": (595.28, 841.89),
    "letter": (612.0, 792.0),
}
"""Points; ISO 216 and ANSI."""

SIDE, TOP, BOTTOM = 56.0, 48.0, 40.0
"""Margins, in points: no printer cuts them off, and a hole punch finds room."""

SMALLER = 0.97
"""What is too much for a page is set so much smaller, as often as needed: a second sheet would
stay in the printer."""

CODE = 84.0
"""Points, or 30 mm: modules of 1.4 mm, which any telephone reads at arm's length."""

_QUIET = 16.0
"""Points left white around it: four modules of the shortest code (ISO/IEC 18004)."""

SMALL, TEXT, HEADING, NAME, LARGE, TITLE, REFERENCE = 8.8, 10.8, 11.6, 12.2, 14.8, 20.0, 33.0
"""Sizes of letters, in points."""

_INDENT = 18.0
_HAND = 26.0
"""Points above the line on which a name is written by hand."""


def laid_out(sheet: Sheet) -> tuple[Mark, ...]:
    """Return what to draw, at the largest size at which all of it fits."""
    scale = 1.0
    while True:
        head, foot = _head(sheet, scale), _foot(sheet, scale)
        if head.y + _gap(scale) <= foot.y:
            return (*head.marks, *foot.marks)
        scale *= SMALLER


def _gap(scale: float) -> float:
    return 12 * scale


def _pen(sheet: Sheet, y: float, scale: float) -> Pen:
    return Pen(SIDE, y, SIZES[sheet.paper][0] - 2 * SIDE, scale)


def _foot(sheet: Sheet, scale: float) -> Pen:
    """Write the last lines so that they end at the bottom margin."""
    measured = _last_lines(_pen(sheet, 0, scale), sheet)
    top = SIZES[sheet.paper][1] - BOTTOM - measured.y
    foot = _last_lines(_pen(sheet, top, scale), sheet)
    foot.y = top
    return foot


def _last_lines(pen: Pen, sheet: Sheet) -> Pen:
    pen.rule(0.6)
    pen.skip(7)
    for line in sheet.foot:
        pen.write(line, SMALL)
        pen.skip(1.5)
    return pen


def _head(sheet: Sheet, scale: float) -> Pen:
    pen = _pen(sheet, TOP, scale)
    pen.write(sheet.post, 12.5, bold=True)
    pen.write(sheet.unit, TEXT)
    pen.skip(7)
    pen.rule(1.6)
    pen.skip(_QUIET)
    _reference(pen, sheet)
    _appointment(pen, sheet)
    pen.within(12, sheet.arrive, 12.5)
    for section in sheet.sections:
        _section(pen, section)
    return pen


def _reference(pen: Pen, sheet: Sheet) -> None:
    top, side = pen.y, CODE * pen.scale
    room = pen.room - side - _QUIET * pen.scale
    pen.write(sheet.title, TITLE, bold=True, room=room)
    pen.skip(8)
    pen.write(sheet.reference_label, SMALL, room=room)
    pen.write(sheet.reference, REFERENCE, bold=True, room=room)
    pen.marks.extend(_code(sheet.reference, pen.x + pen.room - side, top, side))
    pen.y = max(pen.y, top + side + 6 * pen.scale)
    pen.skip(10)


def _code(content: str, x: float, y: float, side: float) -> list[Mark]:
    """Draw the reference for a camera."""
    modules, runs = qr.runs(content)
    one = side / modules
    return [
        Dark(x + column * one, y + row * one, length * one, one) for row, column, length in runs
    ]


def _appointment(pen: Pen, sheet: Sheet) -> None:
    pen.rule(0.6)
    pen.skip(12)
    pen.write(sheet.what, 17, bold=True)
    pen.skip(2)
    pen.write(sheet.when, LARGE)
    pen.skip(9)
    labels = (sheet.person.label, sheet.place.label)
    column = max(width(shown(label), PLAIN, TEXT) for label in labels) + 14
    _person(pen, sheet, column)
    pen.skip(3)
    _beside(pen, sheet.place.label, TEXT)
    pen.write(sheet.place.says, TEXT, indent=column)
    pen.skip(12)


def _beside(pen: Pen, label: str, size: float) -> None:
    """Write a label; what comes next, in letters of this `size`, begins on its base line."""
    top = pen.y
    pen.skip(size - TEXT)
    pen.write(label, TEXT)
    pen.y = top


def _person(pen: Pen, sheet: Sheet, column: float) -> None:
    """Write the name; one in letters that cannot be shown is left to be written by hand."""
    if shows(sheet.person.says):
        _beside(pen, sheet.person.label, NAME)
        pen.write(sheet.person.says, NAME, bold=True, indent=column)
        return
    _beside(pen, sheet.person.label, TEXT)
    pen.write(sheet.by_hand, TEXT, indent=column)
    pen.skip(_HAND)
    pen.rule(0.9, indent=column)


def _section(pen: Pen, section: Section) -> None:
    pen.skip(13)
    pen.write(section.heading, HEADING, bold=True)
    pen.skip(2)
    for line in section.lines:
        pen.skip(2)
        if section.boxes:
            pen.box(TEXT)
        else:
            pen.dot(TEXT)
        pen.write(line, TEXT, indent=_INDENT)
    for remark in section.remarks:
        pen.skip(3)
        pen.write(remark, SMALL, indent=_INDENT)
