"""What a draft becomes by what is said or tapped: only what that changes, the rest is kept."""

from dataclasses import replace
from datetime import date, datetime, time

from bot.booking.events import Control, Heard, Purpose, Wish
from bot.booking.form import Draft, Step
from bot.booking.nearby import placed
from bot.booking.vacancies import Vacancies, fits
from bot.calendar import Span
from bot.calendar.spans import one


def corrected(view: Vacancies, draft: Draft, said: Heard) -> Draft:
    """Return `draft` with the wish and, in a form to book, the service and person of `said`."""
    if draft.purpose is Purpose.BOOK:
        if said.person:
            draft = replace(draft, person=said.person)
        if said.service in view.file.services and said.service != draft.service:
            draft = replace(_undecided(view, draft), service=said.service)
    refused, wish = said.control is Control.NO, placed(view, draft, said.wish)
    if wish and (refused or not _kept(view, draft, wish)):
        draft = _wishing(view, draft, wish)
    return draft


def at_time(draft: Draft, here: datetime) -> Draft:
    """Return `draft` with the time that the post's clocks show at `here` wished for."""
    wish = Wish(readings=(one(here.date()),), times=(here.time(),))
    return replace(draft, wish=wish, day=None, start=None, since=None)


def back(draft: Draft) -> Draft:
    """Return `draft` one question earlier; the first question stays."""
    booking = draft.purpose is Purpose.BOOK
    match draft.step:
        case Step.CONFIRM if booking:
            return replace(draft, person=None)
        case Step.CONFIRM if draft.purpose is Purpose.CANCEL:
            return replace(draft, reference=None, service=None, person=None, wish=Wish())
        case Step.CONFIRM | Step.PERSON:
            return another_time(draft)
        case Step.TIME:
            return another_day(draft)
        case Step.DAY if booking:
            return replace(draft, service=None, wish=_times_of_day(draft), since=None)
        case Step.DAY:
            draft = replace(draft, reference=None, service=None, person=None)
            return replace(draft, wish=Wish(), since=None)
        case Step.SERVICE | Step.BOOKING:
            return draft


def another_day(draft: Draft) -> Draft:
    """Return `draft` with any day, at the times of day that were wished for."""
    return replace(draft, wish=_times_of_day(draft), day=None, start=None, since=None)


def another_time(draft: Draft) -> Draft:
    """Return `draft` at any time of the day that is spoken of."""
    return replace(draft, wish=Wish(readings=draft.wish.readings), start=None)


def _undecided(view: Vacancies, draft: Draft) -> Draft:
    """Return `draft` with the chosen time as a wish only: it must be had for another service."""
    if draft.start is None:
        return draft
    return at_time(draft, view.calendar.local(draft.start))


def _kept(view: Vacancies, draft: Draft, wish: Wish) -> bool:
    """Whether the chosen time is as wished already ("yes, Friday")."""
    if draft.start is None or wish.earliest:
        return False
    here = view.calendar.local(draft.start)
    return fits(wish, here) and (
        not wish.readings or any(here.date() in span for span in wish.readings)
    )


def _wishing(view: Vacancies, draft: Draft, wish: Wish) -> Draft:
    readings, before = wish.readings, draft.wish
    if not readings:
        readings = _spoken_about(draft, anew=wish.earliest)
    if not (wish.times or wish.between):
        times = _same_clock(view, draft, readings) or before.times
        wish = replace(wish, times=times, between=before.between)
    return replace(draft, wish=replace(wish, readings=readings), day=None, start=None, since=None)


def _spoken_about(draft: Draft, *, anew: bool) -> tuple[Span, ...]:
    """Return the days that a time without a day is meant for.

    Anew, what is listed counts, and not what has been chosen: of days listed from the 11th on,
    "the first one" is the 11th; of a chosen day, "the earliest you have" may be another one.
    """
    if draft.day and (not anew or draft.step is Step.TIME):
        return (one(draft.day),)
    listed = draft.wish.readings
    if anew and draft.since and not (draft.day or listed):
        return (Span(draft.since, date.max),)
    return () if anew and draft.start else listed


def _same_clock(view: Vacancies, draft: Draft, readings: tuple[Span, ...]) -> tuple[time, ...]:
    """Return the chosen time of day, where only another day is asked for ("no, Thursday")."""
    if draft.start is None or len(readings) != 1 or not readings[0].single:
        return ()
    here = view.calendar.local(draft.start)
    return () if here.date() in readings[0] else (here.time(),)


def _times_of_day(draft: Draft) -> Wish:
    return Wish(times=draft.wish.times, between=draft.wish.between)
