"""When a citizen is reminded of an appointment: before it, not at night, not twice in a row."""

from datetime import datetime, time, timedelta

from bot.booking.book import Booking
from bot.calendar import Calendar
from bot.calendar.states import utc
from knowledge.services import BookingRules
from knowledge.windows import Night

SOONEST = timedelta(hours=1)
"""Who has booked within the last hour knows; what would be said sooner is left out."""

APART = timedelta(hours=1)
"""Two reminders that are nearer to each other than this become one."""

BEFORE_QUIET = timedelta(minutes=15)
"""So long before the quiet hours comes what falls into them: thousands are sent by their
beginning (20 a second), and a bot that is just being restarted is back in time."""

LAST_CALL = timedelta(hours=3)
"""A late reminder waits for the end of the quiet hours only if so much is left then: time to
print a page and to cross a large city. With less it is sent at night rather than in vain."""

_DAY = timedelta(days=1)


def schedule(
    booking: Booking, rules: BookingRules, now: datetime, calendar: Calendar
) -> tuple[datetime, ...]:
    """Return when to remind of `booking`, which is made or moved at `now`: UTC, in order.

    What falls into the quiet hours comes just before they begin, so that the reminder three
    hours before an appointment at eight comes the evening before.
    """
    asked = (utc(booking.start) - timedelta(hours=hours) for hours in rules.remind_hours_before)
    kept: list[datetime] = []
    for due in sorted(_politely(one, rules.quiet_hours, calendar) for one in asked):
        if due - utc(now) >= SOONEST and (not kept or due - kept[-1] >= APART):
            kept.append(due)
    return tuple(kept)


def when_to_say(
    booking: Booking, rules: BookingRules, now: datetime, calendar: Calendar
) -> datetime:
    """Return when a reminder that is due at `now` is to be said: at once, or after the night."""
    here, quiet = calendar.local(now), rules.quiet_hours
    if quiet is None or here.time() not in quiet:
        return now
    ends = _turn(here, quiet.end, calendar, later=True)
    return ends if utc(booking.start) - utc(ends) >= LAST_CALL else now


def good_until(booking: Booking, now: datetime, calendar: Calendar) -> datetime:
    """Return until when it is true what is said of `booking` at `now`: UTC.

    "Tomorrow" is a lie after midnight, and nobody is to be reminded of what has begun.
    """
    midnight = calendar.combine(calendar.local(now).date() + _DAY, time())
    return min(utc(booking.start), utc(midnight))


def _politely(due: datetime, quiet: Night | None, calendar: Calendar) -> datetime:
    here = calendar.local(due)
    if quiet is None or here.time() not in quiet:
        return utc(due)
    return utc(_turn(here, quiet.start, calendar, later=False)) - BEFORE_QUIET


def _turn(here: datetime, clock: time, calendar: Calendar, *, later: bool) -> datetime:
    """Return the next (or the last) time the post's clocks show `clock`, seen from `here`."""
    day = here.date()
    if later:
        return calendar.combine(day if here.time() < clock else day + _DAY, clock)
    return calendar.combine(day if clock <= here.time() else day - _DAY, clock)
