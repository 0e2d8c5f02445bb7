"""The shape of `form.yaml`: the words that steer the appointment form, by language.

All languages are always heard: people mix them. How they are heard: `bot/booking/hearing.py`.
"""

from typing import Annotated, Literal, Self, get_args

from pydantic import Field, model_validator

from knowledge.model import Phrasings, Strict

ControlName = Literal["yes", "no", "back", "restart", "stop", "another_day", "another_time"]


class NameWords(Strict):
    """What tells a person's name from other words."""

    said: Phrasings
    """Before a name, and before nothing else: "the name is"."""
    perhaps: Phrasings
    """Before a name, or before something else: "for"."""
    kin: Phrasings
    """People without their names: "my son". The name is still asked."""
    never: Phrasings
    """Words that no name holds."""
    also: Phrasings = Field(default={})
    """Names that are ordinary words too ("Rosa", "Julio"), where an ordinary word is no name;
    and common names that a list of ordinary words may hold ("Lee")."""
    particles: Phrasings
    """Little words inside names, written small: "de la"."""
    joining: Phrasings
    """Between two people: "and"."""
    many: Phrasings = Field(default={})
    """Those of `kin` that are several people: "my parents"."""


class FormWords(Strict):
    """`form.yaml`."""

    controls: Annotated[dict[ControlName, Phrasings], Field(min_length=1)]
    """Whole messages that steer the form."""
    cancel_it: Phrasings
    """A yes where it is asked whether an appointment shall be cancelled; elsewhere `stop`."""
    keep_it: Phrasings
    """A no where that is asked."""
    earliest: Phrasings
    """The soonest that fits."""
    whenever: Phrasings
    """No preference; counts only where no day and no time is named."""
    early: Phrasings
    """Early in the day, whichever day it is."""
    days_on: dict[int, Phrasings] = Field(default={})
    """By number of days: a day counted from the one that is spoken of ("the day after": 1)."""
    later: Phrasings = Field(default={})
    """Later in the day than what is spoken of."""
    earlier: Phrasings = Field(default={})
    """Earlier in the day than what is spoken of."""
    booking: Phrasings = Field(default={})
    """Words that ask to book."""
    appointments: Phrasings = Field(default={})
    """Words for an appointment: with one of `moving`, it is one that stands."""
    moving: Phrasings
    """Changing an appointment that stands: of several days the last one is wanted."""
    unwanted: Phrasings
    """Before what is not wanted: "not friday", "anything but friday"."""
    unfit: Phrasings
    """After what is not wanted: "friday does not work"."""
    rather: Phrasings
    """Before what is wanted in place of what was said before: "friday, no wait, thursday"."""
    little: Phrasings
    """Little words that may be left out of a service's phrase: "the", "my"."""
    names: NameWords
    asking: Phrasings
    """Words a question begins with."""
    offers: Phrasings
    """Words around a time or a service that ask whether it can be had: "is friday free?"."""
    padding: Phrasings
    """Words that say nothing: "please", "ok so"."""

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if absent := [name for name in get_args(ControlName) if name not in self.controls]:
            raise ValueError(f"`controls` lacks {', '.join(absent)}: add them")
        return self
