"""Print every closed weekday of a year with its reason, for a person to confirm."""

import argparse
import sys
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from babel.dates import format_date

from bot.calendar import Calendar, Closure, closures, ics
from bot.cli.options import clock_of, instant
from bot.library import load_pack


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the year, the language, and where to write a calendar file."""
    parser.add_argument("year", type=int, help="e.g. 2027")
    parser.add_argument("--lang", help="in this language")
    parser.add_argument("--ics", type=Path, metavar="FILE", help="write a calendar file as well")
    parser.add_argument("--now", type=instant, help="as if it were this instant (ISO 8601)")


def execute(options: argparse.Namespace) -> int:
    """Print the list; return 2 for a language or year that there is not."""
    clock = clock_of(options)
    pack = load_pack(options.config, clock)
    language = options.lang or pack.languages[0]
    if language not in pack.languages:
        print(f"This pack speaks: {', '.join(pack.languages)}.", file=sys.stderr)
        return 2
    if not 1990 <= options.year <= 2100:
        print("Give a year from 1990 to 2100.", file=sys.stderr)
        return 2
    calendar = Calendar(pack.calendar)
    found = closures(calendar, language, options.year)
    print("\n".join(table(found, calendar, language, options.year)))
    if options.ics:
        text = ics(calendar, language, options.year, clock.now())
        options.ics.write_bytes(text.encode())
        print(f"Written: {options.ics}")
    return 0


def table(found: Iterable[Closure], calendar: Calendar, language: str, year: int) -> Iterable[str]:
    """Lay the closures out by date, a box to tick before each."""
    dated = sorted(found, key=lambda closure: closure.date)
    for day, group in groupby(dated, key=lambda closure: closure.date):
        said = format_date(day, "EEE d MMM y", locale=language)
        for (reason, state, hours), same in groupby(
            group, key=lambda c: (c.reason, c.state, c.hours)
        ):
            channels = ", ".join(closure.channel for closure in same)
            rest = f" {hours}" if hours else ""
            yield f"[ ] {said:18} {channels:26} {state}{rest}: {reason}"
    days = len({closure.date for closure in dated if closure.channel == "office"})
    confirmed = "confirmed" if calendar.confirmed(year) else "NOT confirmed"
    yield (
        f"{year}: {days} weekdays on which the office is not open as usual; {confirmed}. Compare "
        f"with the post's own list; then add {year} to confirmed_years in calendar.yaml."
    )
