"""Earlier or later on the same day than the time that is spoken of."""

from dataclasses import replace
from datetime import datetime, time

from bot.booking import mine
from bot.booking.corrections import another_time
from bot.booking.events import Purpose, Than, Wish
from bot.booking.form import Draft
from bot.booking.refusals import NotEarlier, NotLater
from bot.booking.vacancies import Vacancies
from bot.calendar.spans import one


def compared(
    view: Vacancies, draft: Draft, than: Than
) -> tuple[Draft, NotEarlier | NotLater | None] | None:
    """Return `draft` with the wish for such a time, or with any of the day and why there is none.

    None: no time is spoken of.
    """
    here = _spoken_of(view, draft)
    if here is None or draft.service is None:
        return None
    wish = Wish(readings=(one(here.date()),), between=_between(here, than))
    again = replace(draft, wish=wish, day=None, start=None, since=None)
    if view.times(draft.service, here.date(), wish):
        return again, None
    return another_time(again), NotLater(here) if than is Than.LATER else NotEarlier(here)


def _spoken_of(view: Vacancies, draft: Draft) -> datetime | None:
    """Return the chosen time; where a booking is moved, its time, on the day that is shown."""
    if draft.start:
        return view.calendar.local(draft.start)
    booking = mine.own(view, draft.reference) if draft.purpose is Purpose.MOVE else None
    if booking is None:
        return None
    here = view.calendar.local(booking.start)
    return view.calendar.combine(draft.day, here.time()) if draft.day else here


def _between(here: datetime, than: Than) -> tuple[time, time]:
    if than is Than.EARLIER:
        return time.min, here.time()
    # A microsecond on: whatever is offered then is later than what is spoken of.
    return here.time().replace(microsecond=here.microsecond + 1), time.max
