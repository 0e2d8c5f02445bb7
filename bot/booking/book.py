"""The appointment book: what stands in it, and what is done to it. Values only.

Instants are aware. They are compared in UTC and shown on the post's clocks.

A change is applied in the update's transaction. The schema refuses what another citizen has taken
in the meantime; the update is then handled again, with the book as it stands by then.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from knowledge.text import tokens


def person_key(name: str) -> str:
    """Return what two spellings of one person's name have in common.

    The schema allows one appointment for each service and key within an account, so whoever asks
    whether a person has one already must compare keys.
    """
    return " ".join(tokens(name)) or name


@dataclass(frozen=True, slots=True)
class Slot:
    """A time at which one service can be given."""

    service: str
    start: datetime
    minutes: int


@dataclass(frozen=True, slots=True)
class Booking:
    """An appointment that stands.

    Attributes:
        reference: as the citizen reads it aloud (`bot.booking.reference`).
        citizen: Telegram id of the account that owns it.
        person: the applicant's name, as written by the citizen.
        sequence: how often it has been changed; grows with every move.
    """

    reference: str
    citizen: int
    service: str
    person: str
    start: datetime
    minutes: int
    sequence: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """What an appointment occupies: one window of a desk, for a row of cells of its grid.

    Attributes:
        cells: the beginnings of the desk's steps it lasts, its buffer included.
        window: from 1 to `windows`, the desk's capacity.
    """

    desk: str
    cells: tuple[datetime, ...]
    window: int
    windows: int


@dataclass(frozen=True, slots=True)
class Held:
    """A time that is kept for a citizen who is filling in the form."""

    slot: Slot
    until: datetime


@dataclass(frozen=True, slots=True)
class Offer:
    """A time that somebody who waits was offered.

    Attributes:
        until: how long it is kept for them.
        open: neither declined nor expired; an expired one may still be marked open.
    """

    id: int
    slot: Slot
    until: datetime
    open: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """A place in the line for a service.

    Attributes:
        reference: of the appointment that shall be earlier; None: there is none yet.
        place: from 1, in the line of the service.
        offers: all that were made, in order.
    """

    service: str
    reference: str | None
    place: int
    offers: tuple[Offer, ...] = ()


Taken = Mapping[tuple[str, datetime], frozenset[int]]
"""By desk and cell (UTC): the windows that are booked, held or resting."""


@dataclass(frozen=True, slots=True)
class Book:
    """What one update can see of the appointment book, as of one moment.

    Attributes:
        mine: the citizen's appointments that are still ahead, by time.
        held: what is kept for the citizen now; not counted in `taken`.
        taken: everything else that is occupied from now on, the citizen's bookings included.
        recent: bookings and moves of the citizen within the last 30 days.
        lot: a random number of 64 bits, drawn for this update alone.
        past: appointments of the last 30 days that have begun or are over, the latest first.
        cancelled: what the citizen cancelled of what is still ahead, with the sequence that the
            cancelling gave it.
        waits: what the citizen waits for; what they are offered is not counted in `taken`.
    """

    mine: tuple[Booking, ...] = ()
    held: Held | None = None
    taken: Taken = field(default_factory=dict)
    recent: int = 0
    lot: int = 0
    past: tuple[Booking, ...] = ()
    cancelled: tuple[Booking, ...] = ()
    waits: tuple[Waiting, ...] = ()


@dataclass(frozen=True, slots=True)
class Hold:
    """Keep a place for the citizen, in exchange for what was held before."""

    slot: Slot
    place: Place
    until: datetime


@dataclass(frozen=True, slots=True)
class LetGo:
    """Keep nothing any more."""


@dataclass(frozen=True, slots=True)
class Enter:
    """Write a new booking, and let the hold go."""

    booking: Booking
    place: Place
    reminders: tuple[datetime, ...] = ()
    """When the citizen is to be reminded of it (`bot.booking.reminders.schedule`)."""


@dataclass(frozen=True, slots=True)
class Move:
    """Give a booking another time, and let the hold go; the old place rests until `rests`."""

    booking: Booking
    """As it is from now on: same reference, sequence one higher."""
    place: Place
    rests: datetime | None = None
    reminders: tuple[datetime, ...] = ()
    """In exchange for those it had."""


@dataclass(frozen=True, slots=True)
class Cancel:
    """Take a booking out, and its reminders; its place rests until `rests`."""

    reference: str
    rests: datetime | None = None


@dataclass(frozen=True, slots=True)
class JoinLine:
    """Wait for a time of a service: earlier than that of `reference`, or any without one."""

    service: str
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class LeaveLine:
    """Wait no more; what was offered is free at once."""

    service: str
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class Decline:
    """Give an offered time back, and wait on."""

    offer: int


Change = Hold | LetGo | Enter | Move | Cancel | JoinLine | LeaveLine | Decline
