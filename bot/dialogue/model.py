"""What goes into a turn of the conversation and what comes out: values only."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from bot.calendar import HoursContext, Row
from bot.outgoing import Outgoing
from knowledge.markup import Rich


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of a citizen.

    Attributes:
        text: as typed, at most what Telegram lets through.
        now: the present instant, aware.
        client_language: what the citizen's Telegram is set to (IETF tag), if known.
    """

    text: str
    now: datetime
    client_language: str | None = None


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

    def heard(self, language: str) -> "Memory":
        """Return this with the language of the last message, unless one was chosen."""
        return self if self.language_chosen else replace(self, language=language)


@dataclass(frozen=True, slots=True)
class ShowTopic:
    """A button that asks about a topic; its answer is a new message."""

    topic: str


@dataclass(frozen=True, slots=True)
class Meant:
    """A "did you mean" button; the answer takes the question's place."""

    topic: str


@dataclass(frozen=True, slots=True)
class NoneMeant:
    """None of the topics that were offered."""


@dataclass(frozen=True, slots=True)
class SpeakLanguage:
    """A choice of /language."""

    language: str


Act = ShowTopic | Meant | NoneMeant | SpeakLanguage


@dataclass(frozen=True, slots=True)
class Button:
    """What a button says and what tapping it asks for."""

    label: str
    act: Act


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer to a citizen, with what `ask --json` tells of it."""

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


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an update leads to: what to remember, and what to do in Telegram, in order."""

    memory: Memory | None
    """None: forget the citizen."""
    acts: tuple[Outgoing, ...]
