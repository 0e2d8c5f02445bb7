"""What must be known about the visit: when to be there, what to bring, which rules hold."""

from dataclasses import dataclass, replace
from datetime import timedelta

from bot.booking.book import Booking
from bot.dialogue.booking_words.voice import Voice
from knowledge.markup import Rich

_BULLET, _REMARK = "- ", "("


@dataclass(frozen=True, slots=True)
class Bring:
    """A service's list, and the remarks about it."""

    items: tuple[Rich, ...] = ()
    remarks: tuple[Rich, ...] = ()


def arriving(booking: Booking, voice: Voice) -> Rich:
    """Say when to be there."""
    early = timedelta(minutes=voice.services.rules.arrive_minutes_before)
    arrive = voice.clock(booking.start - early)
    if not early:
        return voice.say(voice.words.be_on_time, arrive=arrive)
    return voice.say(voice.words.be_early, arrive=arrive, early=voice.lasts(early))


def address(voice: Voice) -> str:
    """Return where the visit is."""
    return voice.label(voice.words.address)


def rules(voice: Voice) -> Rich:
    """Say the rules of the visit, a line each."""
    post = voice.services.rules
    return voice.say(
        voice.words.visit,
        late=voice.lasts(timedelta(minutes=post.late_minutes)),
        hours=voice.lasts(timedelta(hours=post.cancel_hours_before)),
    )


def visit(booking: Booking, voice: Voice) -> Rich:
    """Say when to be there, where, and under which rules."""
    where = voice.say(voice.words.where, address=address(voice))
    return Rich.join([arriving(booking, voice), where, rules(voice)], "\n")


def items(listed: Rich) -> tuple[Rich, ...]:
    """Return the lines of a list without their dashes."""
    return tuple(
        Rich((replace(first, text=first.text.removeprefix(_BULLET)), *others))
        for first, *others in (line.spans for line in listed.lines())
    )


def bringing(booking: Booking, voice: Voice) -> Rich:
    """Say what to bring."""
    bring = to_bring(booking, voice)
    if not bring.items:
        return Rich()
    items = (Rich.join([Rich.plain(_BULLET), item], "") for item in bring.items)
    return Rich.join([voice.say(voice.words.bring), *items, *bring.remarks], "\n")


def to_bring(booking: Booking, voice: Voice) -> Bring:
    """Return the list of the booked service; empty for one that the post gives no more."""
    service = voice.services.services.get(booking.service)
    if service is None:
        return Bring()
    lines = [line for line in service.bring[voice.language].splitlines() if line.strip()]
    remarks = tuple(Rich.parse(line) for line in lines if line.startswith(_REMARK))
    return Bring(
        tuple(
            Rich.parse(line.removeprefix(_BULLET))
            for line in lines
            if not line.startswith(_REMARK)
        ),
        remarks,
    )
