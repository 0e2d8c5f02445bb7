"""In a form to move or cancel: which appointment the words point to, and what else they ask."""

from dataclasses import replace

from bot.booking import mine
from bot.booking.book import Booking
from bot.booking.corrections import corrected
from bot.booking.events import Heard, Purpose, Wish
from bot.booking.form import Draft, Step
from bot.booking.steps import picked
from bot.booking.vacancies import Vacancies


def opened(view: Vacancies, draft: Draft, said: Heard, reference: str | None) -> Draft:
    """Return a new `draft` with what is known about the appointment from the beginning."""
    if booking := mine.own(view, reference):
        return picked(view, replace(draft, wish=said.wish), booking)
    # A reference that is not the citizen's stays in, so that the form ends by saying so.
    wish, service, person = said.wish, said.service, said.person
    return replace(draft, reference=reference, wish=wish, service=service, person=person)


def pointed(view: Vacancies, draft: Draft, said: Heard) -> Draft | None:
    """Return `draft` with `said` taken in; None: it fits none of the citizen's appointments."""
    if picking := _listed(view, draft, said):
        return picked(view, _anew(draft, draft.wish), picking)
    moving = draft.purpose is Purpose.MOVE
    which = replace(said, wish=Wish()) if moving and draft.reference else said
    found = mine.meant(view, which, draft.purpose) if _says(which) else ()
    if mine.own(view, draft.reference) in found:
        which, found = Heard(), ()
    if len(found) == 1:
        return picked(view, _anew(draft, said.wish or draft.wish), found[0])
    if found:
        wish = said.wish or draft.wish
        return replace(_anew(draft, wish), service=said.service, person=said.person)
    if which.reference or which.service or which.person or (which.wish and not moving):
        return None
    return corrected(view, draft, said) if moving else draft


def _listed(view: Vacancies, draft: Draft, said: Heard) -> Booking | None:
    """Return the one of the listed appointments that is pointed at: "the second", "the passport".

    A day or a service that is said in full tells more than a hint.
    """
    if draft.step is not Step.BOOKING or draft.reference:
        return None
    listed, aside = mine.listed(view, draft), said.aside
    if aside.nth and -len(listed) <= aside.nth <= len(listed):
        return listed[aside.nth if aside.nth < 0 else aside.nth - 1]
    if said.service or said.wish or said.person or said.reference:
        return None
    hinted = [one for one in listed if one.service in aside.hints]
    return hinted[0] if len(hinted) == 1 else None


def _says(said: Heard) -> bool:
    return bool(said.reference or said.service or said.person or said.wish)


def _anew(draft: Draft, wish: Wish) -> Draft:
    """Return the form as if no appointment had been picked, with `wish`."""
    return Draft(draft.number, draft.purpose, draft.step, wish=wish, edition=draft.edition)
