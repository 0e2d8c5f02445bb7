"""How a form ends, and the citizen's appointments as they stand."""

from collections.abc import Sequence
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
from bot.dialogue.booking_words import over, visiting
from bot.dialogue.booking_words.voice import Said, Voice
from bot.dialogue.model import (
    Button,
    GetCalendarFile,
    GetPage,
    Open,
    ShowBooking,
    ShowMine,
    ShowTopic,
)
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


def mine(bookings: Sequence[Booking], voice: Voice, past: Sequence[Booking] = ()) -> Said:
    """List the citizen's appointments, each with a button that opens it.

    Where nothing is ahead, the latest of the `past` ones is shown as what it is.
    """
    if not bookings:
        return over.none_ahead(past[0], voice) if past else _none(bookings, voice)
    words = voice.words
    shown = (
        Rich.join(
            [
                voice.say(words.heading, reference=one.reference),
                voice.summary(one, one.person),
                visiting.arriving(one, voice),
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
    visit, bring = visiting.visit(booking, voice), visiting.bringing(booking, voice)
    return Said((head, summary, visit, bring), _files(booking, voice), tuple(buttons))


def _files(booking: Booking, voice: Voice) -> tuple[tuple[Button, ...], ...]:
    page = Button(voice.label(voice.words.button_page), GetPage(booking.reference))
    return ((_calendar_file(booking, voice), page),)


def _calendar_file(booking: Booking, voice: Voice) -> Button:
    return Button(voice.label(voice.words.button_calendar), GetCalendarFile(booking.reference))


def _cancelled(booking: Booking, voice: Voice, *, late: bool) -> Said:
    words = voice.words
    head = voice.say(words.cancelled, reference=booking.reference)
    thanks = voice.say(words.cancelled_late) if late else Rich()
    again = Button(voice.label(words.button_book_again), over.again(booking.service, voice))
    parts = (head, voice.summary(booking, booking.person), thanks)
    return Said(parts, buttons=(again, _calendar_file(booking, voice), _mine(voice)))


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
    moving = Open(Purpose.MOVE, reference=end.moving.reference) if end.moving else None
    look = moving or over.again(end.service, voice)
    again = Button(voice.label(words.button_look_again), look)
    if not mine:
        return Said((nothing,), buttons=(again,))
    return Said((nothing, voice.say(words.still_stand)), buttons=(again, _mine(voice)))


def _book(voice: Voice) -> Button:
    return Button(voice.label(voice.words.button_book), Open(Purpose.BOOK))


def _mine(voice: Voice) -> Button:
    return Button(voice.label(voice.words.button_mine), ShowMine())
