"""What goes into the hours desk and what comes out of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.calendar.rows import Row

CHANNELS: Mapping[str, str] = {
    "hours": "office",
    "phone_hours": "phone",
    "holidays": "office",
    "after_hours": "hotline",
    "consular_agent_cusco": "cusco_agent",
    "emergency_passport_exit_stamp": "migraciones",
}
"""The channel a topic is about where the question names none."""

FOLLOW_UP = timedelta(minutes=10)
"""How long "and on Friday?" is understood: a pause for a coffee, not a new day's question."""


@dataclass(frozen=True, slots=True)
class HoursContext:
    """What the last answer spoke of, for a follow-up."""

    channel: str
    days: tuple[date, ...]
    asked_at: datetime
    """Aware."""


@dataclass(frozen=True, slots=True)
class HoursQuestion:
    """One message about opening hours.

    Attributes:
        text: as typed.
        language: one of the pack's; of the answer, and of ambiguous numbers.
        now: aware.
        topic: what the dialogue took the message to be about.
        context: of the previous answer, if there was one.
    """

    text: str
    language: str
    now: datetime
    topic: str = "hours"
    context: HoursContext | None = None


@dataclass(frozen=True, slots=True)
class HoursAnswer:
    """What to say, and the facts behind it.

    Attributes:
        text: in the pack's markup (`**bold**`, `- ` lists, links); a blank line parts paragraphs.
        rows: one for each date spoken of, the one that was asked about first.
        clarify: the question has readings that differ; all are answered.
        hotline: the text names the emergency hotline already.
        context: to be handed back with the next question.
    """

    text: str
    rows: tuple[Row, ...]
    clarify: bool
    hotline: bool
    context: HoursContext
