"""Appointments of the shipped pack, and the voice that speaks of them."""

from datetime import datetime

import yaml

from bot.booking.book import Booking
from bot.calendar import Calendar, Wording
from bot.dialogue.booking_words.voice import Voice
from knowledge import loader
from knowledge.pack import Pack
from tests.bench import NOON, shipped

LONGEST_NAME = "Doña María del Perpetuo Socorro O'Higgins-Ñáñez de la Torre y Santa Cruz-Ugarte"
"""79 characters; 80 is what the form takes."""


def voice(language: str = "en", pack: Pack | None = None, now: datetime = NOON) -> Voice:
    pack = pack or shipped()
    assert pack.services
    assert pack.phrases.booking
    calendar = Calendar(pack.calendar)
    wording = Wording(pack.calendar, language)
    return Voice(pack, pack.services, pack.phrases.booking, wording, calendar.zone, now)


def booking(
    service: str = "passport_renewal", person: str = "Ana María Pérez", sequence: int = 0
) -> Booking:
    start = datetime.fromisoformat("2026-12-04T14:00:00+00:00")
    return Booking("LIM-7K4Q-9", 70_000_000_001, service, person, start, 15, sequence)


def services() -> tuple[str, ...]:
    """Ids of what can be booked, read without loading the pack: tests are named by them."""
    text = (loader.shipped("lima") / "services.yaml").read_text(encoding="utf-8")
    return tuple(yaml.safe_load(text)["services"])
