"""What is drawn on a page, as values. Lengths in points; `y` is counted down from the top."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """Text on the base line `y`; with `url`, a reader may tap it."""

    x: float
    y: float
    text: str
    font: str
    size: float
    length: float
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A line to the right."""

    x: float
    y: float
    length: float
    thickness: float


@dataclass(frozen=True, slots=True)
class Frame:
    """An empty rectangle; `x` and `y` are its upper left corner."""

    x: float
    y: float
    width: float
    height: float
    thickness: float


@dataclass(frozen=True, slots=True)
class Dark:
    """A filled rectangle; `x` and `y` are its upper left corner."""

    x: float
    y: float
    width: float
    height: float


Mark = Words | Rule | Frame | Dark
