"""A small post of its own in Lima's calendar, and citizens who fill in its forms."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import count
from typing import Any

import yaml

from bot.booking.book import Booking, Change, Place
from bot.booking.desk import BookingDesk
from bot.booking.events import Begin, Event, Heard, Purpose, Wish
from bot.booking.form import Draft, Result, Scene
from bot.booking.slots import Slots
from bot.calendar import Calendar, Span
from knowledge import loader
from knowledge.opening import CalendarFile
from knowledge.services import ServicesFile
from tests.booking.ledger import Ledger

FILE = """
channel: office
prefix: LIM
rules:
  notice_hours: 24
  horizon_days: 30
  most_per_citizen: 3
  most_in_30_days: 6
  hold_minutes: 10
  remind_hours_before: []
desks:
  counter: {windows: 2, step_minutes: 30}
  booth: {windows: 1, step_minutes: 30}
services:
  renewal:
    title: {en: Passport renewal}
    ask: {en: [renewal]}
    desk: counter
    minutes: 30
    bring: {en: photo}
  notary:
    title: {en: Notary}
    ask: {en: [notary]}
    desk: counter
    minutes: 30
    notice_hours: 72
    horizon_days: 10
    bring: {en: paper}
  birth:
    title: {en: Report of birth}
    ask: {en: [birth]}
    desk: booth
    minutes: 60
    buffer_minutes: 30
    weekly: {tue: ["08:30-11:30"], fri: ["08:00-10:30"]}
    bring: {en: papers}
"""
"""The office is open 8:00-11:30 on weekdays: seven cells of half an hour a day."""

MORNING = (time(8), time(8, 30), time(9), time(9, 30), time(10), time(10, 30), time(11))

NOW = datetime.fromisoformat("2026-11-24T12:00-05:00")
"""A Tuesday. Wednesday is closed (the last of its month), Thursday is Thanksgiving."""

FRIDAY, MONDAY, TUESDAY = date(2026, 11, 27), date(2026, 11, 30), date(2026, 12, 1)
ANA, LUIS = "Ana María Pérez", "Luis O'Brien"


@cache
def lima_file() -> CalendarFile:
    return loader.load(loader.shipped("lima"), {}, NOW.date()).calendar


@cache
def lima() -> Calendar:
    return Calendar(lima_file())


def calendar_with(**changes: Any) -> Calendar:
    """Lima's calendar with some of the file's keys replaced."""
    return Calendar(CalendarFile.model_validate({**lima_file().model_dump(), **changes}))


def services(**rules: Any) -> ServicesFile:
    """The small post's services, with some rules of their own."""
    data = yaml.safe_load(FILE)
    data["rules"] |= rules
    return ServicesFile.model_validate(data)


@cache
def desk() -> BookingDesk:
    """The small post's desk: it remembers nothing of anyone."""
    return BookingDesk(services(), lima())


@cache
def slots() -> Slots:
    return Slots(services(), lima())


def at(day: date, clock: str) -> datetime:
    """The instant at which Lima's clocks show `clock` on `day`."""
    return lima().combine(day, time.fromisoformat(clock))


def wish(day: date | None = None, clock: str | None = None, *, earliest: bool = False) -> Wish:
    readings = (Span(day, day),) if day else ()
    times = (time.fromisoformat(clock),) if clock else ()
    return Wish(readings, times, earliest=earliest)


def heard(day: date | None = None, clock: str | None = None, **said: Any) -> Heard:
    return Heard(wish=wish(day, clock), **said)


@dataclass
class Citizen:
    """Somebody with the bot's chat open; what they do goes into the ledger as it happens."""

    ledger: Ledger = field(default_factory=Ledger)
    desk: BookingDesk = field(default_factory=desk)
    number: int = 1
    now: datetime = NOW
    draft: Draft | None = None
    changes: tuple[Change, ...] = ()
    lots: Any = field(default_factory=lambda: count(1))

    def does(self, event: Event) -> Result:
        """Take one event through desk and ledger."""
        # Spread over all 64 bits, so that numbers and references differ from lot to lot.
        lot = next(self.lots) * 0x9E3779B97F4A7C15 & (1 << 64) - 1
        book = self.ledger.book(self.number, self.now, lot)
        result = self.desk.step(self.draft, event, Scene(self.number, book, self.now))
        self.ledger.apply(self.number, result.changes, self.now)
        self.draft, self.changes = result.draft, result.changes
        return result

    def begins(self, purpose: Purpose = Purpose.BOOK, **known: Any) -> Result:
        reference = known.pop("reference", None)
        said = known.pop("heard", None) or heard(**known)
        return self.does(Begin(purpose, said, reference))

    def waits(self, **time_passed: float) -> None:
        self.now += timedelta(**time_passed)

    def has(
        self, service: str, day: date, clock: str, person: str = ANA, window: int = 1
    ) -> Booking:
        """A booking that stands already, written as the schema would have it."""
        start = at(day, clock)
        slot = slots().at(service, start)
        assert slot, "no such slot"
        number = len(self.ledger.bookings)
        booking = Booking(f"LIM-{number:04}-X", self.number, service, person, start, slot.minutes)
        name = slots().file.services[service].desk
        place = Place(name, slots().cells(slot), window, slots().desk(service).windows)
        self.ledger.bookings[booking.reference] = (booking, place)
        return booking

    def other(self) -> "Citizen":
        """Somebody else at the same post."""
        return Citizen(self.ledger, self.desk, self.number + 1, self.now, lots=self.lots)


def fill(citizen: Citizen, service: str, day: date, clock: str) -> None:
    """Let strangers take all windows of a time."""
    windows = slots().desk(service).windows
    for window in range(1, windows + 1):
        stranger = Citizen(citizen.ledger, citizen.desk, 900 + window)
        stranger.has(service, day, clock, person="Stranger", window=window)
