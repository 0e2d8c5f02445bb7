"""What is said from the booking to the visit: the same in both languages, and never untrue."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache

import pytest

from bot.booking.book import Book, Booking
from bot.calendar import Calendar
from bot.dialogue.acts import Act, Coming, Open, ShowMine
from bot.dialogue.appointments import AppointmentSpeaker
from bot.dialogue.attendance import Attendance, Reminder
from bot.dialogue.model import Reply, Turn
from tests.bench import NOON, shipped

LANGUAGES = ("en", "es")
START = datetime.fromisoformat("2026-12-04T09:00-05:00")
BOOKING = Booking("LIM-7K4Q-9", 5, "passport_renewal", "Ana Pérez", START, 15)
DAY = timedelta(days=1)


@cache
def speaker() -> AppointmentSpeaker:
    return AppointmentSpeaker(shipped())


@cache
def attendance() -> Attendance:
    services = shipped().services
    assert services
    return Attendance(services, Calendar(shipped().calendar), speaker())


def turn(now: datetime, *, past: bool = False) -> Turn:
    book = Book(past=(BOOKING,)) if past else Book((BOOKING,))
    return Turn("", now, book=book, citizen=BOOKING.citizen)


def reminded(now: datetime, language: str = "en", booking: Booking = BOOKING) -> Reply:
    said = attendance().remind(booking, language, now)
    assert isinstance(said, Reminder)
    return said.reply


def over(now: datetime, language: str = "en") -> Reply:
    reply = attendance().over(Coming(BOOKING.reference), turn(now, past=True), language)
    assert reply
    return reply


def acts(reply: Reply) -> list[Act]:
    return [button.act for row in (*reply.grid, reply.buttons) for button in row]


@pytest.mark.parametrize(
    ("now", "en", "es"),
    [
        (START - 3 * DAY, "in 3 days.", "en 3 días."),
        (START - 2 * DAY, "in 2 days.", "en 2 días."),
        (START - DAY, "tomorrow.", "mañana."),
        (START.replace(hour=23) - DAY, "tomorrow.", "mañana."),
        (START - timedelta(minutes=30), "today.", "hoy."),
    ],
)
def test_how_soon_it_is_goes_by_the_dates_of_the_post(now: datetime, en: str, es: str) -> None:
    booking = replace(BOOKING, start=START.replace(hour=9))

    assert en in reminded(now, "en", booking).text.text.splitlines()[0]
    assert es in reminded(now, "es", booking).text.text.splitlines()[0]


def test_both_languages_say_and_offer_the_same() -> None:
    said = [
        [reminded(START - DAY, language) for language in LANGUAGES],
        [over(START + DAY, language) for language in LANGUAGES],
        [over(START, language) for language in LANGUAGES],
        [speaker().mine(Book(past=(BOOKING,)), language, START + DAY) for language in LANGUAGES],
    ]
    said += [[thanks for one in LANGUAGES if (thanks := coming(one))]]

    assert len(said) == 5
    for english, spanish in said:
        assert acts(english) == acts(spanish) != []
        assert english.text.text != spanish.text.text
        assert len(english.text.text.split("\n\n")) == len(spanish.text.text.split("\n\n"))
        for reply in (english, spanish):
            assert {"LIM-7K4Q-9", "Ana Pérez"} <= {
                word for word in ("LIM-7K4Q-9", "Ana Pérez") if word in reply.text.text
            }


def coming(language: str, now: datetime = NOON) -> Reply | None:
    return attendance().coming(BOOKING.reference, turn(now), language)


@pytest.mark.parametrize("minutes", [0, 14, 15, 16, 24 * 60])
def test_what_has_begun_cannot_be_changed_any_more(minutes: int) -> None:
    reply = over(START + timedelta(minutes=minutes))

    assert [type(act) for act in acts(reply)] == [Open, ShowMine]
    assert acts(reply)[0] == Open(acts(reply)[0].purpose, BOOKING.service)  # type: ignore[union-attr]  # an Open, as above
    assert ("is over" in reply.text.text) == (minutes > 15)
    assert ("more than 15 minutes late" in reply.text.text) == (minutes <= 15)


def test_a_service_that_is_given_no_more_can_still_be_reminded_of() -> None:
    gone = replace(BOOKING, service="fingerprints")

    assert "fingerprints" in reminded(START - DAY, booking=gone).text.text.lower()
    reply = speaker().mine(Book(past=(gone,)), "en", START + DAY)
    assert Open(acts(reply)[0].purpose) == acts(reply)[0]  # type: ignore[union-attr]  # an Open


def test_nobody_elses_appointment_is_spoken_of() -> None:
    foreign = Coming("LIM-XXXX-X")

    assert attendance().coming(foreign.reference, turn(NOON), "en") is None
    assert attendance().over(foreign, turn(START + DAY, past=True), "en") is None
    assert attendance().over(ShowMine(), turn(START + DAY, past=True), "en") is None


def test_the_list_says_when_to_be_there() -> None:
    reply = speaker().mine(Book((BOOKING,)), "en", NOON)

    assert "Be there by 8:45 a.m." in reply.text.text
