"""What a citizen does to the booking form: words that were understood, and taps. Values only."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum

from bot.calendar import Span


class Purpose(StrEnum):
    """What a form is for."""

    BOOK = "book"
    MOVE = "move"
    CANCEL = "cancel"


class Control(StrEnum):
    """Words that steer the form itself."""

    YES = "yes"
    NO = "no"
    BACK = "back"
    RESTART = "restart"
    STOP = "stop"
    ANOTHER_DAY = "another_day"
    ANOTHER_TIME = "another_time"


@dataclass(frozen=True, slots=True)
class Wish:
    """When somebody would like to come.

    Attributes:
        readings: honest readings of the days asked for, each a stretch of days; several only where
            the words are ambiguous (7/4). Empty: any day.
        times: times of day asked for.
        between: times of day asked for as a stretch, half-open ("in the morning").
        earliest: the soonest that fits.
    """

    readings: tuple[Span, ...] = ()
    times: tuple[time, ...] = ()
    between: tuple[time, time] | None = None
    earliest: bool = False

    def __bool__(self) -> bool:
        """Whether anything is asked for."""
        return bool(self.readings or self.times or self.between or self.earliest)


@dataclass(frozen=True, slots=True)
class Heard:
    """What a message says about an appointment; empty where it says nothing.

    Attributes:
        service: id.
        person: a name.
        reference: of a booking, tidied.
        asks: the message begins or ends as a question.
        more: it has words that none of this explains.
    """

    service: str | None = None
    wish: Wish = Wish()
    person: str | None = None
    reference: str | None = None
    control: Control | None = None
    asks: bool = field(default=False, compare=False)
    more: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Begin:
    """Open a form, with what is known already; another one that is open is given up."""

    purpose: Purpose
    heard: Heard = Heard()
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class ChooseService:
    """A tapped service."""

    service: str


@dataclass(frozen=True, slots=True)
class ChooseDay:
    """A tapped day."""

    day: date


@dataclass(frozen=True, slots=True)
class ChooseTime:
    """A tapped time, on the post's clocks."""

    start: datetime


@dataclass(frozen=True, slots=True)
class ChooseBooking:
    """A tapped appointment."""

    reference: str


@dataclass(frozen=True, slots=True)
class MoreDays:
    """The free days after this one."""

    after: date


@dataclass(frozen=True, slots=True)
class ShowMonth:
    """The month view."""

    first: date


@dataclass(frozen=True, slots=True)
class Confirm:
    """The last tap: book, move or cancel as was shown.

    Attributes:
        edition: the draft's when the button was made, so that the button of an older message never
            confirms what was decided after it; None: whatever is shown now (said in words).
    """

    edition: int | None = None


@dataclass(frozen=True, slots=True)
class Steer:
    """A tapped control of the form."""

    control: Control


@dataclass(frozen=True, slots=True)
class Resume:
    """Nothing about the appointment: ask the same thing once more."""


Event = (
    Begin
    | Heard
    | ChooseService
    | ChooseDay
    | ChooseTime
    | ChooseBooking
    | MoreDays
    | ShowMonth
    | Confirm
    | Steer
    | Resume
)
