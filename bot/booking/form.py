"""The booking form: where it stands, what it asks, how it ends. Values only."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from bot.booking.book import Book, Booking, Change, Slot
from bot.booking.events import Purpose, Wish
from bot.booking.refusals import Refusal


class Step(StrEnum):
    """What a form asks next."""

    BOOKING = "booking"
    SERVICE = "service"
    DAY = "day"
    TIME = "time"
    PERSON = "person"
    CONFIRM = "confirm"


@dataclass(frozen=True, slots=True)
class Draft:
    """A form that is being filled in; kept with what is remembered of the citizen.

    Attributes:
        number: its buttons carry it, so that those of another form are told apart.
        wish: what was asked about time and is not decided yet.
        day: the day whose times are shown.
        start: the chosen time, held.
        reference: of the booking to be moved or cancelled.
        since: the first day that is listed, where somebody has paged on.
        edition: how often what there is to confirm has changed; see `Confirm`.
    """

    number: int
    purpose: Purpose
    step: Step
    service: str | None = None
    wish: Wish = field(default_factory=Wish)
    day: date | None = None
    start: datetime | None = None
    person: str | None = None
    reference: str | None = None
    since: date | None = None
    edition: int = 0


@dataclass(frozen=True, slots=True)
class FreeDay:
    """A day with free times."""

    day: date
    free: int


@dataclass(frozen=True, slots=True)
class FreeTime:
    """A free time; `left` windows can still take it."""

    start: datetime
    left: int


@dataclass(frozen=True, slots=True)
class AskService:
    """Which service?"""


@dataclass(frozen=True, slots=True)
class AskDay:
    """Which day? The next free ones; `more` where there are later ones.

    With `month` (its first day) they are all free days of that month, for the month view.
    """

    days: tuple[FreeDay, ...]
    more: bool
    month: date | None = None
    earlier: bool = False
    """Whether there are free days before the first one."""


@dataclass(frozen=True, slots=True)
class AskTime:
    """At what time of this day?"""

    day: date
    times: tuple[FreeTime, ...]


@dataclass(frozen=True, slots=True)
class AskReading:
    """Which of these days was meant? The words allow more than one."""

    days: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class AskPerson:
    """Whose appointment is it?"""

    slot: Slot


@dataclass(frozen=True, slots=True)
class AskConfirm:
    """Shall this be booked?"""

    slot: Slot
    person: str


@dataclass(frozen=True, slots=True)
class AskMove:
    """Shall this booking be moved to this time?"""

    booking: Booking
    slot: Slot


@dataclass(frozen=True, slots=True)
class AskCancel:
    """Shall this booking be cancelled? `late`: less than the asked-for time before it."""

    booking: Booking
    late: bool


@dataclass(frozen=True, slots=True)
class AskBooking:
    """Which of these appointments is meant?"""

    bookings: tuple[Booking, ...]
    purpose: Purpose


@dataclass(frozen=True, slots=True)
class Booked:
    """It is booked."""

    booking: Booking


@dataclass(frozen=True, slots=True)
class Moved:
    """It has another time."""

    booking: Booking
    before: datetime


@dataclass(frozen=True, slots=True)
class Cancelled:
    """It is taken out."""

    booking: Booking
    late: bool


@dataclass(frozen=True, slots=True)
class Stopped:
    """The form is given up; what stood before still stands."""


@dataclass(frozen=True, slots=True)
class NoBooking:
    """The citizen has no appointment (with this reference, or at all)."""


@dataclass(frozen=True, slots=True)
class NothingFree:
    """The service has no free time until this day; `moving` is the booking that keeps its own."""

    service: str
    until: date
    moving: Booking | None = None


Question = (
    AskService
    | AskDay
    | AskTime
    | AskReading
    | AskPerson
    | AskConfirm
    | AskMove
    | AskCancel
    | AskBooking
)
Ending = Booked | Moved | Cancelled | Stopped | NoBooking | NothingFree


@dataclass(frozen=True, slots=True)
class Scene:
    """What a form is filled in against."""

    citizen: int
    book: Book
    now: datetime


@dataclass(frozen=True, slots=True)
class Result:
    """Where an event leads.

    Attributes:
        draft: the form from now on; None when it is over.
        says: the question or the ending. The endings `Booked`, `Moved` and `Cancelled` come with
            the change that makes them true.
        refusal: why it is not what was asked for.
        changes: to the book, in order.
    """

    draft: Draft | None
    says: Question | Ending
    refusal: Refusal | None = None
    changes: tuple[Change, ...] = ()
