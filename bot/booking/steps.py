"""What a form asks next, worked out from what it knows. Asked twice, it says the same."""

from dataclasses import replace
from datetime import date
from typing import assert_never

from bot.booking import mine, rules
from bot.booking.book import Booking
from bot.booking.events import Purpose, Wish
from bot.booking.form import (
    AskBooking,
    AskCancel,
    AskConfirm,
    AskMove,
    AskPerson,
    AskService,
    Draft,
    NoBooking,
    NothingFree,
    Result,
    Step,
    Stopped,
)
from bot.booking.nearby import placed
from bot.booking.offers import Offers
from bot.booking.refusals import OnePerson, Refusal, Unnamed
from bot.booking.vacancies import Vacancies
from bot.booking.wishes import Chosen, Wishes


def ask(
    view: Vacancies,
    draft: Draft,
    refusal: Refusal | None = None,
    month: date | None = None,
) -> Result:
    """Return the next question of `draft`, or its end where nothing can be asked.

    Args:
        view: what is free.
        draft: whatever is known; what can no longer be had is taken out of it.
        refusal: to be said with the question, unless something weightier has come up.
        month: to be shown if the question is for a day.
    """
    if cap := rules.at_most(view.rules, view.scene.book, draft.purpose):
        return Result(None, Stopped(), cap)
    match draft.purpose:
        case Purpose.BOOK:
            return _in_place(_to_book(view, draft, refusal, month))
        case Purpose.MOVE | Purpose.CANCEL:
            return _to_change(view, draft, refusal, month)
        case _:
            assert_never(draft.purpose)


def _in_place(result: Result) -> Result:
    """Leave out what a question says itself, and what belongs to another one."""
    match result:
        case Result(says=AskService(), refusal=OnePerson()):
            return replace(result, refusal=None)
        case Result(says=says, refusal=Unnamed()) if not isinstance(says, AskPerson):
            return replace(result, refusal=None)
        case _:
            return result


def _to_book(view: Vacancies, draft: Draft, refusal: Refusal | None, month: date | None) -> Result:
    services = view.file.services
    service = next(iter(services)) if len(services) == 1 else draft.service
    if service not in services:
        draft = replace(draft, step=Step.SERVICE, service=None, start=None)
        return Result(draft, AskService(), refusal)
    timed = _time(view, replace(draft, service=service), service, refusal, month)
    has = rules.has_one(view.scene.book, service, draft.person) if draft.person else None
    if isinstance(timed, Result):
        if not has or not timed.draft or timed.refusal:
            return timed
        return replace(timed, draft=replace(timed.draft, person=None), refusal=has)
    return _who(timed, has or refusal, known=not has)


def _who(timed: Chosen, refusal: Refusal | None, *, known: bool) -> Result:
    draft = timed.draft
    if known and draft.person:
        draft = replace(draft, step=Step.CONFIRM)
        return Result(draft, AskConfirm(timed.slot, draft.person or ""), refusal, timed.changes)
    draft = replace(draft, step=Step.PERSON, person=None)
    return Result(draft, AskPerson(timed.slot), refusal, timed.changes)


def _to_change(
    view: Vacancies, draft: Draft, refusal: Refusal | None, month: date | None
) -> Result:
    if draft.reference:
        booking = mine.own(view, draft.reference)
        return _change(view, draft, booking, refusal, month) if booking else _none()
    found = mine.listed(view, draft)
    if not found:
        return _none()
    if len(found) > 1:
        draft = replace(draft, step=Step.BOOKING, day=None, start=None)
        return Result(draft, AskBooking(found, draft.purpose), refusal)
    return _change(view, picked(view, draft, found[0]), found[0], refusal, month)


def picked(view: Vacancies, draft: Draft, booking: Booking) -> Draft:
    """Return `draft` about `booking`, with what its wish says beyond which one is meant."""
    more = mine.remaining(view, draft.wish, booking)
    about = replace(
        draft,
        reference=booking.reference,
        service=booking.service,
        person=booking.person,
        wish=Wish(),
    )
    return replace(about, wish=placed(view, about, more))


def _change(
    view: Vacancies,
    draft: Draft,
    booking: Booking,
    refusal: Refusal | None,
    month: date | None,
) -> Result:
    if draft.purpose is Purpose.CANCEL:
        late = rules.is_late(view.rules, booking, view.scene.now)
        draft = replace(draft, step=Step.CONFIRM)
        return Result(draft, AskCancel(booking, late), refusal)
    if booking.service not in view.file.services:
        return Result(None, NothingFree(booking.service, view.today, booking), refusal)
    timed = _time(view.for_moving(booking), draft, booking.service, refusal, month)
    if isinstance(timed, Result):
        return timed
    draft = replace(timed.draft, step=Step.CONFIRM)
    return Result(draft, AskMove(booking, timed.slot), refusal, timed.changes)


def _none() -> Result:
    return Result(None, NoBooking())


def _time(
    view: Vacancies, draft: Draft, service: str, refusal: Refusal | None, month: date | None
) -> Chosen | Result:
    """Return the chosen time as long as it can be had; else what leads to one."""
    wishes = Wishes(Offers(view, service), draft)
    if draft.start is None:
        if month and not draft.day and not draft.wish.readings:
            return wishes.month(month)
        return wishes.resolve(refusal)
    slot, lost = view.slots.at(service, draft.start), view.lost(service, draft.start)
    if slot and not lost:
        return Chosen(draft, slot)
    day = view.calendar.local(draft.start).date()
    again = replace(draft, start=None, day=day, wish=Wish())
    return Wishes(wishes.offers, again).resolve(lost)
