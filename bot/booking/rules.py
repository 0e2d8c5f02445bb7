"""The post's rules about who may book and how often, and what happens to a freed time."""

from datetime import datetime, timedelta

from bot.booking.book import Book, Booking, person_key
from bot.booking.events import Purpose
from bot.booking.form import Scene
from bot.booking.refusals import HasOne, TooMany, TooOften
from bot.calendar.states import utc
from knowledge.services import BookingRules

_REFERENCE_BITS = 24
_REST_BITS = 48
"""The lot of an update (64 bits) is shared out: 24 bits number its form, 24 make its reference,
the last 16 say how long a freed time rests, so that none of them tells the others."""


def form_number(book: Book) -> int:
    """Return the number of a form that is opened now; it fits into 24 bits."""
    return book.lot & ((1 << _REFERENCE_BITS) - 1)


def reference_lot(book: Book) -> int:
    """Return the random number for the reference of a booking that is made now."""
    return book.lot >> _REFERENCE_BITS & ((1 << (_REST_BITS - _REFERENCE_BITS)) - 1)


def at_most(rules: BookingRules, book: Book, purpose: Purpose) -> TooMany | TooOften | None:
    """Return the cap that forbids the account another booking or move. Nothing caps cancelling."""
    if purpose is Purpose.BOOK and len(book.mine) >= rules.most_per_citizen:
        return TooMany(rules.most_per_citizen)
    if purpose is not Purpose.CANCEL and book.recent >= rules.most_in_30_days:
        return TooOften(rules.most_in_30_days)
    return None


def has_one(book: Book, service: str, person: str) -> HasOne | None:
    """Return the appointment that `person` has for `service`; spellings of a name are one name."""
    key = person_key(person)
    for booking in book.mine:
        if booking.service == service and person_key(booking.person) == key:
            return HasOne(booking)
    return None


def is_late(rules: BookingRules, booking: Booking, now: datetime) -> bool:
    """Whether less than the asked-for time is left before `booking`."""
    return utc(booking.start) - utc(now) < timedelta(hours=rules.cancel_hours_before)


def rests(rules: BookingRules, scene: Scene) -> datetime | None:
    """Return until when a time that is freed now stays off the list; None: it comes back at once.

    At random within the post's bounds, so that nobody can hand a time over by cancelling it.
    """
    shortest, longest = rules.rest_minutes
    if longest == 0:
        return None
    lot = scene.book.lot >> _REST_BITS
    return scene.now + timedelta(minutes=shortest + lot % (longest - shortest + 1))
