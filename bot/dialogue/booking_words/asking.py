"""What every question of a form shares: its number on the buttons, its ways out, its hold."""

from dataclasses import dataclass
from datetime import timedelta

from bot.booking.book import Booking
from bot.booking.events import Control, Purpose, Steer
from bot.booking.form import Draft
from bot.dialogue.booking_words.voice import Voice
from bot.dialogue.model import Button, FormEvent, InForm
from knowledge.markup import Rich
from knowledge.model import Localized


@dataclass(frozen=True, slots=True)
class Asking:
    """A form that asks something.

    Attributes:
        draft: as it is with the question.
        mine: the citizen's appointments.
        kept: how much longer the chosen time is kept for the citizen; None: it is not.
        again: whether this was asked before; what stood beside it has been read.
    """

    voice: Voice
    draft: Draft
    mine: tuple[Booking, ...] = ()
    kept: timedelta | None = None
    again: bool = False

    @property
    def service(self) -> str:
        """Id of the service that the form is about.

        Raises:
            LookupError: none is chosen yet.
        """
        if self.draft.service:
            return self.draft.service
        for booking in self.mine:
            if booking.reference == self.draft.reference:
                return booking.service
        raise LookupError("this question needs a service, and none is chosen")

    @property
    def title(self) -> str:
        """The service's title."""
        return self.voice.service(self.service)

    def note(self) -> Rich:
        """Return what must be known before one books the service, if there is such a note."""
        service = self.voice.services.services.get(self.service)
        note = service.note if service else None
        return Rich.parse(note[self.voice.language]) if note else Rich()

    def keeping(self) -> Rich:
        """Say how much longer the chosen time is kept."""
        if self.kept is None:
            return Rich()
        return self.voice.say(self.voice.words.kept, duration=self.voice.lasts(self.kept))

    def tap(self, label: str, event: FormEvent) -> Button:
        """Return a button of this form that says `label`."""
        return Button(label, InForm(self.draft.number, event))

    def button(self, phrase: Localized, event: FormEvent) -> Button:
        """Return a button of this form that says a phrase of the pack."""
        return self.tap(self.voice.label(phrase), event)

    def steer(self, phrase: Localized, control: Control) -> Button:
        """Return a button that steers this form."""
        return self.button(phrase, Steer(control))

    def stop(self) -> Button:
        """Return the button that gives this form up, in words that no appointment is lost by."""
        words, books = self.voice.words, self.draft.purpose is Purpose.BOOK
        return self.steer(words.button_stop if books else words.button_keep, Control.STOP)
