"""Rules for dates seen from today: "in two weeks", "next Friday", "el lunes que viene"."""

import re
from datetime import date, timedelta

from bot.calendar.rewriting import Reading, Result, rule
from bot.calendar.spans import (
    WEEK,
    Mention,
    Span,
    in_months,
    mention,
    months_on,
    stretch,
    week_of,
)

_AMOUNT = r"(?:(?P<amount>a|an|un|una|n\d{1,3}) )(?:n2 )?(?:of )?"
_UNIT = r"(?P<unit>uday|uweek|umonth)"
COMING = r"(?:que |q |k )?(?:coming|viene)"
_COLLOQUIAL = {8: 7, 15: 14}
"""In Spanish "eight days" is a week and "fifteen days" is two."""


def amount_of(text: str) -> int:
    """Return the number that `n3`, or an article, stands for."""
    return int(text[1:]) if text[1:].isdigit() else 1


def shifted(day: date, amount: int, unit: str) -> date:
    """Return the day `amount` units (`uday`, `uweek`, `umonth`) after `day`."""
    if unit == "umonth":
        return in_months(day, amount)
    return day + timedelta(days=amount * (WEEK if unit == "uweek" else 1))


@rule(r"d(?P<days>-?\d)")
def near_day(reading: Reading, match: re.Match[str]) -> Result:
    """Today, tomorrow, pasado mañana."""
    return mention(reading.frame.today + timedelta(days=int(match["days"])))


@rule(
    rf"(?:in (?:of )?|of (?:aca|aqui) (?:a|in) |a )(?:un )?{_AMOUNT}{_UNIT}"
    r"(?! (?:before|after|from))"
)
def ahead(reading: Reading, match: re.Match[str]) -> Result:
    """In two weeks, dentro de tres días, de acá a quince días."""
    if match[0].startswith("a ") and not match[0].startswith("a n"):
        return None
    amount, unit = amount_of(match["amount"]), match["unit"]
    if "n2" in match[0].split() and match["amount"] in ("a", "un", "una"):
        amount = 2  # "a couple of days"
    today = reading.frame.today
    if unit == "uday" and reading.frame.language == "es" and amount in _COLLOQUIAL:
        return mention(shifted(today, amount, unit), shifted(today, _COLLOQUIAL[amount], unit))
    return mention(shifted(today, amount, unit))


@rule(rf"{_AMOUNT}{_UNIT} (?P<which>ago|from now|past)")
def amount_first(reading: Reading, match: re.Match[str]) -> Result:
    """Three days ago, two weeks from now."""
    sign = 1 if match["which"] == "from now" else -1
    return mention(shifted(reading.frame.today, sign * amount_of(match["amount"]), match["unit"]))


@rule(rf"hace {_AMOUNT}{_UNIT}")
def ago(reading: Reading, match: re.Match[str]) -> Result:
    """Hace dos semanas."""
    return mention(shifted(reading.frame.today, -amount_of(match["amount"]), match["unit"]))


@rule(r"(?:uweek|umonth) after next|(?:the )?(?P<uweekend>uweekend) after next")
def after_next(reading: Reading, match: re.Match[str]) -> Result:
    """The week after next."""
    today = reading.frame.today
    if match["uweekend"]:
        return _weekend(week_of(today, 1))
    return Mention((week_of(today, 2) if "uweek" in match[0] else months_on(today, 2),))


@rule(r"this (?:same )?(?P<unit>uweek|umonth|uyear)")
def this_unit(reading: Reading, match: re.Match[str]) -> Result:
    """This week: what is left of it; on a Sunday people mean the week that begins."""
    return Mention((_this(reading.frame.today, match["unit"]),))


def _this(today: date, unit: str) -> Span:
    if unit == "uyear":
        return Span(today, date(today.year, 12, 31))
    if unit == "umonth":
        return Span(today, months_on(today, 0).last)
    return week_of(today, 1) if today.weekday() == WEEK - 1 else Span(today, week_of(today).last)


@rule(
    r"(?:next|coming) (?P<unit>uweek|umonth|uyear)|"
    rf"(?P<unit2>uweek|umonth|uyear) (?:next|{COMING}|after(?= (?:\.|please|pls|$)))"
)
def next_unit(reading: Reading, match: re.Match[str]) -> Result:
    """Next week, el mes que viene, the week after."""
    today, unit = reading.frame.today, match["unit"] or match["unit2"]
    if unit == "uyear":
        return stretch(date(today.year + 1, 1, 1), date(today.year + 1, 12, 31))
    return Mention((week_of(today, 1) if unit == "uweek" else months_on(today, 1),))


@rule(r"(?:past|last) (?P<unit>uweek|umonth)|(?P<unit2>uweek|umonth) past")
def past_unit(reading: Reading, match: re.Match[str]) -> Result:
    """Last week, el mes pasado."""
    unit = match["unit"] or match["unit2"]
    today = reading.frame.today
    return Mention((week_of(today, -1) if unit == "uweek" else months_on(today, -1),))


@rule(r"(?:next|coming|following) (?P<amount>n\d{1,2}) (?P<unit>uday|uweek)")
def next_few(reading: Reading, match: re.Match[str]) -> Result:
    """The next three days."""
    days = amount_of(match["amount"]) * (WEEK if match["unit"] == "uweek" else 1)
    today = reading.frame.today
    return stretch(today + timedelta(days=1), today + timedelta(days=min(days, 62)))


@rule(
    r"(?:(?P<which>this|next|past|last|the|el|every|los|on) )?uweekend"
    rf"(?: (?P<after>next|past|{COMING}))?"
)
def weekend(reading: Reading, match: re.Match[str]) -> Result:
    """This weekend, el finde que viene; "next" can be either of two."""
    today = reading.frame.today
    this, words = week_of(today), f"{match['which'] or ''} {match['after'] or ''}".split()
    if {"past", "last"} & set(words):
        return _weekend(week_of(today, -1))
    if "next" in words:
        both = (_weekend(this).likely, _weekend(week_of(today, 1)).likely)
        return Mention(both if today.weekday() < WEEK - 2 else both[1:])
    return _weekend(this)


def _weekend(week: Span) -> Mention:
    return stretch(week.last - timedelta(days=1), week.last)


@rule(r"(?:end|fin|fines|finales|final) of (?:the |this |el )?umonth")
def end_of_month(reading: Reading, match: re.Match[str]) -> Result:  # noqa: ARG001 - a rule
    """The end of the month: its last week."""
    last = months_on(reading.frame.today, 0).last
    return stretch(max(reading.frame.today, last - timedelta(days=WEEK - 1)), last)


RULES = (
    near_day,
    ahead,
    amount_first,
    ago,
    after_next,
    this_unit,
    next_unit,
    past_unit,
    next_few,
    end_of_month,
)
