"""How a form ends, and the citizen's appointments as they stand."""

from collections.abc import Sequence
from datetime import timedelta
from typing import assert_never

from bot.booking.book import Booking
from bot.booking.events import Purpose
from bot.booking.form import (
    Booked,
    Cancelled,
    Ending,
    Moved,
    NoBooking,
    NothingFree,
    Stopped,
)
from bot.dialogue.booking_words.voice import Said, Voice
from bot.dialogue.model import Button, Open, ShowBooking, ShowMine, ShowTopic
from knowledge.markup import Rich

RULES = "appointment_rules"
"""The topic that says what may not be brought, and what else holds for a visit."""


def ending(end: Ending, mine: Sequence[Booking], voice: Voice) -> Said:
    """Say how a form has ended; `mine` are the citizen's appointments before it did."""
    words = voice.words
    match end:
        case Booked(booking):
            return _stands(voice.say(words.booked, reference=booking.reference), booking, voice)
        case Moved(booking, before):
            head = voice.say(words.moved, reference=booking.reference, before=voice.when(before))
            return _stands(head, booking, voice)
        case Cancelled(booking, late):
            return _cancelled(booking, voice, late=late)
        case Stopped():
            return _stopped(mine, voice)
        case NoBooking():
            return _none(mine, voice)
        case NothingFree():
            return _nothing_free(end, mine, voice)
        case _:
            assert_never(end)


def details(booking: Booking, voice: Voice) -> Said:
    """Show one appointment, with all that must be known about it."""
    return _stands(voice.say(voice.words.heading, reference=booking.reference), booking, voice)


def mine(bookings: Sequence[Booking], voice: Voice) -> Said:
    """List the citizen's appointments, each with a button that opens it."""
    if not bookings:
        return _none(bookings, voice)
    words = voice.words
    shown = (
        Rich.join(
            [
                voice.say(words.heading, reference=one.reference),
                voice.summary(one, one.person),
            ],
            "\n",
        )
        for one in bookings
    )
    grid = tuple((Button(voice.named(one), ShowBooking(one.reference)),) for one in bookings)
    return Said((voice.say(words.mine), *shown), grid, (_book(voice),))


def _none(mine: Sequence[Booking], voice: Voice) -> Said:
    words = voice.words
    none = voice.say(words.none_such if mine else words.none)
    said = Rich.join([none, voice.say(words.only_here)], " ")
    others = (_mine(voice),) if mine else ()
    return Said((said,), buttons=(*others, _book(voice)))


def _stands(head: Rich, booking: Booking, voice: Voice) -> Said:
    words, reference = voice.words, booking.reference
    buttons = [
        Button(voice.label(words.button_move), Open(Purpose.MOVE, reference=reference)),
        Button(voice.label(words.button_cancel), Open(Purpose.CANCEL, reference=reference)),
        _mine(voice),
    ]
    if RULES in voice.pack.entries:
        title = voice.pack.entries[RULES].title[voice.language]
        buttons.append(Button(title, ShowTopic(RULES)))
    summary = voice.summary(booking, booking.person)
    visit = Rich.join([_arriving(booking, voice), _visit(voice)], "\n")
    return Said((head, summary, visit, _bringing(booking, voice)), buttons=tuple(buttons))


def _arriving(booking: Booking, voice: Voice) -> Rich:
    early = timedelta(minutes=voice.services.rules.arrive_minutes_before)
    arrive = voice.clock(booking.start - early)
    if not early:
        return voice.say(voice.words.be_on_time, arrive=arrive)
    return voice.say(voice.words.be_early, arrive=arrive, early=voice.lasts(early))


def _visit(voice: Voice) -> Rich:
    rules = voice.services.rules
    return voice.say(
        voice.words.visit,
        late=voice.lasts(timedelta(minutes=rules.late_minutes)),
        hours=voice.lasts(timedelta(hours=rules.cancel_hours_before)),
    )


def _bringing(booking: Booking, voice: Voice) -> Rich:
    service = voice.services.services.get(booking.service)
    if service is None:
        return Rich()
    lines = service.bring[voice.language].splitlines()
    items = (Rich.parse(_item(line)) for line in lines if line.strip())
    return Rich.join([voice.say(voice.words.bring), *items], "\n")


def _item(line: str) -> str:
    """Return a line of the list; one in brackets is a remark about the list."""
    return line if line.startswith(("-", "(")) else f"- {line}"


def _cancelled(booking: Booking, voice: Voice, *, late: bool) -> Said:
    words = voice.words
    head = voice.say(words.cancelled, reference=booking.reference)
    thanks = voice.say(words.cancelled_late) if late else Rich()
    again = Button(voice.label(words.button_book_again), _again(booking.service, voice))
    parts = (head, voice.summary(booking, booking.person), thanks)
    return Said(parts, buttons=(again, _mine(voice)))


def _stopped(mine: Sequence[Booking], voice: Voice) -> Said:
    nothing = voice.say(voice.words.stopped)
    if not mine:
        return Said((nothing,), buttons=(_book(voice),))
    still = Rich.join([nothing, voice.say(voice.words.still_stand)], " ")
    return Said((still,), buttons=(_mine(voice), _book(voice)))


def _nothing_free(end: NothingFree, mine: Sequence[Booking], voice: Voice) -> Said:
    words = voice.words
    service, until = voice.service(end.service), voice.date(end.until)
    nothing = voice.say(words.nothing_free, service=service, until=until)
    again = Button(voice.label(words.button_look_again), _again(end.service, voice))
    if not mine:
        return Said((nothing,), buttons=(again,))
    return Said((nothing, voice.say(words.still_stand)), buttons=(again, _mine(voice)))


def _again(service: str, voice: Voice) -> Open:
    known = service in voice.services.services
    return Open(Purpose.BOOK, service=service if known else None)


def _book(voice: Voice) -> Button:
    return Button(voice.label(voice.words.button_book), Open(Purpose.BOOK))


def _mine(voice: Voice) -> Button:
    return Button(voice.label(voice.words.button_mine), ShowMine())
