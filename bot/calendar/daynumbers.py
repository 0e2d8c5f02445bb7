"""Rules for days told by a number alone: "the 15th", "el 24 y el 25", "viernes 27"."""

import re
from collections.abc import Iterable
from datetime import date, timedelta

from bot.calendar.rewriting import ANY_NUMBER, PARTS, THE, WEEKDAY, Reading, Result, rule
from bot.calendar.spans import Mention, mention, months_on, one, real, stretch, upcoming

_NUMBER = rf"{ANY_NUMBER}\d{{1,2}}"
DAYS = rf"{_NUMBER}(?: (?:(?:and|or|to|the|el|los) ){{0,3}}{_NUMBER}){{0,5}}"
_NOT_A_DATE = """
am ano anos appointment appointments attempt avenue baby bebe birthday calle century child
ciento cita citas class copia copias copies copy cuadra cumpleanos documentos documents
dolares dollar dollars door dose dosis euros floor form forms fotos generation grade grado
half hija hijo hundred husband intento kids kilos km letter line linea marriage mil miles
million ninos number numeros old opcion option page pages pagina paginas pasaporte
pasaportes paso passport passports people percent personas persons pesos photos piso pm
pregunta preguntas puerta question questions siglo sol soles step street thousand time
times uday uhour umin umonth usd uweek uyear vaccine veces ventanilla vez wife window year
years
"""
NOT_COUNTING = rf"(?! (?:{'|'.join(_NOT_A_DATE.split())}) )"
"""What follows a number that counts things: "the 3rd floor", "la 2da vez"."""
_SHORTEST_MONTH = 28
_MARKED = r"(?:(?:on |of |by |to |from |for |until )?(?:the|el) (?:uday |next |this )?|uday )"
_DOORS = "(?:open|closed|abren|atienden|trabajan|laboran|abierto|cerrado)"
_NO_HOUR = r"n(?:1[3-9]|2\d|3[01])"
"""A number after "open" that cannot be an hour of the morning is a day."""


@rule(rf"{WEEKDAY} (?:on )?{THE}(?P<number>{ANY_NUMBER}\d{{1,2}}){NOT_COUNTING}")
def weekday_and_number(reading: Reading, match: re.Match[str]) -> Result:
    """Friday the 27th, viernes 27: the nearest day that is both; else both days, to be seen."""
    number, weekday = int(match["number"][1:]), int(match["weekday"])
    today = reading.frame.today
    months = [
        months_on(today, ahead).first for ahead in ((0, -1) if reading.frame.past else range(3))
    ]
    dates = [found for month in months if (found := real(month.year, month.month, number))]
    fits = [day for day in dates if day.weekday() == weekday]
    past = reading.frame.past
    fits = [day for day in fits if (day <= today if past else day >= today)] or fits[:0]
    if fits:
        return mention(fits[0])
    day = _day_of_month(reading, number)
    return mention(day, nearest(weekday, day)) if day else None


def nearest(weekday: int, day: date) -> date:
    """Return the weekday nearest to `day`: one of the two was a slip."""
    return upcoming(weekday, day - timedelta(days=3))


def several(dates: list[date], spoken: str) -> Result:
    """Return the days spoken of, as one stretch where "to" joins two."""
    if len(dates) == 2 and re.search(r" to ", spoken) and dates[0] < dates[1]:
        return stretch(*dates)
    return [Mention((one(day),)) for day in dates]


@rule(rf"{_MARKED}(?P<days>{DAYS}){NOT_COUNTING}")
def numbered_days(reading: Reading, match: re.Match[str]) -> Result:
    """The 15th, el 24 y el 25, del 24 al 26."""
    return _numbered(reading, match["days"])


@rule(rf"{_DOORS} (?P<days>{_NO_HOUR}(?: (?:and|or|to) {_NO_HOUR}){{0,3}}){NOT_COUNTING}")
def days_after_doors(reading: Reading, match: re.Match[str]) -> Result:
    """ "atienden 24 y 31"."""
    return _numbered(reading, match["days"])


@rule(rf"(?P<days>o\d{{1,2}})(?: (?:and|or|to) {THE}o\d{{1,2}})?(?= (?:\.|$|{PARTS}))")
def bare_ordinal(reading: Reading, match: re.Match[str]) -> Result:
    """ "open 15th?": an ordinal at the end of the sentence."""
    before = match.string[: match.start()].split()[-1:]
    return (
        _numbered(reading, match[0])
        if before in ([], ["open"], ["on"], ["for"], ["and"])
        else None
    )


def _numbered(reading: Reading, spoken: str) -> Result:
    numbers = [int(number) for number in re.findall(r"[no](\d+)", spoken)]
    dates = [day for number in numbers if (day := _day_of_month(reading, number))]
    if len(dates) == len(numbers):
        return several(_ascending(dates), spoken)
    return None


def _ascending(dates: Iterable[date]) -> list[date]:
    """Move a day that lies before the one named before it into the next month."""
    kept: list[date] = []
    for day in dates:
        if kept and day < kept[-1]:
            following = months_on(kept[-1], 1).first
            day = real(following.year, following.month, day.day) or day
        kept.append(day)
    return kept


def _day_of_month(reading: Reading, number: int) -> date | None:
    today, step = reading.frame.today, -1 if reading.frame.past else 1
    for ahead in range(3):
        month = months_on(today, step * ahead).first
        found = real(month.year, month.month, number)
        if found and (found <= today if reading.frame.past else found >= today):
            return found
    return None


@rule(
    rf"(?:(?:on |for )?(?:the|el) (?:uday )?|uday )?(?P<days>{DAYS}) (?:of )?(?:the |el )?"
    r"(?P<month>@\d+)"
)
def day_of_that_month(reading: Reading, match: re.Match[str]) -> Result:
    """The 15th of next month, el 3 del mes que viene."""
    month = reading.get(match["month"]).likely.last
    if month.day < _SHORTEST_MONTH or reading.get(match["month"]).likely.single:
        return None
    numbers = re.findall(r"[no](\d+)", match["days"])
    dates = [day for number in numbers if (day := real(month.year, month.month, int(number)))]
    return several(dates, match["days"]) if len(dates) == len(numbers) else None


RULES = (day_of_that_month, numbered_days, days_after_doors, bare_ordinal)
