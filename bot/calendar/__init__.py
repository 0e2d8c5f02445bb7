"""When the post is open, why not, and when next. Pure: no clock, no files, no network.

`HoursDesk` answers questions in words; `Calendar` holds the rules for those who need only facts.
"""

from bot.calendar.answer import HoursDesk
from bot.calendar.opening import Calendar
from bot.calendar.questions import CHANNELS, HoursAnswer, HoursContext, HoursQuestion
from bot.calendar.rows import Row
from bot.calendar.spans import Mention, Span
from bot.calendar.states import Day, Hours, State
from bot.calendar.when import When
from bot.calendar.wording import Wording
from bot.calendar.year import Closure, closures, ics

__all__ = [
    "CHANNELS",
    "Calendar",
    "Closure",
    "Day",
    "Hours",
    "HoursAnswer",
    "HoursContext",
    "HoursDesk",
    "HoursQuestion",
    "Mention",
    "Row",
    "Span",
    "State",
    "When",
    "Wording",
    "closures",
    "ics",
]
