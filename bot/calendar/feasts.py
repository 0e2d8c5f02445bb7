"""The holidays of the pack's countries, one country at a time, each knowing whose it is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import holidays
from holidays.constants import HOLIDAY_NAME_DELIMITER

from knowledge.opening import Country

# Always passed: without it the library follows $LANG, and a laptop differs from a container.
LIBRARY_LANGUAGE = "en_US"
_OBSERVED = " (observed)"


@dataclass(frozen=True, slots=True)
class Holiday:
    """One country's holiday on one date.

    Attributes:
        key: the library's English name, without the mark of an observed day.
        names: by language, as the post says it.
        observed: the day off in place of a holiday on a weekend.
        probable: by order for this year only; an office may decide otherwise.
    """

    country: str
    key: str
    names: Mapping[str, str]
    whose: Mapping[str, str]
    observed: bool = False
    probable: bool = False


Feasts = Mapping[date, tuple[Holiday, ...]]


def of_year(country: Country, year: int) -> Feasts:
    """Return the days of `year` that `country` keeps and the post does not skip."""
    sure = _days(country, year, country.categories)
    maybe = _days(country, year, country.probable) if country.probable else {}
    found = {day: tuple(_holidays(country, names, probable=False)) for day, names in sure.items()}
    for day, names in maybe.items():
        # A day in both categories is a plain holiday; asked together, they double its name.
        found.setdefault(day, tuple(_holidays(country, names, probable=True)))
    return {day: feasts for day, feasts in found.items() if f"{day:%m-%d}" not in country.skip}


def prepare(country: Country) -> None:
    """Have the library import the country now, not with the first question (about 0.1 s)."""
    _days(country, date.min.year, country.categories)


def easter(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher's method)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    weekday = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * weekday) // 451
    month, day = divmod(h + weekday - 7 * m + 114, 31)
    return date(year, month, 1) + timedelta(days=day)


def _days(country: Country, year: int, categories: tuple[str, ...]) -> Mapping[date, str]:
    known = holidays.country_holidays(
        country.code, years=year, language=LIBRARY_LANGUAGE, categories=categories
    )
    return {day: name for day, name in known.items() if day.year == year}


def _holidays(country: Country, joined: str, *, probable: bool) -> Iterator[Holiday]:
    for name in joined.split(HOLIDAY_NAME_DELIMITER):
        key = name.removesuffix(_OBSERVED)
        listed = country.holidays.get(key)
        names = listed.names if listed else dict.fromkeys(country.whose, key)
        yield Holiday(
            country=country.code,
            key=key,
            names=names,
            whose=country.whose,
            observed=name != key,
            probable=probable,
        )
