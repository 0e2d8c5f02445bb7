"""The calendar file, read back by another library and held against the standard."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import vobject

from bot.dialogue.booking_words import papers
from bot.paper.calendar_file import cancelled, published
from bot.paper.entry import Entry
from knowledge.text import tokens
from tests.bench import NOON
from tests.paper.rfc5545 import faults, properties
from tests.paper.samples import LONGEST_NAME, booking, services, voice

LANGUAGES = ("en", "es")
ZONES = (
    "America/Lima",
    "America/New_York",
    "Europe/Berlin",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "Pacific/Kiritimati",
    "UTC",
)


def entry(zone: str = "America/Lima", start: str = "2026-12-04T09:00", sequence: int = 0) -> Entry:
    return Entry(
        language="en",
        reference="LIM-7K4Q-9",
        sequence=sequence,
        start=datetime.fromisoformat(start).replace(tzinfo=ZoneInfo(zone)),
        minutes=15,
        title="Appointment; a, b \\ c: " + "ñ€😀" * 40,
        place='Av. "Encalada", 17',
        about="one\ntwo\r\n\nEND:VEVENT",
        organizer="acs@example.org",
        organizer_name='Citizen "Services", Lima',
        alarms=(timedelta(days=1),),
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("service", services())
def test_every_calendar_file_of_the_post_keeps_to_the_standard(
    service: str, language: str
) -> None:
    made = booking(service)
    for file in (papers.calendar_file, papers.cancelled_file):
        assert faults(file(made, voice(language)).content) == []


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("start", ["2026-12-04T09:00", "2027-03-28T03:30", "2026-07-01T23:50"])
def test_another_library_reads_the_very_instant_in_every_zone(zone: str, start: str) -> None:
    made = entry(zone, start)
    read = vobject.readOne(published(made, NOON).decode()).vevent

    assert read.dtstart.value.astimezone(UTC) == made.start.astimezone(UTC)
    assert read.dtend.value - read.dtstart.value == timedelta(minutes=15)
    assert read.dtstamp.value == NOON.astimezone(UTC)
    assert read.summary.value == made.title
    assert read.location.value == made.place
    assert read.description.value.splitlines() == made.about.splitlines()
    assert read.valarm.trigger.value == -timedelta(days=1)


@pytest.mark.parametrize("zone", ZONES)
def test_whatever_the_words_the_file_keeps_to_the_standard(zone: str) -> None:
    assert faults(published(entry(zone), NOON)) == []
    assert faults(cancelled(entry(zone), NOON)) == []


def test_a_moved_appointment_replaces_the_first_and_a_cancelled_one_takes_it_out() -> None:
    first = booking()
    moved = replace(first, start=first.start + timedelta(days=7), sequence=1)
    gone = replace(moved, sequence=2)
    files = [
        papers.calendar_file(first, voice()),
        papers.calendar_file(moved, voice("es")),
        papers.cancelled_file(gone, voice()),
    ]
    events = [properties(file.content, "VEVENT") for file in files]
    methods = [properties(file.content, "VCALENDAR")["METHOD"] for file in files]

    assert len({event["UID"] for event in events}) == 1
    assert [event["SEQUENCE"] for event in events] == ["0", "1", "2"]
    assert [event["STATUS"] for event in events] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert methods == ["PUBLISH", "PUBLISH", "CANCEL"]
    assert [event["DTSTART"] for event in events] == [
        "20261204T090000",
        "20261211T090000",
        "20261211T090000",
    ]


def test_the_identity_of_an_appointment_never_changes() -> None:
    """Another one would double every appointment that citizens have imported already."""
    assert entry().uid == "c14ea3d2-cec2-543a-8407-380135999033"
    assert replace(entry(), reference="LIM-7K4Q-8").uid != entry().uid


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_in_a_calendar_file_names_the_person(language: str) -> None:
    made = booking(person=LONGEST_NAME)
    words = tokens(LONGEST_NAME)

    assert len(words) > 8
    for file in (papers.calendar_file, papers.cancelled_file):
        content = file(made, voice(language)).content.decode().replace("\r\n ", "")
        assert str(made.citizen) not in content
        assert not {"socorro", "higgins", "ñañez", "ugarte"} & set(tokens(content))
        # What is left of a name's words is words of the post itself.
        nobody = file(booking(person="Xx"), voice(language)).content.decode()
        assert content == nobody.replace("\r\n ", "")


def test_it_says_in_words_what_to_do_with_the_file() -> None:
    first, gone = booking(), booking(sequence=1)

    assert "put the appointment in" in papers.calendar_file(first, voice()).caption.text
    assert "delete that one" in papers.calendar_file(gone, voice()).caption.text
    assert "please delete it" in papers.cancelled_file(gone, voice()).caption.text
    assert "bórrela" in papers.cancelled_file(gone, voice("es")).caption.text


def test_a_calendar_that_does_not_understand_cancelling_still_shows_it() -> None:
    event = properties(papers.cancelled_file(booking(), voice()).content, "VEVENT")

    assert event["SUMMARY"].startswith("CANCELLED: ")
    assert b"VALARM" not in papers.cancelled_file(booking(), voice()).content


def test_a_time_without_a_named_zone_is_refused() -> None:
    nameless = replace(entry(), start=datetime(2026, 12, 4, 14, tzinfo=UTC))

    with pytest.raises(TypeError, match="named time zone"):
        published(nameless, NOON)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"\r\n", b"\n"),
        (b"UID:", b"X-ID:"),
        (b"\\,", b","),
        (b"END:VEVENT", b"END:VTODO"),
        (b"SUMMARY", b"SUMMARY:" + b"x" * 80 + b"\r\nX-SUMMARY"),
    ],
)
def test_the_validator_finds_what_is_wrong(old: bytes, new: bytes) -> None:
    good = published(entry(), NOON)
    assert old in good

    assert faults(good.replace(old, new)) != []
