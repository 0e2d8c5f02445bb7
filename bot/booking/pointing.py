"""In a form to move or cancel: which appointment the words point to, and what else they ask."""

from dataclasses import replace

from bot.booking import mine
from bot.booking.corrections import corrected
from bot.booking.events import Heard, Purpose, Wish
from bot.booking.form import Draft
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


def _says(said: Heard) -> bool:
    return bool(said.reference or said.service or said.person or said.wish)


def _anew(draft: Draft, wish: Wish) -> Draft:
    """Return the form as if no appointment had been picked, with `wish`."""
    return Draft(draft.number, draft.purpose, draft.step, wish=wish, edition=draft.edition)
