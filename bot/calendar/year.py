"""A year's closures for a person to compare with the post's own list, and as a calendar file."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from bot.calendar.opening import Calendar
from bot.calendar.states import State, as_every_week
from bot.calendar.wording import Wording

_OCTETS = 75
"""RFC 5545, 3.1: longer lines are folded."""


@dataclass(frozen=True, slots=True)
class Closure:
    """A weekday on which a channel is not open as usual.

    Attributes:
        state: `closed`, `call_first`, or `open` where the hours are special.
        hours: in words; empty where closed.
        probable: not certain until the post says so.
        confirmed: a person has compared this year with the post's list.
    """

    channel: str
    date: date
    state: str
    hours: str
    reason: str
    probable: bool
    confirmed: bool


def closures(calendar: Calendar, language: str, year: int) -> list[Closure]:
    """Return every weekday of `year` that differs from the usual week, channel by channel."""
    wording = Wording(calendar.file, language)
    return [
        closure
        for name, channel in calendar.file.channels.items()
        if channel.weekly
        for closure in _of_channel(calendar, wording, name, year)
    ]


def _of_channel(
    calendar: Calendar, wording: Wording, channel: str, year: int
) -> Iterator[Closure]:
    day = date(year, 1, 1)
    while day.year == year:
        found = calendar.day(channel, day)
        usual = found.state is State.OPEN and not found.reasons
        if not usual and not as_every_week(found.reasons):
            yield Closure(
                channel=channel,
                date=day,
                state=found.state.value,
                hours=wording.hours(found.hours) if found.hours else "",
                reason=wording.reasons(found.reasons, found),
                probable=any(r.holiday and r.holiday.probable for r in found.reasons),
                confirmed=calendar.confirmed(year),
            )
        day += timedelta(days=1)


def ics(calendar: Calendar, language: str, year: int, made_at: datetime) -> str:
    """Return the closed days of `year` as an iCalendar file (RFC 5545), lines ending in CRLF.

    Args:
        calendar: of the post.
        language: of the titles.
        year: of the closures.
        made_at: aware; the file's time stamp.
    """
    wording = Wording(calendar.file, language)
    stamp = made_at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//embassy-bot//closures//EN"]
    for closure in closures(calendar, language, year):
        if closure.state == State.CLOSED:
            lines += _event(closure, wording, stamp)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line))


def _event(closure: Closure, wording: Wording, stamp: str) -> Iterable[str]:
    channel = wording.channel(closure.channel)
    title = wording.sentence("closure_title", channel=channel, reasons=closure.reason)
    # The same day keeps its identity, so that importing again corrects instead of doubling.
    name = uuid5(NAMESPACE_URL, f"closure:{closure.channel}:{closure.date}")
    return (
        "BEGIN:VEVENT",
        f"UID:{name}",
        f"DTSTAMP:{stamp}",
        f"DTSTART;VALUE=DATE:{closure.date:%Y%m%d}",
        f"DTEND;VALUE=DATE:{closure.date + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escaped(title)}",
        f"STATUS:{'TENTATIVE' if closure.probable or not closure.confirmed else 'CONFIRMED'}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    )


def _escaped(text: str) -> str:
    for char in ("\\", ";", ","):
        text = text.replace(char, f"\\{char}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    piece = ""
    for char in line:
        if len(f"{piece}{char}".encode()) > _OCTETS:
            yield piece
            piece = " "
        piece += char
    yield piece
