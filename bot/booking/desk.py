"""The booking form as a state machine: where it stands, what happens, the book → what it leads to.

Pure and total: every event in every state has an answer, and none raises. Decisions beyond the
obvious: "no" at the last question goes back to the times of that day (and keeps an appointment
that was about to be cancelled); content beside a "yes" or "no" counts for more than they do; a
time that is held is kept for as long as was said and no longer, and what is held over but still
free can be booked all the same.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import assert_never

from bot.booking import mine, rules
from bot.booking.comparing import compared
from bot.booking.corrections import another_day, another_time, at_time, back, corrected
from bot.booking.endings import ended
from bot.booking.events import (
    Begin,
    ChooseBooking,
    ChooseDay,
    ChooseService,
    ChooseTime,
    Confirm,
    Control,
    Event,
    Heard,
    MoreDays,
    Purpose,
    Resume,
    ShowMonth,
    Steer,
    Than,
    Wish,
)
from bot.booking.form import Draft, Result, Scene, Step, Stopped
from bot.booking.names import naming_refused, tidy_name
from bot.booking.order import content, in_order
from bot.booking.pointing import opened, pointed
from bot.booking.refusals import Changed, NoName, Refusal, Unclear, Unreal
from bot.booking.slots import Slots
from bot.booking.steps import ask, picked
from bot.booking.taking import says_something
from bot.booking.vacancies import Vacancies
from bot.calendar import Calendar
from knowledge.services import ServicesFile

_DAY = timedelta(days=1)


class BookingDesk:
    """Takes citizens through the form. Safe to share: it remembers nothing of anyone."""

    def __init__(self, file: ServicesFile, calendar: Calendar) -> None:
        self._slots = Slots(file, calendar)

    def step(self, draft: Draft | None, event: Event, scene: Scene) -> Result:
        """Return where `event` leads from `draft` (None: no form is open).

        What its draft, its words and its changes say holds together: `Booked`, `Moved` and
        `Cancelled` come with the change that makes them true, and nothing stays held without a
        chosen time. Without a form only `Begin` does anything.
        """
        view = Vacancies(self._slots, scene)
        if isinstance(event, Begin):
            return in_order(scene, None, _begun(view, event))
        if draft is None:
            return Result(None, Stopped())
        return in_order(scene, draft, _Form(view, draft).on(event))


@dataclass(frozen=True, slots=True)
class _Form:
    """An open form, at one event."""

    view: Vacancies
    draft: Draft

    def on(self, event: Event) -> Result:
        match event:
            case Heard():
                return self._heard(event)
            case Steer(control):
                return self._steered(control)
            case Confirm(edition):
                return self._confirmed(edition)
            case ChooseService() | ChooseDay() | ChooseTime() | MoreDays() | ShowMonth():
                return self._asked_of_times(event)
            case ChooseBooking(reference):
                return self._booking(reference)
            case Resume():
                return self._ask(self.draft)
            case Begin():
                return _begun(self.view, event)
            case _:
                assert_never(event)

    def _asked_of_times(
        self, event: ChooseService | ChooseDay | ChooseTime | MoreDays | ShowMonth
    ) -> Result:
        if self.draft.purpose is Purpose.CANCEL:
            return self._unclear()
        match event:
            case ChooseService(service):
                return self._service(service)
            case ChooseDay(day):
                return self._ask(replace(another_day(self.draft), day=day))
            case ChooseTime():
                return self._time(event)
            case MoreDays(after):
                since = after + _DAY if after < date.max else after
                return self._ask(replace(another_day(self.draft), since=since))
            case ShowMonth(first):
                return ask(self.view, another_day(self.draft), month=first)
            case _:
                assert_never(event)

    def _service(self, service: str) -> Result:
        if self.draft.purpose is not Purpose.BOOK or service not in self.view.file.services:
            return self._unclear()
        return self._ask(corrected(self.view, self.draft, Heard(service)))

    def _time(self, event: ChooseTime) -> Result:
        try:
            here = self.view.calendar.local(event.start)
        except (ValueError, OverflowError):  # a button's time that is no instant on any clock
            return self._unclear()
        return self._ask(at_time(self.draft, here))

    def _booking(self, reference: str) -> Result:
        booking = mine.own(self.view, reference)
        if self.draft.purpose is Purpose.BOOK or booking is None:
            return self._unclear()
        if reference == self.draft.reference:
            return self._ask(self.draft)
        anew = replace(self._empty(), wish=Wish() if self.draft.reference else self.draft.wish)
        return self._ask(picked(self.view, anew, booking))

    def _heard(self, said: Heard) -> Result:
        if said.control is Control.STOP:
            return _stopped()
        if said.control is Control.RESTART:
            return _Form(self.view, self._empty())._taken(said)
        if not says_something(replace(said, control=None), self.draft.step):
            return self._directed(said)
        result = self._taken(said)
        agreed = said.control is Control.YES and self.draft.step is Step.CONFIRM
        same = result.draft and content(result.draft) == content(self.draft)
        return self._confirmed(None) if agreed and same and not result.refusal else result

    def _directed(self, said: Heard) -> Result:
        """Do what only steers; a comparison with the time that is spoken of counts for more."""
        if said.aside.than:
            return self._compared(said.aside.than)
        return self._steered(said.control) if said.control else self._unclear()

    def _compared(self, than: Than) -> Result:
        found = compared(self.view, self.draft, than)
        return ask(self.view, *found) if found else self._steered(Control.ANOTHER_TIME)

    def _taken(self, said: Heard) -> Result:
        """Take in what is said; a word that cannot be taken in does not spoil the rest."""
        if self.draft.purpose is not Purpose.BOOK:
            return self._pointed(said)
        refusal: Refusal | None = naming_refused(said)
        if said.person is not None:
            said = replace(said, person=tidy_name(said.person))
        draft = corrected(self.view, self.draft, said)
        if said.reference and not (said.person or said.service or said.wish):
            refusal = refusal or Unclear()
        return self._ask(draft, refusal)

    def _pointed(self, said: Heard) -> Result:
        if said.aside.unreal:
            return self._ask(self.draft, Unreal())
        draft = pointed(self.view, self.draft, said)
        return _asked(self.view, draft, said) if draft else self._unclear()

    def _steered(self, control: Control) -> Result:
        match control:
            case Control.STOP:
                return _stopped()
            case Control.RESTART:
                return self._ask(self._empty())
            case Control.BACK:
                return self._ask(back(self.draft))
            case Control.YES:  # elsewhere it is an "ok" to an answer in between
                confirms = self.draft.step is Step.CONFIRM
                return self._confirmed(None) if confirms else self._ask(self.draft)
            case Control.NO if self.draft.step is Step.BOOKING:
                return _stopped()
            case Control.NO if self.draft.step is not Step.CONFIRM:
                return self._unclear()
            case Control.NO | Control.ANOTHER_DAY | Control.ANOTHER_TIME:
                return self._other(control)
            case _:
                assert_never(control)

    def _other(self, control: Control) -> Result:
        if self.draft.purpose is Purpose.CANCEL:
            return _stopped() if control is Control.NO else self._unclear()
        day = control is Control.ANOTHER_DAY
        return self._ask(another_day(self.draft) if day else another_time(self.draft))

    def _confirmed(self, edition: int | None) -> Result:
        if self.draft.step is not Step.CONFIRM:
            return self._unclear()
        asked = self._ask(self.draft)
        if asked.draft is None or asked.refusal or content(asked.draft) != content(self.draft):
            return asked
        if edition not in (None, self.draft.edition):
            return replace(asked, refusal=Changed())
        return ended(self.view, asked)

    def _empty(self) -> Draft:
        first = _first_step(self.draft.purpose)
        return Draft(self.draft.number, self.draft.purpose, first, edition=self.draft.edition)

    def _ask(self, draft: Draft, refusal: Refusal | None = None) -> Result:
        return ask(self.view, draft, refusal)

    def _unclear(self) -> Result:
        return self._ask(self.draft, NoName() if self.draft.step is Step.PERSON else Unclear())


def _begun(view: Vacancies, event: Begin) -> Result:
    number = rules.form_number(view.scene.book)
    draft = Draft(number, event.purpose, _first_step(event.purpose))
    if event.purpose is Purpose.BOOK:
        return _Form(view, draft)._taken(event.heard)
    reference = event.reference or event.heard.reference
    return _asked(view, opened(view, draft, event.heard, reference), event.heard)


def _asked(view: Vacancies, draft: Draft, said: Heard) -> Result:
    """Ask what comes next; "the same day, but later" is later than the booking's own time."""
    than = said.aside.than if not said.wish else None
    only = mine.listed(view, draft) if than and not draft.reference else ()
    if len(only) == 1:
        draft = picked(view, draft, only[0])
    found = compared(view, draft, than) if than else None
    return ask(view, *found) if found else ask(view, draft)


def _first_step(purpose: Purpose) -> Step:
    return Step.SERVICE if purpose is Purpose.BOOK else Step.BOOKING


def _stopped() -> Result:
    return Result(None, Stopped())
