"""The holidays of both countries by law, computed without the code under test or its library.

5 U.S.C. 6103 with Executive Order 11582 (days in place of weekends); for Peru, Legislative
Decree 713 as amended up to Law 31822.
"""

from calendar import monthrange
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
WEDNESDAY, THURSDAY, MONDAY = 2, 3, 0

BY_EXECUTIVE_ORDER = {
    date(2024, 12, 24),
    date(2025, 1, 9),
    date(2025, 12, 24),
    date(2025, 12, 26),
}
"""Days off of single years, which heads of offices may set aside."""

_PERU_FIXED = (
    (1, 1), (5, 1), (6, 7), (6, 29), (7, 23), (7, 28), (7, 29),
    (8, 6), (8, 30), (10, 8), (11, 1), (12, 8), (12, 9), (12, 25),
)  # fmt: skip

# Easter Sundays as the Vatican Observatory and every almanac print them.
EASTER = {
    2024: date(2024, 3, 31),
    2025: date(2025, 4, 20),
    2026: date(2026, 4, 5),
    2027: date(2027, 3, 28),
    2028: date(2028, 4, 16),
    2029: date(2029, 4, 1),
    2030: date(2030, 4, 21),
    2031: date(2031, 4, 13),
    2032: date(2032, 3, 28),
    2033: date(2033, 4, 17),
    2034: date(2034, 4, 9),
    2035: date(2035, 3, 25),
}
YEARS = tuple(EASTER)


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    days = [date(year, month, n) for n in range(1, monthrange(year, month)[1] + 1)]
    found = [day for day in days if day.weekday() == weekday]
    return found[nth - 1 if nth > 0 else nth]


def federal(year: int) -> set[date]:
    """Weekdays off in the U.S. government in `year`, executive orders left out."""
    fixed = [
        date(year, 1, 1),
        date(year + 1, 1, 1),
        date(year, 6, 19),
        date(year, 7, 4),
        date(year, 11, 11),
        date(year, 12, 25),
    ]
    shift = {5: -ONE_DAY, 6: ONE_DAY}
    kept = {day + shift.get(day.weekday(), timedelta()) for day in fixed}
    kept |= {
        nth_weekday(year, 1, MONDAY, 3),
        nth_weekday(year, 2, MONDAY, 3),
        nth_weekday(year, 5, MONDAY, -1),
        nth_weekday(year, 9, MONDAY, 1),
        nth_weekday(year, 10, MONDAY, 2),
        nth_weekday(year, 11, THURSDAY, 4),
    }
    return {day for day in kept if day.year == year and day.weekday() < 5}


def peruvian(year: int) -> set[date]:
    """Weekdays off in Peru; holidays on weekends are not moved."""
    days = {date(year, month, day) for month, day in _PERU_FIXED}
    days |= {EASTER[year] - 3 * ONE_DAY, EASTER[year] - 2 * ONE_DAY}
    return {day for day in days if day.weekday() < 5}
