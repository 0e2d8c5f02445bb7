"""Days that are said with an eye on another one: "no, Friday", "and the day after?"."""

from dataclasses import replace
from datetime import date, timedelta

from bot.booking import mine
from bot.booking.events import Wish
from bot.booking.form import Draft
from bot.booking.vacancies import Vacancies
from bot.calendar.spans import one, upcoming, week_of


def placed(view: Vacancies, draft: Draft, wish: Wish) -> Wish:
    """Return `wish` with the days that are meant where `draft` is spoken about.

    A bare weekday is the first such day of the days that are offered; else the one of the week
    that is spoken of; else the next one. Days counted from nothing are no wish.
    """
    if wish.days_on:
        return _counted(view, draft, wish)
    if not wish.weekdays:
        return wish
    days = [_weekday(view, draft, weekday) for weekday in wish.weekdays]
    near = tuple(one(day) for day in dict.fromkeys(days) if day)
    return replace(wish, readings=near or wish.readings, weekdays=())


def spoken_of(view: Vacancies, draft: Draft) -> date | None:
    """Return the day that is under discussion: chosen, shown, or of the booking to be moved."""
    if draft.start:
        return view.calendar.local(draft.start).date()
    if draft.day:
        return draft.day
    booking = mine.own(view, draft.reference)
    return view.calendar.local(booking.start).date() if booking else None


def _counted(view: Vacancies, draft: Draft, wish: Wish) -> Wish:
    nothing = replace(wish, days_on=0)
    base = spoken_of(view, draft) or draft.since
    try:
        day = base + timedelta(days=wish.days_on) if base else None
    except OverflowError:
        return nothing
    return replace(nothing, readings=(one(day),)) if day else nothing


def _weekday(view: Vacancies, draft: Draft, weekday: int) -> date | None:
    chosen = draft.start or draft.day
    for span in () if chosen else draft.wish.readings:
        day = upcoming(weekday, max(span.first, view.today))
        if day in span:
            return day
    if draft.since and not chosen:
        return upcoming(weekday, max(draft.since, view.today))
    base = spoken_of(view, draft)
    if base is None or base < view.today:
        return None
    day = week_of(base).first + timedelta(days=weekday)
    return day if day >= view.today else None
