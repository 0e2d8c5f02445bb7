"""The shape of `services.yaml`: what can be booked, where, for how long, under which rules.

Pure data; `service_checks` holds it against itself and the rest of the pack, `bot/booking`
applies it.
"""

from datetime import timedelta
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from knowledge.model import Id, Localized, Phrasings, Strict
from knowledge.windows import QuietHours, WeekdaySpan, Windows

Minutes = Annotated[int, Field(ge=1, le=24 * 60)]
Hours = Annotated[int, Field(ge=0, le=90 * 24)]


class Desk(Strict):
    """Where services are given: windows that work side by side, on one grid of time."""

    windows: Annotated[int, Field(ge=1, le=50)]
    """How many citizens can be served at once."""
    step_minutes: Minutes
    """Appointments begin at multiples of this from the beginning of the hours."""


class BookingRules(Strict):
    """What holds for every service; the first two can be narrower for one of them."""

    notice_hours: Hours = 24
    """The shortest time between booking and appointment."""
    horizon_days: Annotated[int, Field(ge=1, le=366)] = 60
    """How many days ahead can be booked."""
    most_per_citizen: Annotated[int, Field(ge=1, le=50)] = 4
    """Live appointments of one Telegram account."""
    most_in_30_days: Annotated[int, Field(ge=1, le=500)] = 12
    """Bookings and moves by one Telegram account within 30 days, cancelled ones included."""
    hold_minutes: Minutes = 10
    """How long a chosen time is kept while the rest is filled in."""
    rest_minutes: tuple[Annotated[int, Field(ge=0)], Annotated[int, Field(ge=0)]] = (0, 0)
    """A freed time comes back after a random while between these; (0, 0): at once."""
    arrive_minutes_before: Annotated[int, Field(ge=0, le=120)] = 15
    late_minutes: Annotated[int, Field(ge=0, le=120)] = 15
    """More than so late is not admitted."""
    cancel_hours_before: Hours = 24
    """A request: a later cancellation is accepted too."""
    remind_hours_before: tuple[Annotated[int, Field(ge=1, le=30 * 24)], ...] = (72, 24, 3)
    """How long before an appointment the bot reminds of it; empty: never."""
    quiet_hours: QuietHours | None = None
    """On the post's clocks: nothing is sent of the bot's own accord."""
    most_offers: Annotated[int, Field(ge=0, le=20)] = 3
    """Free times that one place on the waiting list is offered, one a day; 0: there is no list."""
    offer_minutes: Minutes = 60
    """How long an offered time is kept."""
    offer_hours_ahead: Hours = 48
    """The shortest time between offer and appointment: nobody can come in an hour."""
    wait_days: Annotated[int, Field(ge=1, le=366)] = 60
    """How long somebody without an appointment stays on the list."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.rest_minutes[0] > self.rest_minutes[1]:
            raise ValueError("`rest_minutes` runs backwards: the shorter one comes first")
        return self


class Service(Strict):
    """Something a citizen can make an appointment for."""

    title: Localized
    ask: Phrasings
    """Words that mean this service, as people type them."""
    topics: tuple[Id, ...] = ()
    """About it, so not told beside its booking; a topic of this service alone also means it."""
    desk: Id
    minutes: Minutes
    buffer_minutes: Annotated[int, Field(ge=0, le=240)] = 0
    """Kept free after each appointment."""
    weekly: dict[WeekdaySpan, Windows] = Field(default={})
    """Its own hours, inside those of the channel; empty: all of them."""
    notice_hours: Hours | None = None
    horizon_days: Annotated[int | None, Field(ge=1, le=366)] = None
    note: Localized | None = None
    """What must be known before one books it; said at the latest when asked to confirm."""
    bring: Localized
    """What to bring, a line each; like `note` with the markup of an answer."""


class ServicesFile(Strict):
    """`services.yaml`: the post's own appointment book."""

    channel: Id
    """The channel of `calendar.yaml` in whose hours appointments lie."""
    prefix: Annotated[str, Field(pattern=r"^[A-Z]{2,4}$")]
    """Begins every reference: `LIM-7K4Q-9`."""
    paper: Literal["a4", "letter"] = "a4"
    """What the printers of those who come have in them."""
    rules: BookingRules
    desks: Annotated[dict[Id, Desk], Field(min_length=1)]
    services: Annotated[dict[Id, Service], Field(min_length=1)]

    def notice(self, service: str) -> timedelta:
        """Return the shortest time between booking and appointment of `service`."""
        own = self.services[service].notice_hours
        return timedelta(hours=self.rules.notice_hours if own is None else own)

    def horizon(self, service: str) -> timedelta:
        """Return how far ahead `service` can be booked."""
        return timedelta(days=self.services[service].horizon_days or self.rules.horizon_days)
