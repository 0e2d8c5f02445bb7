"""Rules that build on dates already found: the day after, the week of, between two of them."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from bot.calendar.relative import amount_of, shifted
from bot.calendar.rewriting import THE, WEEKDAY, Reading, Result, rule
from bot.calendar.spans import WEEK, Mention, Span, latest, mention, stretch, upcoming, week_of

_DATE = r"(?P<date>@\d+)"
_OF_DATE = rf"(?:of |a |to |el |the |la |in )*{_DATE}"
_DAY = timedelta(days=1)
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
    spans = reading.get(match["date"]).readings
    days = [span.first - _DAY if back else span.last + _DAY for span in spans]
    found = mention(*days)
    return replace(found, open="until" if back else "from") if found else None


@rule(
    rf"(?:from|starting(?: on| from)?|a partir) {_OF_DATE}"
    r"(?: (?:on|onwards?|forward|in adelante))?"
    rf"|{THE}(?P<or_later>@\d+) (?:onwards?|in adelante|(?:or|and) (?:later|after))"
)
def onwards(reading: Reading, match: re.Match[str]) -> Result:
    """From Monday on, a partir del 7, December 7 or later."""
    found = reading.get(match["date"] or match["or_later"])
    if (
        match[0].startswith("from")
        and match[0].endswith(match["date"])
        and not found.likely.single
    ):
        return None  # "from Monday to Friday" is a stretch by now
    return replace(found, open="from")


@rule(rf"(?:no|not|never) (?:(?P<until>later than|after)|before|earlier than|antes) {_OF_DATE}")
def at_the_edge(reading: Reading, match: re.Match[str]) -> Result:
    """No later than Friday, not before the 10th: that day is one of them."""
    return replace(reading.get(match["date"]), open="until" if match["until"] else "from")


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
RULES = (unit_beside, in_eight, at_the_edge, just_beside, between, onwards)
