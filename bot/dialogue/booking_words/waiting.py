"""The waiting list, in the pack's words."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.booking.book import Booking, Waiting
from bot.booking.events import Purpose
from bot.booking.form import Booked, Ending, Moved, NothingFree
from bot.booking.waitlist import Proposal, can_wait
from bot.dialogue.booking_words import endings
from bot.dialogue.booking_words.voice import Said, Voice
from bot.dialogue.model import (
    Button,
    DeclineOffer,
    Open,
    ShowMine,
    StopWaiting,
    TakeOffer,
    Wait,
)
from knowledge.markup import Rich

Waits = Sequence[Waiting]
"""What the citizen waits for."""


def place_of(waits: Waits, service: str, reference: str | None = None) -> Waiting | None:
    """Return the citizen's place in a line; None: they are not in it."""
    wanted = (service, reference)
    return next((one for one in waits if (one.service, one.reference) == wanted), None)


def details(booking: Booking, waits: Waits, voice: Voice) -> Said:
    """Show one appointment, with all that must be known about it."""
    return beside(booking, endings.details(booking, voice), waits, voice)


def after(end: Ending, said: Said, waits: Waits, voice: Voice) -> Said:
    """Return what is said at the end of a form, with the way to the waiting list."""
    match end:
        case Booked(booking) | Moved(booking, _):
            if isinstance(end, Moved) and end.before > booking.start:
                waits = ()  # served by this very move
            return beside(booking, said, waits, voice)
        case NothingFree(service, _, moving):
            return _instead_of_nothing(service, moving, said, waits, voice)
        case _:
            return said


def beside(booking: Booking, said: Said, waits: Waits, voice: Voice) -> Said:
    """Return an appointment as it is shown, with its place in line or the way there."""
    waiting = place_of(waits, booking.service, booking.reference)
    if waiting:
        line = voice.say(voice.words.waiting, place=str(waiting.place))
        return _with(replace(said, parts=(*said.parts, line)), _stop(waiting, voice))
    if not can_wait(voice.services, booking, voice.now, voice.zone):
        return said
    return _with(said, _wait(booking, voice))


def listed(said: Said, waits: Waits, voice: Voice) -> Said:
    """Return the list of appointments, with the places in line of those who have none yet."""
    for waiting in waits:
        service, place = voice.service(waiting.service), str(waiting.place)
        if waiting.reference is None:
            line = voice.say(voice.words.waiting_new, service=service, place=place)
            said = _with(replace(said, parts=(*said.parts, line)), _stop(waiting, voice))
    return said


def joined(booking: Booking, voice: Voice) -> Said:
    """Show an appointment that is waited to be earlier from now on."""
    head = voice.say(voice.words.wait_joined, reference=booking.reference)
    said = endings.details(booking, voice)
    waiting = Waiting(booking.service, booking.reference, 0)
    return _with(replace(said, parts=(head, *said.parts)), _stop(waiting, voice))


def joined_new(service: str, voice: Voice) -> Said:
    """Say that a time of `service` is looked for from now on."""
    rules = voice.services.rules
    head = voice.say(
        voice.words.wait_joined_new,
        service=voice.service(service),
        kept=voice.lasts(timedelta(minutes=rules.offer_minutes)),
        until=voice.date(voice.today + timedelta(days=rules.wait_days)),
    )
    return Said((head,), buttons=(_stop(Waiting(service, None, 0), voice), _mine(voice)))


def stopped(booking: Booking, voice: Voice) -> Said:
    """Show an appointment that is waited for no more."""
    said = endings.details(booking, voice)
    parts = (voice.say(voice.words.wait_stopped), *said.parts)
    return beside(booking, replace(said, parts=parts), (), voice)


def stopped_new(service: str, voice: Voice) -> Said:
    """Say that no time of `service` is looked for any more."""
    return Said((voice.say(voice.words.wait_stopped),), buttons=(_look(service, voice),))


def ended(service: str, voice: Voice) -> Said:
    """Say that the wait has ended by itself."""
    head = voice.say(voice.words.wait_ended, service=voice.service(service))
    return Said((head,), buttons=(_look(service, voice),))


def offered(offer: int, proposal: Proposal, voice: Voice) -> Said:
    """Offer a time."""
    words, entry = voice.words, proposal.entry
    parts = [_what(proposal, voice), voice.say(words.offer_kept, until=_until(proposal, voice))]
    if proposal.booking:
        parts.append(voice.say(words.offer_safe))
    if proposal.last:
        parts.append(voice.say(words.offer_last))
    stop = StopWaiting(entry.service, entry.reference)
    buttons = (
        Button(voice.label(words.button_take), TakeOffer(offer)),
        Button(voice.label(words.button_decline), DeclineOffer(offer)),
        Button(voice.label(words.button_stop_telling), stop),
    )
    return Said(tuple(parts), buttons=buttons)


def declined(waiting: Waiting, voice: Voice, *, last: bool) -> Said:
    """Say what declining leads to."""
    words = voice.words
    if last:
        head = voice.say(words.offer_declined_last)
        return Said((head,), buttons=(_mine(voice), _look(waiting.service, voice)))
    return Said((voice.say(words.offer_declined),), buttons=(_stop(waiting, voice), _mine(voice)))


def over(voice: Voice) -> Said:
    """Say that an offer is kept no more."""
    return Said((too_late(voice),), buttons=(_mine(voice), _look(None, voice)))


def too_late(voice: Voice) -> Rich:
    """Say that a time is kept no more."""
    return voice.say(voice.words.offer_over)


def _what(proposal: Proposal, voice: Voice) -> Rich:
    words, booking = voice.words, proposal.booking
    service, when = voice.service(proposal.slot.service), voice.when(proposal.slot.start)
    if booking is None:
        return voice.say(words.offer_any, service=service, when=when)
    return voice.say(
        words.offer_earlier,
        service=service,
        when=when,
        person=booking.person,
        before=voice.when(booking.start),
        reference=booking.reference,
    )


def _until(proposal: Proposal, voice: Voice) -> str:
    until: datetime = proposal.until.astimezone(voice.zone)
    return voice.clock(until) if until.date() == voice.today else voice.when(until)


def _instead_of_nothing(
    service: str, moving: Booking | None, said: Said, waits: Waits, voice: Voice
) -> Said:
    if moving:
        return beside(moving, said, waits, voice)
    if waiting := place_of(waits, service):
        place = str(waiting.place)
        line = voice.say(voice.words.waiting_new, service=voice.service(service), place=place)
        return _with(replace(said, parts=(*said.parts, line)), _stop(waiting, voice))
    if not voice.services.rules.most_offers or service not in voice.services.services:
        return said
    return _with(said, Button(voice.label(voice.words.button_wait_new), Wait(service)))


def _with(said: Said, button: Button) -> Said:
    return replace(said, buttons=(*said.buttons, button))


def _wait(booking: Booking, voice: Voice) -> Button:
    act = Wait(booking.service, booking.reference)
    return Button(voice.label(voice.words.button_wait), act)


def _stop(waiting: Waiting, voice: Voice) -> Button:
    act = StopWaiting(waiting.service, waiting.reference)
    return Button(voice.label(voice.words.button_stop_waiting), act)


def _look(service: str | None, voice: Voice) -> Button:
    known = service if service in voice.services.services else None
    return Button(voice.label(voice.words.button_book), Open(Purpose.BOOK, service=known))


def _mine(voice: Voice) -> Button:
    return Button(voice.label(voice.words.button_mine), ShowMine())
