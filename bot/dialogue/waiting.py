"""The waiting room: the line is joined and left, and what is offered is taken or declined."""

from dataclasses import replace
from datetime import datetime
from functools import partial

from bot.booking import rules as caps
from bot.booking.book import Booking, Decline, JoinLine, LeaveLine, Offer, Waiting
from bot.booking.events import Purpose
from bot.booking.form import Result, Scene, Stopped
from bot.booking.slots import Slots
from bot.booking.waitlist import Proposal, WaitDesk, can_wait, is_kept
from bot.calendar import Calendar
from bot.calendar.states import utc
from bot.dialogue import compose
from bot.dialogue.appointments import AppointmentSpeaker
from bot.dialogue.booking_words import waiting as words
from bot.dialogue.model import DeclineOffer, Memory, Reply, StopWaiting, TakeOffer, Turn, Wait
from bot.dialogue.reception import Reception
from knowledge.model import LanguageCode
from knowledge.pack import Pack
from knowledge.services import BookingRules


class WaitingRoom:
    """The waiting list of one post. Holds nothing of anyone."""

    def __init__(self, desk: WaitDesk, reception: Reception, speaker: AppointmentSpeaker) -> None:
        self.desk = desk
        self._speaker = speaker
        self._reception = reception

    @classmethod
    def of(
        cls, pack: Pack, calendar: Calendar, reception: Reception | None
    ) -> "WaitingRoom | None":
        """Return the waiting room of `pack`; None where it has no appointment book."""
        if reception is None or pack.services is None:
            return None
        desk = WaitDesk(Slots(pack.services, calendar))
        return cls(desk, reception, AppointmentSpeaker(pack))

    @property
    def rules(self) -> BookingRules:
        """The post's."""
        return self.desk.slots.file.rules

    def is_quiet(self, now: datetime) -> bool:
        """Whether nothing is to be sent unasked at `now`."""
        quiet = self.rules.quiet_hours
        return quiet is not None and self.desk.slots.calendar.local(now).time() in quiet

    def offer(
        self, number: int, proposal: Proposal, language: LanguageCode, now: datetime
    ) -> Reply:
        """Offer a time, as offer `number`."""
        return self._speaker.says(partial(words.offered, number, proposal), language, now)

    def ended(self, service: str, language: LanguageCode, now: datetime) -> Reply:
        """Tell somebody that their wait is over without an appointment."""
        return self._speaker.says(partial(words.ended, service), language, now)

    def wait(self, act: Wait, turn: Turn, language: LanguageCode) -> Reply:
        """Join the line, or say where one is in it already."""
        if words.place_of(turn.book.waits, act.service, act.reference):
            return self._shown(act.reference, turn, language)
        if act.reference:
            return self._for_earlier(act.reference, turn, language)
        return self._for_any(act.service, turn, language)

    def _for_earlier(self, reference: str, turn: Turn, language: LanguageCode) -> Reply:
        booking, slots = _own(turn, reference), self.desk.slots
        if booking is None or not can_wait(slots.file, booking, turn.now, slots.calendar.zone):
            return self._shown(reference, turn, language)
        reply = self._speaker.says(partial(words.joined, booking), language, turn.now)
        return replace(reply, changes=(JoinLine(booking.service, reference),))

    def _for_any(self, service: str, turn: Turn, language: LanguageCode) -> Reply:
        if not self.rules.most_offers or service not in self.desk.slots.file.services:
            return self._shown(None, turn, language)
        if cap := caps.at_most(self.rules, turn.book, Purpose.BOOK):
            return self._speaker.reply(Result(None, Stopped(), cap), language, _scene(turn))
        reply = self._speaker.says(partial(words.joined_new, service), language, turn.now)
        return replace(reply, changes=(JoinLine(service),))

    def stop(self, act: StopWaiting, turn: Turn, language: LanguageCode) -> Reply:
        """Leave the line; once is as good as twice."""
        waits = words.place_of(turn.book.waits, act.service, act.reference)
        changes = (LeaveLine(act.service, act.reference),) if waits else ()
        booking = _own(turn, act.reference)
        said = partial(words.stopped_new, act.service)
        said = partial(words.stopped, booking) if booking else said
        return replace(self._speaker.says(said, language, turn.now), changes=changes)

    def decline(self, act: DeclineOffer, turn: Turn, language: LanguageCode) -> Reply:
        """Give an offered time back; after the last offer the wait is over."""
        waiting, offer = _offered(turn, act.offer)
        if not waiting or not offer or not is_kept(offer, turn.now):
            return self._speaker.says(words.over, language, turn.now)
        last = len(waiting.offers) >= self.rules.most_offers
        leave = LeaveLine(waiting.service, waiting.reference)
        said = partial(words.declined, waiting, last=last)
        reply = self._speaker.says(said, language, turn.now)
        return replace(reply, changes=(leave if last else Decline(offer.id),))

    def take(
        self, act: TakeOffer, turn: Turn, memory: Memory, language: LanguageCode
    ) -> tuple[Reply, Memory]:
        """Take an offered time: move to it at once, or ask what is missing."""
        waiting, offer = _offered(turn, act.offer)
        if not waiting or not offer:
            return self._gone(act.offer, turn, memory, language), memory
        moved = self.desk.taken(waiting, offer, _scene(turn))
        if moved and waiting.reference:
            reply = self._speaker.reply(moved, language, _scene(turn))
            return reply, replace(memory, taken=(act.offer, waiting.reference))
        begin = self.desk.asking(waiting, offer)
        reply, memory = self._reception.begin(begin, turn, memory, language)
        if is_kept(offer, turn.now) or _held(turn, offer):
            return reply, memory
        late = self._speaker.says(words.over, language, turn.now)
        return replace(reply, text=compose.fitting([late.text, reply.text])), memory

    def _gone(self, offer: int, turn: Turn, memory: Memory, language: LanguageCode) -> Reply:
        """Answer the button of an offer that is over; if it was taken, show what came of it."""
        number, reference = memory.taken or (None, None)
        if number == offer and _own(turn, reference):
            return self._shown(reference, turn, language)
        return self._speaker.says(words.over, language, turn.now)

    def _shown(self, reference: str | None, turn: Turn, language: LanguageCode) -> Reply:
        if reference:
            return self._reception.show(reference, turn, language)
        return self._reception.mine(turn, language)


def _own(turn: Turn, reference: str | None) -> Booking | None:
    return next((one for one in turn.book.mine if one.reference == reference), None)


def _offered(turn: Turn, number: int) -> tuple[Waiting | None, Offer | None]:
    """Return an offer to this very citizen, and what it is for."""
    for waiting in turn.book.waits:
        for offer in waiting.offers:
            if offer.id == number:
                return waiting, offer
    return None, None


def _held(turn: Turn, offer: Offer) -> bool:
    held = turn.book.held
    return held is not None and utc(held.slot.start) == utc(offer.slot.start)


def _scene(turn: Turn) -> Scene:
    return Scene(turn.citizen, turn.book, turn.now)
