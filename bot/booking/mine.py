"""Which of the citizen's own appointments is meant, by whatever is said of it."""

from collections.abc import Iterable
from dataclasses import replace

from bot.booking.book import Booking, person_key
from bot.booking.events import Heard, Purpose, Wish
from bot.booking.form import Draft
from bot.booking.vacancies import Vacancies, fits
from bot.calendar.spans import one


def own(view: Vacancies, reference: str | None) -> Booking | None:
    """Return the citizen's appointment with this reference; another's is none."""
    mine = view.scene.book.mine
    return next((booking for booking in mine if booking.reference == reference), None)


def meant(view: Vacancies, said: Heard, purpose: Purpose) -> tuple[Booking, ...]:
    """Return those of the citizen's appointments that all of `said` is true of, by time.

    Where one is to be moved, the times of day that are said are those it shall have, so that only
    single days tell which one it is.
    """
    mine: Iterable[Booking] = view.scene.book.mine
    if said.reference:
        mine = (one for one in mine if one.reference == said.reference)
    if said.service:
        mine = (one for one in mine if one.service == said.service)
    if said.person:
        mine = (one for one in mine if _is(one, said.person))
    wish = _pointing(said.wish) if purpose is Purpose.MOVE else said.wish
    found = tuple(one for one in mine if _at(view, one, wish))
    return found[:1] if wish.earliest else found


def listed(view: Vacancies, draft: Draft) -> tuple[Booking, ...]:
    """Return the appointments that a form without a chosen one is about, by what it knows."""
    said = Heard(draft.service, draft.wish, draft.person)
    return meant(view, said, draft.purpose) or view.scene.book.mine


def remaining(view: Vacancies, wish: Wish, booking: Booking) -> Wish:
    """Return what of `wish` says when `booking` is to be, once it has told which one is meant.

    "My Friday appointment" has told the day; "to Friday at eleven" and "from Friday to Monday" say
    more than that.
    """
    here = view.calendar.local(booking.start)
    if here.weekday() in wish.weekdays:
        if rest := tuple(day for day in wish.weekdays if day != here.weekday()):
            return replace(wish, weekdays=rest)
        this = replace(wish, readings=(one(here.date()),), weekdays=())
        return Wish() if fits(wish, here) else this
    told = [span for span in wish.readings if span.single and here.date() in span]
    if not told:
        return wish
    others = tuple(span for span in wish.readings if span not in told)
    if not others and not fits(wish, here):
        return wish
    if not others:
        return Wish()
    return replace(wish, readings=others)


def _is(booking: Booking, person: str) -> bool:
    """Whether `person` is the name of the booking or words of it ("my appointment for Ana")."""
    return {*person_key(person).split()} <= {*person_key(booking.person).split()}


def _pointing(wish: Wish) -> Wish:
    singles = tuple(span for span in wish.readings if span.single)
    return Wish(readings=singles, weekdays=wish.weekdays)


def _at(view: Vacancies, booking: Booking, wish: Wish) -> bool:
    here = view.calendar.local(booking.start)
    if wish.weekdays:  # any Friday: "my Friday appointment" may be weeks ahead
        return here.weekday() in wish.weekdays and fits(wish, here)
    on_day = not wish.readings or any(here.date() in span for span in wish.readings)
    return on_day and fits(wish, here)
