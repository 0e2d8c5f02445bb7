"""Rules for weekdays: "next Friday", "el lunes que viene", "the Monday of Holy Week"."""

import re
from datetime import date, timedelta

from bot.calendar.daynumbers import nearest
from bot.calendar.relative import COMING
from bot.calendar.rewriting import PARTS, THE, WEEKDAY, Reading, Result, rule
from bot.calendar.spans import (
    WEEK,
    Mention,
    Span,
    latest,
    matching,
    mention,
    months_on,
    nth_in,
    one,
    stretch,
    upcoming,
    week_of,
)

RECURRING_SHOWN = 5
"""Enough to contain every Wednesday of a month, the last one too."""

_WEEKDAY2 = WEEKDAY.replace("weekday", "weekday2")
"""For the second alternative of a pattern, whose groups need names of their own."""


@rule(rf"(?:next|coming) {WEEKDAY}|w(?P<weekday2>\d) next(?! to)")
def next_weekday(reading: Reading, match: re.Match[str]) -> Result:
    """Next Wednesday: the coming one or the one of next week; where they differ, both."""
    weekday, today = int(match["weekday"] or match["weekday2"]), reading.frame.today
    soonest = upcoming(weekday, today + timedelta(days=1))
    if match[0].startswith("coming"):
        return mention(soonest)
    return mention(soonest, week_of(today, 1).first + timedelta(days=weekday))


@rule(rf"{WEEKDAY} after next")
def weekday_after_next(reading: Reading, match: re.Match[str]) -> Result:
    """The Friday after next."""
    soonest = upcoming(int(match["weekday"]), reading.frame.today + timedelta(days=1))
    return mention(soonest + timedelta(days=WEEK))


@rule(rf"(?:this )?(?:coming )?{WEEKDAY} {COMING}|this (?:coming |next )?{_WEEKDAY2}")
def this_weekday(reading: Reading, match: re.Match[str]) -> Result:
    """This Friday, el viernes que viene: the nearest."""
    weekday, today = int(match["weekday"] or match["weekday2"]), reading.frame.today
    if reading.frame.past:
        return mention(latest(weekday, today + timedelta(days=1)))
    return mention(upcoming(weekday, today if match["weekday2"] else today + timedelta(days=1)))


@rule(rf"(?:past|last) {WEEKDAY}|{_WEEKDAY2} past")
def past_weekday(reading: Reading, match: re.Match[str]) -> Result:
    """Last Wednesday; of the present it may be the month's last one."""
    weekday, today = int(match["weekday"] or match["weekday2"]), reading.frame.today
    before = latest(weekday, today)
    if reading.frame.past or not match[0].startswith("last"):
        return mention(before)
    ahead = _nth_ahead(today, weekday, -1)
    return mention(ahead) if reading.frame.language == "es" else mention(ahead, before)


@rule(rf"(?:the|el) (?P<nth>last|o[1-5]) {WEEKDAY}")
def nth_of_this_month(reading: Reading, match: re.Match[str]) -> Result:
    """The last Wednesday, el segundo miércoles: of this month, or of the next once it is over."""
    weekday, today = int(match["weekday"]), reading.frame.today
    if reading.frame.past:
        return mention(latest(weekday, today)) if match["nth"] == "last" else None
    return mention(
        _nth_ahead(today, weekday, -1 if match["nth"] == "last" else int(match["nth"][1:]))
    )


def _nth_ahead(today: date, weekday: int, nth: int) -> date | None:
    found = (nth_in(months_on(today, ahead), weekday, nth) for ahead in range(4))
    return next((day for day in found if day and day >= today), None)


@rule(r"[wvW](?P<first>\d) (?:to|a) (?:the |el )?[wvW](?P<last>\d)")
def weekdays(reading: Reading, match: re.Match[str]) -> Result:
    """Monday to Friday: the next time these days come."""
    first = upcoming(int(match["first"]), reading.frame.today)
    return stretch(first, upcoming(int(match["last"]), first))


@rule(r"(?:every |by |on |los |the )*W(?P<plural>\d)|(?:every|los|every los) w(?P<weekday>\d)")
def recurring(reading: Reading, match: re.Match[str]) -> Result:
    """Saturdays, los miércoles."""
    first = upcoming(int(match["plural"] or match["weekday"]), reading.frame.today)
    days = [one(first + timedelta(days=WEEK * week)) for week in range(RECURRING_SHOWN)]
    return Mention(tuple(days), recurring=True)


@rule(r"w(?P<weekday>\d)")
def bare_weekday(reading: Reading, match: re.Match[str]) -> Result:
    """Friday: the nearest; said on a Friday it may be the next one."""
    weekday, today = int(match["weekday"]), reading.frame.today
    if reading.frame.past:
        return mention(latest(weekday, today))
    soonest = upcoming(weekday, today)
    return mention(soonest, soonest + timedelta(days=WEEK) if soonest == today else None)


_COMPANY = "on this to every open closed for abren atienden abierto abierta abiertos cerrado"
_AT_ITS_END = rf"(?= (?:\.|$|{PARTS}|at|and|or|@\d+|please|pls))"


@rule(
    rf"(?:{'|'.join(_COMPANY.split())}) v(?P<weekday>\d){_AT_ITS_END}"
    rf"|(?<=^ )v(?P<alone>\d){_AT_ITS_END}"
)
def weak_weekday(reading: Reading, match: re.Match[str]) -> Result:
    """ "open sat?": a word that is a weekday only in company."""
    weekday = int(match["weekday"] or match["alone"])
    return mention(upcoming(weekday, reading.frame.today))


@rule(rf"{WEEKDAY} (?P<date>@\d+)")
def weekday_and_date(reading: Reading, match: re.Match[str]) -> Result:
    """Wed 17 June; the weekday chooses between 7/8 and 8/7, or within a week."""
    return _on_weekday(reading, match)


@rule(rf"(?P<date>@\d+) {THE}{WEEKDAY}(?! [no]\d)")
def date_and_weekday(reading: Reading, match: re.Match[str]) -> Result:
    """27 November (a Friday), next week Friday."""
    return _on_weekday(reading, match)


@rule(rf"{WEEKDAY} (?:of|in|on|from) {THE}(?P<date>@\d+)")
def weekday_within(reading: Reading, match: re.Match[str]) -> Result:
    """The Monday of Holy Week, el lunes de la próxima semana."""
    return None if reading.get(match["date"]).likely.single else _on_weekday(reading, match)


def _on_weekday(reading: Reading, match: re.Match[str]) -> Result:
    found, weekday = reading.get(match["date"]), int(match["weekday"])
    if not found.likely.single:
        return mention(*(_within(span, weekday) for span in found.readings))
    fitting = matching(found.readings, weekday)
    if fitting:
        return Mention(fitting)
    return Mention((*found.readings, one(nearest(weekday, found.likely.first))))


def _within(span: Span, weekday: int) -> date | None:
    return next((day for day in span.days() if day.weekday() == weekday), None)


@rule(r"(?P<wide>@\d+) (?:on )?(?:the |el )?(?P<narrow>@\d+)")
def narrowed(reading: Reading, match: re.Match[str]) -> Result:
    """Next week, Wednesday the 16th: one day said twice."""
    wide, narrow = reading.get(match["wide"]), reading.get(match["narrow"])
    kept = tuple(s for s in narrow.readings if any(s.first in w for w in wide.readings))
    return Mention(kept) if kept else None


WITH_DATE = (date_and_weekday, weekday_within)
ALONE = (weekday_after_next, nth_of_this_month, next_weekday, this_weekday, past_weekday)
BARE = (weekdays, recurring, bare_weekday, weak_weekday)
