"""Writes marks from the top of a column downwards."""

from bot.paper.marks import Dark, Frame, Mark, Rule, Words
from bot.paper.typeset import lines
from knowledge.markup import Rich

LEADING = 1.36
"""From one base line to the next, as a multiple of the size of the letters."""

_ASCENT = 1.0
"""From the top of a line to its base line, as a multiple of the size."""

_HALF_LETTER = 0.34
"""Half the height of a capital letter: what stands beside a line is centred on it."""


class Pen:
    """A column that is being filled.

    Attributes:
        y: where the next mark begins, counted down from the top of the page.
        marks: what has been written.
    """

    def __init__(self, x: float, y: float, room: float, scale: float) -> None:
        """Begin at `x`, `y` with lines of `room` points; sizes are multiplied by `scale`."""
        self.x, self.y, self.room, self.scale = x, y, room, scale
        self.marks: list[Mark] = []

    def skip(self, points: float) -> None:
        """Leave room."""
        self.y += points * self.scale

    def write(
        self,
        text: Rich | str,
        size: float,
        *,
        bold: bool = False,
        indent: float = 0,
        room: float | None = None,
    ) -> None:
        """Write a paragraph, `indent` points from the left, in lines of `room` points at most."""
        rich = Rich.plain(text) if isinstance(text, str) else text
        size, indent = size * self.scale, indent * self.scale
        width = (self.room if room is None else room) - indent
        for line in lines(rich, size, width, bold=bold):
            x = self.x + indent
            for piece in line:
                place = self.y + size * _ASCENT
                words = Words(x, place, piece.text, piece.font, size, piece.length, piece.url)
                self.marks.append(words)
                x += piece.length
            self.y += size * LEADING

    def rule(self, thickness: float, *, indent: float = 0) -> None:
        """Draw a line to the end of the column."""
        indent *= self.scale
        rule = Rule(self.x + indent, self.y, self.room - indent, thickness * self.scale)
        self.marks.append(rule)

    def dot(self, size: float) -> None:
        """Draw a bullet beside the line of letters of this `size` that comes next."""
        side = size * self.scale * 0.26
        middle = self.y + size * self.scale * (_ASCENT - _HALF_LETTER)
        self.marks.append(Dark(self.x + side, middle - side / 2, side, side))

    def box(self, size: float) -> None:
        """Draw a box to tick beside the line of letters of this `size` that comes next."""
        side = size * self.scale
        top = self.y + side * (_ASCENT - _HALF_LETTER) - side / 2
        self.marks.append(Frame(self.x, top, side, side, 0.9 * self.scale))

    def within(self, padding: float, text: Rich, size: float) -> None:
        """Write a paragraph inside a frame."""
        top, inset = self.y, padding * self.scale
        self.skip(padding * 0.72)
        self.x, self.room = self.x + inset, self.room - 2 * inset
        self.write(text, size)
        self.x, self.room = self.x - inset, self.room + 2 * inset
        self.skip(padding * 0.86)
        self.marks.append(Frame(self.x, top, self.room, self.y - top, 1.3 * self.scale))
