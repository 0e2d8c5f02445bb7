"""What goes into a turn of the conversation and what comes out: values only."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Literal

from bot.booking.book import Book, Change
from bot.booking.form import Draft
from bot.calendar import HoursContext, Row
from bot.dialogue.acts import (
    Act,
    Button,
    Coming,
    DeclineOffer,
    ForgetAll,
    FormEvent,
    GetCalendarFile,
    GetPage,
    Inert,
    InForm,
    Meant,
    NoneMeant,
    Open,
    ShowBooking,
    ShowMine,
    ShowTopic,
    SpeakLanguage,
    StopWaiting,
    TakeOffer,
    Wait,
)
from bot.outgoing import Outgoing
from knowledge.markup import Rich

__all__ = [
    "FORM_KEPT",
    "Act",
    "Button",
    "Coming",
    "DeclineOffer",
    "File",
    "ForgetAll",
    "FormEvent",
    "GetCalendarFile",
    "GetPage",
    "InForm",
    "Inert",
    "Meant",
    "Memory",
    "NoneMeant",
    "Open",
    "Outcome",
    "Reply",
    "ShowBooking",
    "ShowMine",
    "ShowTopic",
    "SpeakLanguage",
    "StopWaiting",
    "TakeOffer",
    "Turn",
    "Wait",
]

FORM_KEPT = timedelta(hours=3)
"""A booking form that nobody has touched for so long is closed: a greeting next day is no answer
to what it asked."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of a citizen.

    Attributes:
        text: as typed, at most what Telegram lets through.
        now: the present instant, aware.
        client_language: what the citizen's Telegram is set to (IETF tag), if known.
        book: the appointment book as this citizen sees it, loaded for this update.
        citizen: Telegram id of the account that writes.
    """

    text: str
    now: datetime
    client_language: str | None = None
    book: Book = field(default_factory=Book)
    citizen: int = 0


@dataclass(frozen=True, slots=True)
class Memory:
    """All that is remembered of one citizen between turns."""

    language: str | None = None
    language_chosen: bool = False
    """Chosen with /language: holds until it is changed there."""
    misses: int = 0
    """Messages in a row without an answer."""
    hours: HoursContext | None = None
    """What was last asked about opening, for "and on Friday?"."""
    draft: Draft | None = None
    """The booking form that is being filled in."""
    form_touched: datetime | None = None
    """When the form last moved."""
    closed: int | None = None
    """The number of the last form that was carried out, for those who tap its button twice."""
    booked: str | None = None
    """The reference of the booking it made, moved or cancelled."""
    taken: tuple[int, str] | None = None
    """The last offer that was taken with one tap, and the reference of its appointment."""

    def at(self, now: datetime) -> "Memory":
        """Return this as of the aware instant `now`: a form left alone for too long is closed."""
        forgotten = self.form_touched is None or now - self.form_touched > FORM_KEPT
        return replace(self, draft=None) if self.draft and forgotten else self

    def heard(self, language: str) -> "Memory":
        """Return this with the language of the last message, unless one was chosen."""
        return self if self.language_chosen else replace(self, language=language)


@dataclass(frozen=True, slots=True)
class File:
    """A file, and what stands below it (at most 1,024 characters)."""

    name: str
    content: bytes = field(repr=False)
    caption: Rich


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer to a citizen, with what `ask --json` tells of it.

    Attributes:
        buttons: laid out by the view.
        grid: rows of buttons above them, laid out as they are.
        changes: to the appointment book, in order; the reply that says "booked" carries the change
            that makes it true.
        files: sent before the text, which may be empty then.
    """

    text: Rich
    language: str
    outcome: Literal["answer", "suggest", "abstain"] = "answer"
    intent: str | None = None
    buttons: tuple[Button, ...] = ()
    suggestions: tuple[str, ...] = ()
    emergency: bool = False
    clarify: bool = False
    calendar: tuple[Row, ...] = ()
    also: tuple[str, ...] = ()
    """Topics answered beside `intent`."""
    grid: tuple[tuple[Button, ...], ...] = ()
    changes: tuple[Change, ...] = ()
    files: tuple[File, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an update leads to: all of it is written in the update's one transaction.

    Attributes:
        memory: what to remember; None: forget the citizen.
        acts: what to do in Telegram, in order.
        changes: to the appointment book, in order.
        word: what kind of answer it was, for whoever counts; empty where nothing was said.
    """

    memory: Memory | None
    acts: tuple[Outgoing, ...]
    changes: tuple[Change, ...] = ()
    word: str = ""
