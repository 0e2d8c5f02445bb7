"""The waiting list: who may wait, who is offered which free time, and what becomes of it. Pure.

First come, first served, by the order of joining. Earlier means: on an earlier day. Nobody is
offered the same time twice.
"""

from collections.abc import Iterator, Set
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.booking import mine, rules
from bot.booking.book import Book, Booking, Offer, Place, Slot, Taken, Waiting
from bot.booking.endings import moved
from bot.booking.events import Begin, Heard, Purpose, Wish
from bot.booking.form import Result, Scene
from bot.booking.slots import Slots
from bot.booking.vacancies import Vacancies
from bot.calendar import Span
from bot.calendar.states import utc
from knowledge.services import ServicesFile


@dataclass(frozen=True, slots=True)
class InLine:
    """Somebody who can be offered a time now.

    Attributes:
        id: of the entry, in the order of joining.
        reference: of the appointment that shall be earlier; None: there is none.
        start: when that is.
        offered: times they were offered before (UTC).
    """

    id: int
    citizen: int
    service: str
    reference: str | None
    start: datetime | None
    offered: Set[datetime] = frozenset()


@dataclass(frozen=True, slots=True)
class Proposal:
    """A time that is to be offered.

    Attributes:
        booking: the appointment that it would replace.
        last: whether the entry has no further offer after this one.
    """

    entry: InLine
    slot: Slot
    place: Place
    until: datetime
    booking: Booking | None
    last: bool


class WaitDesk:
    """Serves the line. Safe to share: it remembers nothing of anyone."""

    def __init__(self, slots: Slots) -> None:
        self.slots = slots

    def candidates(
        self, line: tuple[InLine, ...], taken: Taken, now: datetime
    ) -> Iterator[InLine]:
        """Yield those of `line`, in its order, for whom there seems to be something.

        Args:
            line: who can be offered a time at all.
            taken: what is occupied, whoever looks.
            now: aware.
        """
        view = Vacancies(self.slots, Scene(0, Book(taken=taken), now))
        free: dict[str, tuple[Slot, ...]] = {}
        for entry in line:
            if entry.service in self.slots.file.services:
                if entry.service not in free:
                    free[entry.service] = tuple(self._free(view, entry.service))
                if self._fitting(entry, entry.start, free[entry.service]):
                    yield entry

    def proposal(self, entry: InLine, scene: Scene) -> Proposal | None:
        """Return what `entry` is to be offered, by what their own book says; None: nothing."""
        wanted = (entry.service, entry.reference)
        waits = (one for one in scene.book.waits if (one.service, one.reference) == wanted)
        waiting, view = next(waits, None), Vacancies(self.slots, scene)
        booking = mine.own(view, entry.reference)
        purpose = Purpose.MOVE if entry.reference else Purpose.BOOK
        if waiting is None or (entry.reference and booking is None):
            return None
        if rules.at_most(view.rules, scene.book, purpose):
            return None
        slots = tuple(self._free(view, entry.service))
        slot = self._fitting(entry, booking.start if booking else None, slots)
        place = view.place(slot) if slot else None
        if slot is None or place is None:
            return None
        until = scene.now + timedelta(minutes=view.rules.offer_minutes)
        last = len(waiting.offers) + 1 >= view.rules.most_offers
        return Proposal(entry, slot, place, until, booking, last)

    def taken(self, waiting: Waiting, offer: Offer, scene: Scene) -> Result | None:
        """Return the move to an offered time; None: it is to be asked for in a form.

        One tap moves what is still kept, and nothing else.
        """
        view = Vacancies(self.slots, scene)
        booking = mine.own(view, waiting.reference)
        if booking is None or not is_kept(offer, scene.now):
            return None
        if rules.at_most(view.rules, scene.book, Purpose.MOVE):
            return None
        view = view.for_moving(booking)
        slot = self.slots.at(booking.service, offer.slot.start)
        if slot is None or utc(slot.start) >= utc(booking.start) or view.refused(slot):
            return None
        return moved(view, booking, slot)

    def asking(self, waiting: Waiting, offer: Offer) -> Begin:
        """Return the event that asks for an offered time in a form."""
        here = self.slots.calendar.local(offer.slot.start)
        wish = Wish((Span(here.date(), here.date()),), (here.time(),))
        if waiting.reference:
            return Begin(Purpose.MOVE, Heard(wish=wish), waiting.reference)
        return Begin(Purpose.BOOK, Heard(waiting.service, wish))

    def outdated_before(self, now: datetime) -> datetime:
        """Return since when nobody without an appointment may have waited."""
        return now - timedelta(days=self.slots.file.rules.wait_days)

    def _free(self, view: Vacancies, service: str) -> Iterator[Slot]:
        first = first_offered(self.slots.file, service, view.scene.now)
        for day in view.days(service, Span(view.today, date.max)):
            for free in view.times(service, day.day):
                slot = self.slots.at(service, free.start)
                if slot and utc(slot.start) >= utc(first):
                    yield slot

    def _fitting(
        self, entry: InLine, start: datetime | None, slots: tuple[Slot, ...]
    ) -> Slot | None:
        """Return the first of `slots` that is on an earlier day than `start` and new to them."""
        before = self.slots.calendar.local(start).date() if start else date.max
        for slot in slots:
            if slot.start.date() >= before:
                return None
            if utc(slot.start) not in entry.offered:
                return slot
        return None


def can_wait(file: ServicesFile, booking: Booking, now: datetime, zone: ZoneInfo) -> bool:
    """Whether an earlier day than that of `booking` could still be offered."""
    if not file.rules.most_offers or booking.service not in file.services:
        return False
    first = first_offered(file, booking.service, now)
    return booking.start.astimezone(zone).date() > first.astimezone(zone).date()


def first_offered(file: ServicesFile, service: str, now: datetime) -> datetime:
    """Return the first instant that can be offered: nobody can come in an hour."""
    return now + max(timedelta(hours=file.rules.offer_hours_ahead), file.notice(service))


def is_kept(offer: Offer, now: datetime) -> bool:
    """Whether an offered time is still kept."""
    return offer.open and utc(now) < utc(offer.until)
