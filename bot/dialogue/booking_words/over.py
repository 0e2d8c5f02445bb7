"""An appointment whose time has come: it is never spoken of as if it were still ahead."""

from datetime import timedelta

from bot.booking.book import Booking
from bot.booking.events import Purpose
from bot.calendar.states import utc
from bot.dialogue.booking_words.voice import Said, Voice
from bot.dialogue.model import Button, Open, ShowMine
from knowledge.markup import Rich


def over(booking: Booking, voice: Voice) -> Said:
    """Say that the time of `booking` has come or is over, and offer another appointment."""
    words = voice.words
    then = voice.say(words.over_then)
    ways = (
        Button(voice.label(words.button_book_again), again(booking.service, voice)),
        Button(voice.label(words.button_mine), ShowMine()),
    )
    return Said((_head(booking, voice), voice.summary(booking, booking.person), then), (), ways)


def none_ahead(booking: Booking, voice: Voice) -> Said:
    """Say that nothing is ahead, and what has become of the last one, which is `booking`."""
    said = over(booking, voice)
    words = voice.words
    none = Rich.join([voice.say(words.none_ahead), voice.say(words.only_here)], " ")
    return Said((none, *said.parts), buttons=said.buttons[:1])


def again(service: str, voice: Voice) -> Open:
    """Return what books the same service once more; of one that is no more, asks which."""
    known = service in voice.services.services
    return Open(Purpose.BOOK, service=service if known else None)


def _head(booking: Booking, voice: Voice) -> Rich:
    words = voice.words
    late = timedelta(minutes=voice.services.rules.late_minutes)
    if utc(voice.now) - utc(booking.start) > late:
        return voice.say(words.over, reference=booking.reference)
    return voice.say(words.begun, reference=booking.reference, late=voice.lasts(late))
