"""What a printed page says. Every word is the pack's; only `person` is a citizen's."""

from dataclasses import dataclass
from typing import Literal

from knowledge.markup import Rich

PaperSize = Literal["a4", "letter"]


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of the page: what it is, and what it says."""

    label: str
    says: str


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and lines below it; `boxes`: each with a box to tick. Remarks follow smaller."""

    heading: Rich
    lines: tuple[Rich, ...]
    boxes: bool = False
    remarks: tuple[Rich, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """One confirmation.

    Attributes:
        language: IETF tag, for those who have it read aloud.
        post: who issues it, and `unit` which office of it.
        title: of the page; also what a window shows, so it names nobody.
        reference: shown in big letters and as a QR code.
        what: the service.
        when: weekday, date with the year, time and zone.
        person: the applicant's name as it was written.
        by_hand: said in place of a name that the page's letters cannot show.
        arrive: when to be there.
        foot: contact, source, as of when.
    """

    language: str
    paper: PaperSize
    post: str
    unit: str
    title: str
    reference_label: str
    reference: str
    what: str
    when: Rich
    person: Fact
    by_hand: str
    place: Fact
    arrive: Rich
    sections: tuple[Section, ...]
    foot: tuple[Rich, ...]
