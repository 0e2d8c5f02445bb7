"""What a tapped button asks for. Values only; nothing in them is personal."""

from dataclasses import dataclass

from bot.booking.events import (
    ChooseBooking,
    ChooseDay,
    ChooseService,
    ChooseTime,
    Confirm,
    MoreDays,
    Purpose,
    ShowMonth,
    Steer,
)


@dataclass(frozen=True, slots=True)
class ShowTopic:
    """A button that asks about a topic; its answer is a new message."""

    topic: str


@dataclass(frozen=True, slots=True)
class Meant:
    """A "did you mean" button; the answer takes the question's place."""

    topic: str


@dataclass(frozen=True, slots=True)
class NoneMeant:
    """None of the topics that were offered."""


@dataclass(frozen=True, slots=True)
class SpeakLanguage:
    """A choice of /language."""

    language: str


@dataclass(frozen=True, slots=True)
class Open:
    """Opens a booking form, from anywhere and at any time; another one is given up.

    Attributes:
        service: to book, if it is known.
        reference: of the booking to move or cancel, if it is known.
    """

    purpose: Purpose
    service: str | None = None
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class ShowMine:
    """Shows the citizen's appointments."""


@dataclass(frozen=True, slots=True)
class ShowBooking:
    """Shows one of the citizen's own appointments."""

    reference: str


@dataclass(frozen=True, slots=True)
class Coming:
    """Answers a reminder: the citizen is coming to this appointment of theirs."""

    reference: str


@dataclass(frozen=True, slots=True)
class GetCalendarFile:
    """Sends the calendar file of one of the citizen's own appointments, cancelled or not."""

    reference: str


@dataclass(frozen=True, slots=True)
class GetPage:
    """Sends the page to print of one of the citizen's own appointments."""

    reference: str


@dataclass(frozen=True, slots=True)
class Wait:
    """Joins the line for a time of a service: earlier than that of `reference`, or any."""

    service: str
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class StopWaiting:
    """Leaves that line."""

    service: str
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class TakeOffer:
    """Takes the time of an offer that was made to the citizen."""

    offer: int


@dataclass(frozen=True, slots=True)
class DeclineOffer:
    """Gives it back."""

    offer: int


FormEvent = (
    ChooseService | ChooseDay | ChooseTime | ChooseBooking | MoreDays | ShowMonth | Confirm | Steer
)
"""What a button inside a form can do."""


@dataclass(frozen=True, slots=True)
class InForm:
    """A button of the form with this number; with any other form open, or none, it is stale."""

    number: int
    event: FormEvent


@dataclass(frozen=True, slots=True)
class ForgetAll:
    """Erases what is kept of the citizen, appointments included."""


@dataclass(frozen=True, slots=True)
class Inert:
    """A cell of the month view that only fills its place."""


Act = (
    ShowTopic
    | Meant
    | NoneMeant
    | SpeakLanguage
    | Open
    | ShowMine
    | ShowBooking
    | Coming
    | GetCalendarFile
    | GetPage
    | Wait
    | StopWaiting
    | TakeOffer
    | DeclineOffer
    | InForm
    | ForgetAll
    | Inert
)


@dataclass(frozen=True, slots=True)
class Button:
    """What a button says and what tapping it asks for."""

    label: str
    act: Act
