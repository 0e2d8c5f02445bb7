"""Rules for dates that name themselves: numbers, months, named days, "last Wednesday of June"."""

import re
from datetime import date

from bot.calendar.daynumbers import DAYS, NOT_COUNTING, several
from bot.calendar.rewriting import (
    MONTH,
    OF,
    THE,
    WEEKDAY,
    YEAR,
    Reading,
    Result,
    rule,
)
from bot.calendar.spans import (
    Mention,
    mention,
    month_day,
    month_of,
    months_on,
    nth_in,
    stretch,
    week_of,
)

_COMPANY = r"(?:of|in|for|during|this|next|all|on|mes|durante|umonth)"
_ABOUT_OPENING = re.compile(
    r" (?:open|closed?|closures?|holidays?|abren|atienden|atencion|feriados?|cierres?|cierran) "
)
_FEW = 3
"""Words: "December?" is about the month; "my wife June was robbed" is not."""


def _year(match: re.Match[str]) -> int | None:
    return int(match["year"]) if match["year"] else None


@rule(r"i(?P<year>\d+)-(?P<month>\d+)-(?P<day>\d+)")
def iso(reading: Reading, match: re.Match[str]) -> Result:
    """2026-11-25."""
    year, month, day = (int(match[name]) for name in ("year", "month", "day"))
    return mention(month_day(reading.frame, month, day, year))


@rule(r"s(?P<first>\d+)/(?P<second>\d+)(?:/(?P<year>\d+))?")
def slashed(reading: Reading, match: re.Match[str]) -> Result:
    """28/7, 7/28; 7/8 is 7 August to those who write Spanish, else either."""
    first, second = int(match["first"]), int(match["second"])
    if (first, second) == (24, 7) and not re.search(r" (el|on) $", match.string[: match.start()]):
        return None  # "open 24/7"
    if re.match(r" (?:uhour|of) ", match.string[match.end() :]):
        return None  # "1/2 hour"
    day_first = month_day(reading.frame, second, first, _year(match))
    month_first = month_day(reading.frame, first, second, _year(match))
    if reading.frame.language == "es":
        return mention(day_first or month_first)
    return mention(day_first, month_first)


@rule(rf"(?P<days>{DAYS}) (?:of )?{THE}{MONTH}{YEAR}")
def day_then_month(reading: Reading, match: re.Match[str]) -> Result:
    """15 de mayo, the 24th and 25th of December, del 24 al 26 de diciembre de 2026."""
    return _in_month(reading, match)


@rule(rf"{MONTH} {THE}(?P<days>{DAYS}){YEAR}{NOT_COUNTING}")
def month_then_day(reading: Reading, match: re.Match[str]) -> Result:
    """May 15, Dec 24-26, December 24th and 25th 2026."""
    return _in_month(reading, match)


def _in_month(reading: Reading, match: re.Match[str]) -> Result:
    spoken = match["days"]
    dates = [
        found
        for number in re.findall(r"[no](\d+)", spoken)
        if (found := month_day(reading.frame, int(match["month"]), int(number), _year(match)))
    ]
    if " to " in spoken and sorted(dates) != dates:
        dates = dates[:1]  # "Dec 31 until 11": an hour, not a day
    return several(dates, spoken)


@rule(
    rf"(?P<nth>last|past|o[1-5]) {WEEKDAY} {OF}"
    rf"(?:{MONTH}{YEAR}"
    r"|(?P<which>this |next |past |coming )?umonth(?P<after> next| coming| viene| past)?)"
)
def nth_weekday(reading: Reading, match: re.Match[str]) -> Result:
    """The last Wednesday of June, el segundo miércoles del próximo mes."""
    nth = -1 if match["nth"] in ("last", "past") else int(match["nth"][1:])
    weekday = int(match["weekday"])
    if match["month"]:
        return mention(_nth_of_named_month(reading, match, weekday, nth))
    words = f"{match['which'] or ''} {match['after'] or ''}".split()
    shift = -1 if "past" in words else 1 if {"next", "coming", "viene"} & set(words) else 0
    return mention(nth_in(months_on(reading.frame.today, shift), weekday, nth))


def _nth_of_named_month(
    reading: Reading, match: re.Match[str], weekday: int, nth: int
) -> date | None:
    frame, month = reading.frame, int(match["month"])
    if year := _year(match):
        return nth_in(month_of(year, month), weekday, nth) if frame.plausible(year) else None
    found = nth_in(month_of(frame.today.year, month), weekday, nth)
    if found and not frame.past and found < frame.today:
        return nth_in(month_of(frame.today.year + 1, month), weekday, nth)
    return found


@rule(rf"(?P<nth>last|o[1-5]) uweek {OF}{MONTH}{YEAR}")
def nth_week(reading: Reading, match: re.Match[str]) -> Result:
    """The second week of December: Monday to Sunday, the first and the last cut at the month."""
    month = _whole_month(reading, match)
    if month is None:
        return None
    span = month.likely
    weeks = 0 if match["nth"] == "last" else int(match["nth"][1:]) - 1
    week = week_of(span.last if match["nth"] == "last" else span.first, weeks)
    return stretch(max(week.first, span.first), min(week.last, span.last))


@rule(rf"(?P<edge>last|o1) uday {OF}(?:{MONTH}{YEAR}|(?P<next>next )?umonth)")
def edge_of_month(reading: Reading, match: re.Match[str]) -> Result:
    """The last day of the month, el primer día de junio."""
    frame = reading.frame
    if match["month"]:
        start = month_day(frame, int(match["month"]), 28 if match["edge"] == "last" else 1)
        month = months_on(start or frame.today, 0)
    else:
        month = months_on(frame.today, 1 if match["next"] or match["edge"] == "o1" else 0)
    return mention(month.last if match["edge"] == "last" else month.first)


@rule(rf"{_COMPANY}(?: of)? {THE}{MONTH}{YEAR}")
def month_in_company(reading: Reading, match: re.Match[str]) -> Result:
    """In December, en el mes de mayo."""
    return _whole_month(reading, match)


@rule(rf"(?<![no]\d )(?<![no]\d\d )m(?P<month>\d+){YEAR}(?! [no]\d)")
def month_alone(reading: Reading, match: re.Match[str]) -> Result:
    """December: alone, or in a question about opening; June and Julio are people too."""
    if len(match.string.split()) > _FEW and not _ABOUT_OPENING.search(match.string):
        return None
    return _whole_month(reading, match)


def _whole_month(reading: Reading, match: re.Match[str]) -> Mention | None:
    frame, month = reading.frame, int(match["month"])
    year = _year(match)
    if year is None:
        step = -1 if frame.past else 1
        over = month > frame.today.month if frame.past else month < frame.today.month
        year = frame.today.year + (step if over else 0)
    span = month_of(year, month) if frame.plausible(year) else None
    return Mention((span,)) if span else None


FIRST = (iso, slashed, day_then_month, month_then_day, nth_weekday, nth_week, edge_of_month)
MONTHS = (month_in_company, month_alone)
