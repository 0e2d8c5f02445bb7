"""Rows of buttons: free days, a month, free times."""

from calendar import Calendar as Weeks
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice

from bot.booking.events import ChooseDay, ChooseTime, ShowMonth
from bot.booking.form import AskDay, Draft, FreeDay, FreeTime
from bot.calendar.spans import months_on
from bot.dialogue.booking_words.voice import Voice
from bot.dialogue.model import Button, Inert, InForm
from knowledge.services import Desk

Row = tuple[Button, ...]

NOTHING = "·"
"""A cell of the month view without free times."""

DAYS_IN_ROW = 2
TIMES_IN_ROW = 3
"""Three times stand side by side on a small phone without being cut, three dates do not."""

SHORT_TIME = 12
"""Characters of a time that still stands beside two others: "10:30 a.m.", but no "1 left"."""

FEW_FREE_TIMES = 3
"""Up to so many free times a day are said on its button, so that nobody counts on a choice."""

FEW_WINDOWS = 2
"""Up to so many windows left are said beside a time, of a desk that has more."""


def days(free: Sequence[FreeDay], draft: Draft, voice: Voice) -> tuple[Row, ...]:
    """Return the next free days; at a wished time, how many times are free says nothing."""
    few = 0 if draft.wish.times or draft.wish.between else FEW_FREE_TIMES
    buttons = [
        Button(
            _left(voice.wording.short_date(one.day), one.free, few, voice),
            InForm(draft.number, ChooseDay(one.day)),
        )
        for one in free
    ]
    return tuple(_rows(buttons, DAYS_IN_ROW))


def times(free: Sequence[FreeTime], desk: Desk, draft: Draft, voice: Voice) -> tuple[Row, ...]:
    """Return the free times of a day."""
    few = min(FEW_WINDOWS, desk.windows - 1)
    buttons = [
        Button(
            _left(voice.clock(one.start), one.left, few, voice),
            InForm(draft.number, ChooseTime(one.start.astimezone(voice.zone))),
        )
        for one in free
    ]
    short = all(len(button.label) <= SHORT_TIME for button in buttons)
    return tuple(_rows(buttons, TIMES_IN_ROW if short else DAYS_IN_ROW))


def month(asked: AskDay, first: date, draft: Draft, voice: Voice) -> tuple[Row, ...]:
    """Return the month that begins on `first`: weekdays, weeks, ways to the next months."""
    free = {one.day for one in asked.days}
    initials = voice.wording.weekday_initials()
    weeks = Weeks(initials[0][0]).monthdatescalendar(first.year, first.month)
    return (
        tuple(Button(initial, Inert()) for _, initial in initials),
        *(tuple(_cell(day, free, draft) for day in week) for week in weeks),
        *_turning(asked, first, draft, voice),
    )


def _cell(day: date, free: set[date], draft: Draft) -> Button:
    if day not in free:
        return Button(NOTHING, Inert())
    return Button(str(day.day), InForm(draft.number, ChooseDay(day)))


def _turning(asked: AskDay, first: date, draft: Draft, voice: Voice) -> Iterator[Row]:
    before, after = months_on(first, -1).first, months_on(first, 1).first
    row = []
    if asked.earlier:
        label = f"‹ {voice.wording.month(before)}"
        row.append(Button(label, InForm(draft.number, ShowMonth(before))))
    if asked.more:
        label = f"{voice.wording.month(after)} ›"
        row.append(Button(label, InForm(draft.number, ShowMonth(after))))
    if row:
        yield tuple(row)


def _left(what: str, left: int, few: int, voice: Voice) -> str:
    if left > few:
        return what
    if left == 1:
        return voice.label(voice.words.button_one_left, what=what)
    return voice.label(voice.words.button_few_left, what=what, count=str(left))


def _rows(buttons: Sequence[Button], width: int) -> Iterator[Row]:
    rest = iter(buttons)
    while row := tuple(islice(rest, width)):
        yield row
