"""Reminders of an appointment that is ahead, and the answer to "still coming?"."""

from dataclasses import replace
from datetime import timedelta

from bot.booking.book import Booking
from bot.booking.events import Purpose
from bot.dialogue.booking_words import endings, visiting
from bot.dialogue.booking_words.voice import Said, Voice
from bot.dialogue.model import Button, Coming, GetPage, Open
from knowledge.markup import Rich


def reminder(booking: Booking, voice: Voice) -> Said:
    """Remind of `booking` with all that is needed for the way, and ask who is still coming."""
    words, reference = voice.words, booking.reference
    named = voice.say(words.heading, reference=reference)
    where = voice.say(words.where, address=visiting.address(voice))
    facts = (
        _how_soon(booking, voice),
        Rich.join([named, voice.summary(booking, booking.person)], "\n"),
        Rich.join([visiting.arriving(booking, voice), where], "\n"),
        visiting.bringing(booking, voice),
        voice.say(words.still_coming),
    )
    ways = (
        Button(voice.label(words.button_coming), Coming(reference)),
        Button(voice.label(words.button_move), Open(Purpose.MOVE, reference=reference)),
        Button(voice.label(words.button_cancel), Open(Purpose.CANCEL, reference=reference)),
        Button(voice.label(words.button_page), GetPage(reference)),
    )
    return Said(facts, buttons=ways)


def coming(booking: Booking, voice: Voice) -> Said:
    """Thank somebody who is coming; all the facts stay in sight."""
    said = endings.details(booking, voice)
    return replace(said, parts=(voice.say(voice.words.coming), *said.parts))


def _how_soon(booking: Booking, voice: Voice) -> Rich:
    """Say "today", "tomorrow" or "in 3 days", by the dates of the post."""
    words, days = voice.words, booking.start.astimezone(voice.zone).date() - voice.today
    if days < timedelta(days=1):
        return voice.say(words.remind_today)
    if days == timedelta(days=1):
        return voice.say(words.remind_tomorrow)
    return voice.say(words.remind_ahead, days=voice.wording.counted(days.days, "day"))
