import os
import subprocess
import sys
from datetime import date, timedelta

import pytest

from bot.calendar import Calendar, feasts
from knowledge.opening import CalendarFile
from tests.calendar import law


@pytest.mark.parametrize("year", law.YEARS)
@pytest.mark.parametrize("country", ["US", "PE"])
def test_weekday_holidays_are_those_of_the_law(
    calendar: Calendar, country: str, year: int
) -> None:
    by_law = law.federal(year) if country == "US" else law.peruvian(year)
    found = set()
    day = date(year, 1, 1)
    while day.year == year:
        sure = [h for h in calendar.holidays(day) if h.country == country and not h.probable]
        if sure and day.weekday() < 5:
            found.add(day)
        day += timedelta(days=1)
    assert found == by_law


def test_days_off_by_executive_order_are_only_probable(calendar: Calendar) -> None:
    for day in law.BY_EXECUTIVE_ORDER:
        assert [(h.country, h.probable) for h in calendar.holidays(day)] == [("US", True)]


def test_every_holiday_until_2035_is_named_in_both_languages(lima: CalendarFile) -> None:
    seen = 0
    for country in lima.countries:
        for year in law.YEARS:
            for here in feasts.of_year(country, year).values():
                for holiday in here:
                    assert holiday.key in country.holidays, f"{country.code}: {holiday.key}"
                    assert holiday.names.keys() == {"en", "es"}
                    seen += 1
    assert seen > 300


def test_a_day_the_post_skips_is_no_holiday_there(lima: CalendarFile) -> None:
    peru = next(country for country in lima.countries if country.code == "PE")
    skipping = peru.model_copy(update={"skip": ("06-07",)})
    assert date(2027, 6, 7) in feasts.of_year(peru, 2027)
    assert date(2027, 6, 7) not in feasts.of_year(skipping, 2027)
    assert date(2028, 6, 7) not in feasts.of_year(skipping, 2028)


def test_a_holiday_in_two_categories_is_named_once(calendar: Calendar) -> None:
    assert len(calendar.holidays(date(2026, 1, 19))) == 1


def test_easter_is_the_almanacs() -> None:
    known = {**law.EASTER, 1954: date(1954, 4, 18), 1981: date(1981, 4, 19)}  # rare cases
    known |= {2008: date(2008, 3, 23), 2038: date(2038, 4, 25)}  # earliest and latest of our time
    assert {year: feasts.easter(year) for year in known} == known


def test_names_do_not_depend_on_the_language_of_the_machine() -> None:
    code = (
        "from datetime import date; from bot.calendar import feasts; "
        "from knowledge.opening import Country; "
        "peru = Country(code='PE', whose={'en': 'Peruvian holiday'}, holidays={}); "
        "print(feasts.of_year(peru, 2026)[date(2026, 4, 2)][0].key)"
    )
    said = {
        subprocess.run(  # noqa: S603 - our own interpreter with our own words
            [sys.executable, "-c", code],
            env={**os.environ, "LANG": lang},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for lang in ("C.UTF-8", "es_PE.UTF-8", "de_DE.UTF-8")
    }
    assert said == {"Maundy Thursday\n"}
