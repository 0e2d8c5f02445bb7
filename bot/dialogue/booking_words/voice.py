"""The pack's words about appointments, in one language, as of one moment."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.booking.book import Booking, Slot
from bot.calendar import Wording
from bot.calendar.wording import capital
from bot.dialogue.model import Button
from knowledge.booking_phrases import BookingPhrases
from knowledge.markup import Rich
from knowledge.model import LanguageCode, Localized
from knowledge.pack import Pack
from knowledge.services import ServicesFile

PERSON_ON_BUTTON = 24
"""Characters of a name that a button shows; the message above it has the whole name."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a reply about an appointment consists of.

    Attributes:
        parts: paragraphs, the most important first.
        grid: rows of buttons, laid out as they are, above `buttons`.
        clarify: whether it asks which of several honest readings was meant.
    """

    parts: tuple[Rich, ...]
    grid: tuple[tuple[Button, ...], ...] = ()
    buttons: tuple[Button, ...] = ()
    clarify: bool = False


@dataclass(frozen=True, slots=True)
class Voice:
    """Says values in the pack's words.

    Attributes:
        now: aware; decides which dates are said with their year.
        zone: of the post's clocks, on which every time is said.
    """

    pack: Pack
    services: ServicesFile
    words: BookingPhrases
    wording: Wording
    zone: ZoneInfo
    now: datetime

    @property
    def language(self) -> LanguageCode:
        """The language that is spoken."""
        return self.wording.language

    @property
    def today(self) -> date:
        """The date at the post."""
        return self.now.astimezone(self.zone).date()

    def say(self, phrase: Localized, **values: str) -> Rich:
        """Return a sentence, `values` filled in as plain text; it begins with a capital letter."""
        return _capital(self.pack.say(phrase, self.language, **values))

    def label(self, phrase: Localized, **values: str) -> str:
        """Return what a button says."""
        return self.pack.say(phrase, self.language, **values).text

    def service(self, name: str) -> str:
        """Return a service's title; of one that the post gives no more, its id as words."""
        found = self.services.services.get(name)
        return found.title[self.language] if found else name.replace("_", " ")

    def date(self, day: date) -> str:
        """Return "Friday 4 December"."""
        return self.wording.calendar_date(day, self.today)

    def when(self, instant: datetime) -> str:
        """Return "Friday 4 December, 9:00 a.m."."""
        return self.wording.moment(instant.astimezone(self.zone), self.today)

    def clock(self, instant: datetime) -> str:
        """Return "9:00 a.m."."""
        return self.wording.time(instant.astimezone(self.zone).time())

    def short(self, instant: datetime) -> str:
        """Return "Fri 4 Dec 9:00 a.m.", for a button."""
        local = instant.astimezone(self.zone)
        return f"{self.wording.short_date(local.date())} {self.clock(local)}"

    def lasts(self, length: timedelta) -> str:
        """Return "10 minutes"."""
        return self.wording.duration(length) if length else self.wording.counted(0, "minute")

    def summary(self, booking: Booking | Slot, person: str) -> Rich:
        """Return service, time and person, a line each."""
        service, when = self.service(booking.service), self.when(booking.start)
        return self.say(self.words.summary, service=service, when=when, person=person)

    def named(self, booking: Booking) -> str:
        """Return one appointment as a button names it."""
        return self.label(
            self.words.button_booking,
            when=self.short(booking.start),
            service=self.service(booking.service),
            person=on_button(booking.person),
        )


def on_button(person: str) -> str:
    """Return a name, cut to what a button shows."""
    if len(person) <= PERSON_ON_BUTTON:
        return person
    return person[: PERSON_ON_BUTTON - 1].rstrip() + "…"


def _capital(said: Rich) -> Rich:
    """Return `said` with a capital first letter: a Spanish date begins with a small one."""
    for at, span in enumerate(said.spans):
        if any(map(str.isalnum, span.text)):
            spans = (*said.spans[:at], replace(span, text=capital(span.text)))
            return Rich((*spans, *said.spans[at + 1 :]))
    return said
