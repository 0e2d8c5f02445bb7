"""An appointment as an iCalendar file (RFC 5545, RFC 5546): added, replaced, taken out.

Folding, escaping and line ends are the library's.
"""

from datetime import UTC, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, Timezone, vCalAddress, vText

from bot.paper.entry import Entry

PRODUCT = "-//embassy-bot//appointments//EN"

_AROUND = timedelta(days=366)
"""The rules of the zone are told for a year before and after: a zone's whole history is forty
lines, and some importers stumble over them."""


def published(entry: Entry, now: datetime) -> bytes:
    """Return the file that adds `entry` to a calendar, or replaces what it has of it."""
    event = _event(entry, now, "CONFIRMED")
    for before in entry.alarms:
        event.add_component(_alarm(entry, before))
    return _file(entry, event, "PUBLISH")


def cancelled(entry: Entry, now: datetime) -> bytes:
    """Return the file that takes `entry` out; its sequence is one higher than what was added."""
    return _file(entry, _event(entry, now, "CANCELLED"), "CANCEL")


def _file(entry: Entry, event: Event, method: Literal["PUBLISH", "CANCEL"]) -> bytes:
    calendar = Calendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", PRODUCT)
    calendar.add("METHOD", method)
    calendar.add_component(_zone(entry))
    calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def _event(entry: Entry, now: datetime, status: str) -> Event:
    event = Event()
    event.add("UID", entry.uid)
    event.add("SEQUENCE", entry.sequence)
    event.add("DTSTAMP", now.astimezone(UTC))
    event.add("DTSTART", entry.start)
    event.add("DTEND", entry.start + timedelta(minutes=entry.minutes))
    language = {"LANGUAGE": entry.language}
    event.add("SUMMARY", entry.title, parameters=language)
    event.add("LOCATION", entry.place, parameters=language)
    event.add("DESCRIPTION", entry.about, parameters=language)
    event.add("STATUS", status)
    # Whom somebody sees at an embassy is not for everybody who shares the calendar.
    event.add("CLASS", "PRIVATE")
    event.add("TRANSP", "OPAQUE")
    # RFC 5546, 3.2.1 and 3.2.5: neither method is without it. Nobody attends: nothing is mailed.
    organizer = vCalAddress(f"mailto:{entry.organizer}")
    organizer.params["CN"] = vText(entry.organizer_name)
    event.add("ORGANIZER", organizer)
    return event


def _alarm(entry: Entry, before: timedelta) -> Alarm:
    alarm = Alarm()
    alarm.add("ACTION", "DISPLAY")
    alarm.add("TRIGGER", -before)
    alarm.add("DESCRIPTION", entry.title)
    return alarm


def _zone(entry: Entry) -> Timezone:
    zone = entry.start.tzinfo
    if not isinstance(zone, ZoneInfo):
        raise TypeError(f"a calendar needs a named time zone, not {zone!r}")
    day = entry.start.date()
    return Timezone.from_tzinfo(zone, first_date=day - _AROUND, last_date=day + _AROUND)
