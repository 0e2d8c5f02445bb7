"""Rules that build on dates already found: the day after, the week of, between two of them."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from bot.calendar.relative import amount_of, shifted
from bot.calendar.rewriting import THE, WEEKDAY, Reading, Result, rule
from bot.calendar.spans import WEEK, Mention, Span, latest, mention, stretch, upcoming, week_of

_DATE = r"(?P<date>@\d+)"
_OF_DATE = rf"(?:of |a |to |el |the |la |in )*{_DATE}"
_BACK = {"before", "past"}
_SIDE = r"(?P<side>before|after|from|past|next)"


@rule(
    rf"{THE}(?:mismo |same )?(?:(?P<amount>a|an|un|una|n\d{{1,3}}) )?"
    rf"(?P<unit>uday|uweek|umonth) {_SIDE} {_OF_DATE}"
)
def unit_beside(reading: Reading, match: re.Match[str]) -> Result:
    """The day after Christmas, un día antes de navidad, two weeks from Friday."""
    span, unit, back = reading.get(match["date"]).likely, match["unit"], match["side"] in _BACK
    if unit == "uweek" and not match["amount"]:
        return Mention((week_of(span.first if back else span.last, -1 if back else 1),))
    amount = amount_of(match["amount"] or "a")
    return _each(
        reading, match, lambda near: shifted(near, -amount if back else amount, unit), back
    )


def _each(
    reading: Reading, match: re.Match[str], move: Callable[[date], date], back: bool
) -> Result:
    spans = reading.get(match["date"]).readings
    return mention(*(move(span.first if back else span.last) for span in spans))


@rule(rf"{THE}{WEEKDAY} (?:right |just )?{_SIDE} {_OF_DATE}")
def weekday_beside(reading: Reading, match: re.Match[str]) -> Result:
    """The Friday after Thanksgiving, el lunes después de semana santa."""
    weekday, back = int(match["weekday"]), match["side"] in _BACK
    if back:
        return _each(reading, match, lambda day: latest(weekday, day), back)
    return _each(reading, match, lambda day: upcoming(weekday, day + timedelta(days=1)), back)


@rule(rf"{THE}uweek {_OF_DATE}|(?P<before>@\d+) uweek(?:s)?")
def week_around(reading: Reading, match: re.Match[str]) -> Result:
    """The week of the 15th, Thanksgiving week."""
    spans = reading.get(match["date"] or match["before"]).readings
    return Mention(tuple(dict.fromkeys(week_of(span.first) for span in spans)))


@rule(rf"{THE}uweekend {_SIDE.replace('next', 'next|of')} {_OF_DATE}|(?P<before>@\d+) uweekend")
def weekend_around(reading: Reading, match: re.Match[str]) -> Result:
    """Thanksgiving weekend, the weekend after Christmas."""
    day = reading.get(match["date"] or match["before"]).likely.first
    if match["side"] in _BACK:
        saturday = latest(5, day)
        return stretch(saturday, saturday + timedelta(days=1))
    if day.weekday() == 0 and not match["side"]:
        return stretch(day - timedelta(days=2), day)
    saturday = upcoming(5, day)
    return stretch(saturday if match["side"] else min(day, saturday), saturday + timedelta(days=1))


@rule(rf"(?:of )?(?:the |el )?{_DATE} in n(?P<days>8|15)(?: uday)?")
def in_eight(reading: Reading, match: re.Match[str]) -> Result:
    """De hoy en ocho, del lunes en quince: one week, two weeks."""
    days = {"8": WEEK, "15": 2 * WEEK}[match["days"]]
    return _each(reading, match, lambda day: day + timedelta(days=days), back=False)


@rule(rf"{_SIDE.replace('|from|past|next', '')} {_OF_DATE}")
def just_beside(reading: Reading, match: re.Match[str]) -> Result:
    """After Christmas: the day after."""
    back = match["side"] == "before"
    return _each(reading, match, lambda day: day + timedelta(days=-1 if back else 1), back)


@rule(rf"(?:between |from )?{THE}(?P<first>@\d+|now) (?:to|a|to el|and) {THE}(?P<last>@\d+)")
def between(reading: Reading, match: re.Match[str]) -> Result:
    """Between Christmas and New Year, from Monday to Friday; two single days stay two."""
    if not match[0].startswith("between") and " and " in match[0]:
        return None
    last = reading.get(match["last"]).likely
    first = reading.frame.today if match["first"] == "now" else _first(reading, match, last)
    if first > last.last:
        year = last.last.replace(year=last.last.year + 1) if last.last.day < 29 else first
        return stretch(first, year)
    return stretch(first, last.last)


def _first(reading: Reading, match: re.Match[str], last: Span) -> date:
    """Of the first day's readings take the one before the last day, a year back if need be."""
    spans = reading.get(match["first"]).readings
    start = min(span.first for span in spans)
    if start > last.last and last.last >= reading.frame.today and start.day < 29:
        earlier = start.replace(year=start.year - 1)
        if (last.last - earlier).days <= 31:
            return earlier
    return start


BEFORE_BARE = (weekday_beside, week_around, weekend_around)
RULES = (unit_beside, in_eight, just_beside, between)
