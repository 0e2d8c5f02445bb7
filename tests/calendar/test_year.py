import re
from datetime import date, datetime

from bot.calendar import Calendar, Closure, closures, ics
from knowledge.opening import CalendarFile
from tests.calendar import law

MADE_AT = datetime.fromisoformat("2026-11-24T18:00-05:00")


def of(channel: str, rows: list[Closure]) -> list[Closure]:
    return [row for row in rows if row.channel == channel]


def test_the_print_has_every_closed_weekday_of_every_channel(calendar: Calendar) -> None:
    rows = closures(calendar, "en", 2026)
    holidays = law.federal(2026) | law.peruvian(2026)
    wednesdays = {law.nth_weekday(2026, month, law.WEDNESDAY, -1) for month in range(1, 13)}
    seconds = {law.nth_weekday(2026, month, law.WEDNESDAY, 2) for month in range(1, 13)}
    assert {row.date for row in of("office", rows)} == holidays | wednesdays
    assert {row.date for row in of("phone", rows)} == holidays | wednesdays | seconds
    assert {row.date for row in of("migraciones", rows)} == law.peruvian(2026)
    assert {row.channel for row in rows} == {"office", "phone", "migraciones"}


def test_a_row_says_why_and_how_sure_it_is(calendar: Calendar, lima: CalendarFile) -> None:
    row = of("office", closures(calendar, "es", 2025))[-2]
    assert (row.date, row.state) == (date(2025, 12, 26), "closed")
    assert row.probable
    assert not row.confirmed
    assert row.reason == "día siguiente a Navidad, probablemente feriado estadounidense"
    confirmed = Calendar(lima.model_copy(update={"confirmed_years": (2025,)}))
    assert all(row.confirmed for row in closures(confirmed, "en", 2025))


def test_special_hours_are_listed_too(lima: CalendarFile) -> None:
    data = lima.model_dump()
    reason = {"en": "short day", "es": "horario reducido"}
    data["exceptional"] = [
        {
            "date": date(2026, 12, 24),
            "channels": ["office"],
            "closed": False,
            "windows": ["08:00-10:00"],
            "reason": reason,
        }
    ]
    rows = closures(Calendar(CalendarFile.model_validate(data)), "en", 2026)
    short = next(row for row in of("office", rows) if row.date == date(2026, 12, 24))
    assert (short.state, short.hours, short.reason) == ("open", "8:00–10:00 a.m.", "short day")


def test_the_calendar_file_has_an_event_for_each_closed_day(calendar: Calendar) -> None:
    text = ics(calendar, "es", 2026, MADE_AT)
    closed = [row for row in closures(calendar, "es", 2026) if row.state == "closed"]
    assert text.count("BEGIN:VEVENT") == text.count("END:VEVENT") == len(closed)
    assert len(set(re.findall(r"UID:(.+)\r\n", text))) == len(closed)
    assert "DTSTART;VALUE=DATE:20261126\r\nDTEND;VALUE=DATE:20261127" in text
    assert "DTSTAMP:20261124T230000Z" in text
    assert text.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    assert text.endswith("END:VCALENDAR\r\n")


def test_its_lines_are_folded_and_escaped_as_the_standard_wants(calendar: Calendar) -> None:
    text = ics(calendar, "es", 2026, MADE_AT)
    lines = text.split("\r\n")
    assert "\n" not in "".join(lines)
    assert max(len(line.encode()) for line in lines) <= 75
    unfolded = text.replace("\r\n ", "")
    assert "Día de Acción de Gracias\\, feriado estadounidense" in unfolded


def test_the_same_day_keeps_its_identity(calendar: Calendar) -> None:
    later = MADE_AT.replace(year=2027)
    first, second = (ics(calendar, "en", 2026, at) for at in (MADE_AT, later))
    assert re.findall(r"UID:.+", first) == re.findall(r"UID:.+", second)
