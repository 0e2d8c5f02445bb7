"""What must be true in the end, read from the chats, the database and whatever was written."""

import re
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.local import LocalTelegram
from bot.local.transcript import Entry
from bot.local.updates import FIRST_UPDATE_ID
from tests.crash.people import LAST_WORDS

LIMA = ZoneInfo("America/Lima")

DYING = timedelta(seconds=0.3)
"""A request of a process that is dead may still be read from the line after so long."""

WINDOWS = 2
"""Of the desk for passports in the shipped pack."""

_SAID = re.compile(rf"✅ (?P<word>{'|'.join(LAST_WORDS)}) (?P<reference>[A-Z]{{3}}-[A-Z0-9-]+)")

Rows = list[dict[str, Any]]
Deed = tuple[int, str, str]
"""Citizen, what was done ("booked"), reference."""


def rows(file: Path, query: str) -> Rows:
    with closing(sqlite3.connect(file)) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute(query)]


def unhandled(telegram: LocalTelegram, file: Path) -> Iterator[str]:
    """Updates that Telegram has given an id to and that had no effect."""
    kept = rows(file, "select * from inbox")
    states = {row["update_id"]: row["state"] for row in kept}
    past_last = telegram.world.updates.number("nothing", {})["update_id"]
    for update_id in range(FIRST_UPDATE_ID, past_last):
        if states.get(update_id) != "done":
            yield f"update {update_id} is {states.get(update_id, 'lost')}"
    yield from (f"update {row['update_id']} keeps its words" for row in kept if row["body"])
    if waiting := len(telegram.world.updates):
        yield f"{waiting} updates wait at Telegram's"


def drained(telegram: LocalTelegram, file: Path) -> bool:
    """Whether nothing waits anywhere: at Telegram's, in the inbox, in the outbox."""
    waiting = rows(file, "select update_id from inbox where state = 'waiting'")
    return not (waiting or len(telegram.world.updates) or rows(file, "select id from outbox"))


def wrong_answers(
    answers: Sequence[Entry], expected: Sequence[str], doubts: Sequence[datetime]
) -> Iterator[str]:
    """Answers that are missing, out of order, or repeated although nothing was in doubt."""
    given = 0
    for before, entry in zip([None, *answers], answers, strict=False):
        if given < len(expected) and entry.text.text == expected[given]:
            given += 1
        elif before is None or entry.text != before.text:
            yield f"out of order: {_brief(entry)} after {given} answers"
        elif not any(before.at - DYING <= doubt <= entry.at for doubt in doubts):
            yield f"said twice without need: {_brief(before)}, {_brief(entry)}"
    if given < len(expected):
        yield f"{len(expected) - given} questions were never answered"


def _brief(entry: Entry) -> str:
    return f"{entry.text.text[:20]!r} at {entry.at:%M:%S.%f}"


def told(transcript: Sequence[Entry]) -> Counter[Deed]:
    """What citizens were told about appointments, and how often."""
    said: Counter[Deed] = Counter()
    for entry in transcript:
        found = _SAID.match(entry.text.text) if entry.by_bot else None
        if found:
            said[entry.chat_id, found["word"].lower(), found["reference"]] += 1
    return said


def done(events: Rows) -> Counter[Deed]:
    """What was done with appointments, as the database has it."""
    return Counter((one["citizen"], one["kind"], one["reference"]) for one in events)


def lies(telegram: LocalTelegram, file: Path) -> Iterator[str]:
    """Every difference between what citizens were told and the appointment book."""
    said, true = told(telegram.transcript), done(rows(file, "select * from booking_event"))
    yield from (f"told, but not so: {deed} x {n}" for deed, n in (said - true).items())
    yield from (f"so, but not told: {deed} x {n}" for deed, n in (true - said).items())
    bookings = rows(file, "select * from booking where status = 'booked'")
    latest = {
        found["reference"]: entry
        for entry in telegram.transcript
        if entry.by_bot and (found := _SAID.match(entry.text.text))
    }
    for booking in bookings:
        entry = latest.get(booking["reference"])
        if entry is None or _clock_words(booking["start_at"]) not in entry.text.text:
            yield f"the last word on {booking['reference']} does not name {booking['start_at']}"
    crowd = Counter(booking["start_at"] for booking in bookings)
    yield from (f"{n} appointments at {at}" for at, n in crowd.items() if n > WINDOWS)
    seats = rows(file, "select distinct reference from seat where kind = 'booked'")
    if {seat["reference"] for seat in seats} != {booking["reference"] for booking in bookings}:
        yield "seats and bookings do not match"


def damage(file: Path) -> Iterator[str]:
    [whole] = rows(file, "pragma integrity_check")
    if whole["integrity_check"] != "ok":
        yield whole["integrity_check"]
    yield from map(str, rows(file, "pragma foreign_key_check"))
    yield from (f"still owed: {row['kind']}" for row in rows(file, "select * from outbox"))


def leaks(secrets: Sequence[str], files: Sequence[Path]) -> Iterator[str]:
    """Where one of these words stands that must stand nowhere."""
    for file in files:
        content = file.read_bytes()
        for secret in secrets:
            if secret.encode() in content:
                yield f"{secret[:4]}... in {file.name}"


def _clock_words(start_at: str) -> str:
    """The time of day as a confirmation says it."""
    local = datetime.fromisoformat(start_at).astimezone(LIMA)
    half = "a.m." if local.hour < 12 else "p.m."
    return f"{local:%-d %B}, {local.hour % 12 or 12}:{local:%M} {half}"
