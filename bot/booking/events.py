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
        weekdays: where nothing but names of weekdays is said ("no, friday"), which (Monday is 0);
            `readings` are the next ones, what is spoken of may lie further on.
        days_on: so many days after the day that is spoken of ("the day after").
    """

    readings: tuple[Span, ...] = ()
    times: tuple[time, ...] = ()
    between: tuple[time, time] | None = None
    earliest: bool = False
    weekdays: tuple[int, ...] = field(default=(), compare=False)
    days_on: int = field(default=0, compare=False)

    def __bool__(self) -> bool:
        """Whether anything is asked for."""
        days = self.readings or self.days_on
        return bool(days or self.times or self.between or self.earliest)


class Who(StrEnum):
    """People that are spoken of without one name to book for."""

    UNNAMED = "unnamed"
    SEVERAL = "several"


class Than(StrEnum):
    """Compared with the time that is spoken of."""

    EARLIER = "earlier"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Aside:
    """What a message says by the way, which counts only where the form can use it.

    Attributes:
        than: earlier or later than what is spoken of.
        nth: of what is listed, from 1; -1 is the last.
        unreal: a day or time that does not exist (30 February, 25:00).
        verb: what is asked to be done: to book, or to move or cancel what stands.
        hints: services that a word belongs to, where none of their phrases is said.
    """

    who: Who | None = None
    than: Than | None = None
    nth: int | None = None
    unreal: bool = False
    verb: Purpose | None = None
    hints: frozenset[str] = frozenset()


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
    aside: Aside = field(default=Aside(), compare=False)


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
