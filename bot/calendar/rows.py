"""Facts of an answer for machines: one row for each date (and instant) it speaks of."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum

from bot.calendar.clock import PART_SPANS, PART_TIMES
from bot.calendar.opening import Calendar
from bot.calendar.states import Day, Hours, Instant, Reason, State, utc
from bot.calendar.wording import Wording, clock_text
from knowledge.opening_words import Part


@dataclass(frozen=True, slots=True)
class Row:
    """What holds for a channel on a date, or at an instant of it where `at` is set.

    Attributes:
        at: "HH:MM" on the post's clocks.
        state: `open`, `closed`, `always` or `call_first`.
        reason: in words; None where it is open as usual.
        opens, closes: "HH:MM", the day's first opening and last closing.
        next_open: ISO instant with offset of the next opening after the later of now and the
            date (or instant) of the row; None for channels without hours.
    """

    channel: str
    date: date
    at: str | None
    state: str
    reason: str | None
    opens: str | None
    closes: str | None
    next_open: str | None


class Tense(Enum):
    """Where a day lies as seen from now."""

    PAST = "past"
    TODAY = "today"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class Fact:
    """One date looked up, with what the question said about the time of day.

    Attributes:
        at: the instant asked about, or the one that stands for a part of the day; aware.
        part: the part of the day asked about, where the channel is closed all through it.
        state: of the instant where `at` is set, of the day otherwise.
        following: the next hours after the later of now and this date (or instant).
    """

    day: Day
    at: datetime | None
    part: Part | None
    state: State
    reasons: tuple[Reason, ...]
    following: Hours | None
    tense: Tense

    @property
    def favourable(self) -> bool:
        """Whether the answer to "are you open?" is yes."""
        return self.state in (State.OPEN, State.ALWAYS)


class Lookup:
    """Looks dates up as seen from one instant."""

    def __init__(self, calendar: Calendar, now: datetime) -> None:
        self.calendar = calendar
        self.now = calendar.local(now)
        self.today = self.now.date()

    def day(self, channel: str, day: date, part: Part | None = None) -> Fact:
        """Look up a day, or a part of it."""
        found = self.calendar.day(channel, day)
        if part and found.hours and not self._overlaps(found, part):
            instant = self.calendar.at(channel, self.calendar.combine(day, PART_TIMES[part]))
            return self._fact(found, instant, part)
        return self._fact(found, None, None)

    def at(self, channel: str, instant: datetime) -> Fact:
        """Look up an instant."""
        found = self.calendar.at(channel, instant)
        return self._fact(found.day, found, None)

    def _overlaps(self, day: Day, part: Part) -> bool:
        begins, ends = (self.calendar.combine(day.date, clock) for clock in PART_SPANS[part])
        return any(utc(h.start) < utc(ends) and utc(begins) < utc(h.end) for h in day.hours)

    def _fact(self, day: Day, instant: Instant | None, part: Part | None) -> Fact:
        start = instant.at if instant else self.calendar.combine(day.date, time.min)
        # "After" is strict; a window that begins at midnight begins on this day too.
        since = start if instant else start - timedelta(microseconds=1)
        after = max(since, self.now, key=utc)
        return Fact(
            day=day,
            at=instant.at if instant else None,
            part=part,
            state=instant.state if instant else day.state,
            reasons=instant.reasons if instant else day.reasons,
            following=self.calendar.next_opening(day.channel, after),
            tense=self._tense(day.date),
        )

    def _tense(self, day: date) -> Tense:
        if day == self.today:
            return Tense.TODAY
        return Tense.PAST if day < self.today else Tense.AHEAD


def row(fact: Fact, wording: Wording, *, always: bool = False) -> Row:
    """Return the row of a fact; `always`: an emergency is meant, and the channel answers any."""
    day, hours = fact.day, fact.day.hours
    reasons = fact.reasons if fact.state is not State.ALWAYS else ()
    return Row(
        channel=day.channel,
        date=day.date,
        at=clock_text(fact.at) if fact.at else None,
        state=State.ALWAYS.value if always else fact.state.value,
        reason=wording.reasons(reasons, day) if reasons and not always else None,
        opens=clock_text(hours[0].start) if hours else None,
        closes=clock_text(hours[-1].end) if hours else None,
        next_open=fact.following.start.isoformat() if fact.following else None,
    )
