"""From the booking to the day of the visit: reminders, "still coming?", and what is over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.booking import reminders
from bot.booking.book import Booking
from bot.calendar import Calendar
from bot.dialogue.acts import Act
from bot.dialogue.appointments import AppointmentSpeaker
from bot.dialogue.booking_words import over, reminding
from bot.dialogue.model import Reply, Turn
from knowledge.model import LanguageCode
from knowledge.services import ServicesFile


@dataclass(frozen=True, slots=True)
class Reminder:
    """What is said of an appointment of one's own accord.

    Attributes:
        until: when it stops being true; it must not be sent any more then.
    """

    reply: Reply
    until: datetime


class Attendance:
    """Sees to it that appointments are kept. Holds no state but the pack."""

    def __init__(
        self, services: ServicesFile, calendar: Calendar, speaker: AppointmentSpeaker
    ) -> None:
        self._rules = services.rules
        self._calendar = calendar
        self._speaker = speaker

    def remind(
        self, booking: Booking, language: LanguageCode, now: datetime
    ) -> Reminder | datetime:
        """Return what to say of `booking`, which is ahead, or when to say it instead."""
        due = reminders.when_to_say(booking, self._rules, now, self._calendar)
        if due > now:
            return due
        reply = self._speaker.about(reminding.reminder, booking, language, now)
        return Reminder(reply, reminders.good_until(booking, now, self._calendar))

    def coming(self, reference: str, turn: Turn, language: LanguageCode) -> Reply | None:
        """Thank the citizen; None where no appointment of theirs with this reference is ahead."""
        booking = _with(turn.book.mine, reference)
        if booking is None:
            return None
        return self._speaker.about(reminding.coming, booking, language, turn.now)

    def over(self, act: Act, turn: Turn, language: LanguageCode) -> Reply | None:
        """Answer a button of an appointment whose time has come; None for any other button."""
        booking = _with(turn.book.past, getattr(act, "reference", None))
        if booking is None:
            return None
        return self._speaker.about(over.over, booking, language, turn.now)


def _with(bookings: Sequence[Booking], reference: str | None) -> Booking | None:
    return next((one for one in bookings if one.reference == reference), None)
