"""What makes paper costs a start nothing."""

import subprocess
import sys

HEAVY = ("icalendar", "reportlab", "segno", "PIL")


def loaded_after(statement: str) -> set[str]:
    code = f"{statement}\nimport sys\nprint(*{{name.split('.')[0] for name in sys.modules}})"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - our own words
    return set(done.stdout.split())


def test_nothing_that_makes_paper_is_loaded_before_somebody_asks_for_it() -> None:
    assert loaded_after("import bot.app, bot.cli").isdisjoint(HEAVY)
    assert loaded_after("import bot.paper.page, bot.paper.calendar_file").issuperset(HEAVY)
