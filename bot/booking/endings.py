"""How a form ends well: the booking, the move, the cancellation, each with its change."""

from dataclasses import replace
from datetime import datetime

from bot.booking import reference, reminders, rules
from bot.booking.book import Booking, Cancel, Enter, Move, Slot
from bot.booking.form import (
    AskCancel,
    AskConfirm,
    AskMove,
    Booked,
    Cancelled,
    Moved,
    Result,
)
from bot.booking.vacancies import Vacancies


def ended(view: Vacancies, asked: Result) -> Result:
    """Return the end of a form whose last question was answered with yes.

    Any other question than a last one is asked again.
    """
    match asked.says:
        case AskConfirm(slot, person):
            return _booked(view, slot, person) or asked
        case AskMove(booking, slot):
            return moved(view, booking, slot) or asked
        case AskCancel(booking, late):
            freed = rules.rests(view.rules, view.scene)
            changes = (Cancel(booking.reference, freed),)
            return Result(None, Cancelled(booking, late), changes=changes)
        case _:
            return asked


def _booked(view: Vacancies, slot: Slot, person: str) -> Result | None:
    place, scene = view.place(slot), view.scene
    if place is None:
        return None
    name = reference.make(view.file.prefix, rules.reference_lot(scene.book))
    booking = Booking(name, scene.citizen, slot.service, person, slot.start, slot.minutes)
    return Result(
        None, Booked(booking), changes=(Enter(booking, place, _reminders(view, booking)),)
    )


def moved(view: Vacancies, before: Booking, slot: Slot) -> Result | None:
    """Return the end in which `before` has the time of `slot`; None: that is not free."""
    place = view.place(slot)
    if place is None:
        return None
    after = replace(before, start=slot.start, minutes=slot.minutes, sequence=before.sequence + 1)
    rests = rules.rests(view.rules, view.scene)
    change = Move(after, place, rests, _reminders(view, after))
    return Result(None, Moved(after, before.start), changes=(change,))


def _reminders(view: Vacancies, booking: Booking) -> tuple[datetime, ...]:
    return reminders.schedule(booking, view.rules, view.scene.now, view.calendar)
