"""What a message says about an appointment: service, day and time, person, reference, control.

Lexical and total: the words are the pack's (`form.yaml`, `services.yaml`), the dates the
calendar's. What is not sure is not heard; the form asks for it.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.booking import reference
from bot.booking.asides import AsideEar, unreal_day
from bot.booking.events import Aside, Control, Heard, Purpose, Wish
from bot.booking.form import Step
from bot.booking.naming import Named, NameEar
from bot.booking.people import PeopleEar
from bot.booking.said import PhraseBook, Reader, Word, phrases
from bot.booking.services_heard import ServiceEar
from bot.booking.steering import SteerEar
from bot.booking.taking import says_something
from bot.booking.vocabulary import TimeWords, named_days, understood, vocabulary
from bot.booking.wanting import WantEar, Wanted
from bot.booking.wishing import Moment, WishEar
from bot.calendar import HoursDesk
from knowledge.form_words import FormWords
from knowledge.services import ServicesFile


class Ear:
    """Hears for one post. Safe to share between citizens."""

    def __init__(self, words: FormWords, services: ServicesFile, hours: HoursDesk) -> None:
        self._prefix = services.prefix
        self._services = ServiceEar(services, phrases(words.little))
        self._wants = WantEar(words)
        self._wishes = WishEar(words, hours)
        self._steers = SteerEar(words)
        padding = phrases(words.padding)
        days = named_days(hours)
        self._times = TimeWords(days)
        self._names = NameEar(words.names, self._services.vocabulary, padding, days)
        self._people = PeopleEar(words.names, self._names)
        self._asides = AsideEar(words, self._services, self._people)
        self._asking = PhraseBook({"": phrases(words.asking)})
        self._padding = PhraseBook({"": padding})
        self._understood = PhraseBook({"": understood(words)})
        kin = {word for one in phrases(words.names.kin) for word in one}
        self._reader = Reader(self._services.vocabulary | vocabulary(words), kin)

    def hear(
        self,
        text: str,
        language: str,
        now: datetime,
        *,
        asked: Step | None = None,
        purpose: Purpose | None = None,
        topic: str | None = None,
    ) -> Heard:
        """Return what `text` says; never raises.

        Args:
            text: as typed.
            language: of the message; decides what 7/8 is.
            now: aware.
            asked: what the open form has asked; None: no form is open.
            purpose: of that form; where it is to cancel, "cancel it" confirms.
            topic: what the search takes the message for, a hint at the service.
        """
        read, words = self._reader.read(text)
        code = self._reference(read, asked)
        if code:
            words = _without(read, words, self._prefix)
        asks = "?" in text or "¿" in text or self._asks(words)
        control = self._steers.hear(words, asked=asked, purpose=purpose, doubtful="?" in text)
        aside = self._asides.hear(read, words, asked)
        if control:
            return Heard(control=control, aside=aside)
        moment = Moment(language, now, asked)
        heard = self._details(read, words, moment, topic, code, aside, asks=asks)
        if unreal_day(words):
            heard = replace(heard, wish=replace(heard.wish, readings=(), weekdays=()))
        return heard if says_something(heard) else self._named(read, words, heard, purpose)

    def asks(self, text: str) -> bool:
        """Whether `text` reads as a question."""
        return "?" in text or "¿" in text or self._asks(self._reader.read(text)[1])

    def _named(
        self, text: str, words: tuple[Word, ...], heard: Heard, purpose: Purpose | None
    ) -> Heard:
        """Return `heard` with a full name that is all of the message, in a form to book."""
        if purpose is not Purpose.BOOK or heard.asks:
            return heard
        named = self._names.whole(text, words)
        return replace(heard, person=named.name, more=False) if named else heard

    def _details(
        self,
        text: str,
        words: tuple[Word, ...],
        moment: Moment,
        topic: str | None,
        code: str | None,
        aside: Aside,
        *,
        asks: bool,
    ) -> Heard:
        wanted = self._wants.hear(words, self._weighty(words))
        named = self._person(text, words, wanted, moment, asks=asks)
        own = {*range(named.start, named.end)} if named else set()
        service, serving = self._service(words, wanted, own)
        wish = Wish()
        for part in wanted.parts:
            heard = [words[at] for at in sorted(part - own - serving)]
            wish = _corrected(wish, self._wishes.hear(text, heard, moment))
        control = self._declined(words, wanted, text, moment, named, wish, service)
        return Heard(
            service=service or self._services.by_topic(topic),
            wish=wish,
            person=named.name if named else None,
            reference=code,
            control=control,
            asks=asks,
            more=self._more(words, own | serving | self._asides.words(words, aside), asks=asks),
            aside=aside,
        )

    # The parts of what is heard

    def _reference(self, text: str, asked: Step | None) -> str | None:
        if asked in (None, Step.BOOKING) or self._prefix.casefold() in text.casefold():
            return reference.tidy(text, self._prefix)
        return None

    def _weighty(self, words: Sequence[Word]) -> list[bool]:
        """For each word, whether it means a time or belongs to a service's phrase."""
        serving = {at for heard in self._services.hear(words) for at in heard.words}
        return [at in serving or self._times.holds(word) for at, word in enumerate(words)]

    def _service(
        self, words: tuple[Word, ...], wanted: Wanted, own: set[int]
    ) -> tuple[str | None, set[int]]:
        """Return the service that is wanted, and the words of all that are named."""
        serving: set[int] = set()
        chosen: str | None = None
        for part in wanted.parts:
            places = sorted(part - own)
            heard = self._services.hear([words[at] for at in places])
            serving |= {places[at] for one in heard for at in one.words}
            named = {one.service for one in heard}
            if named:
                chosen = named.pop() if len(named) == 1 else None
        return chosen, serving

    def _person(
        self,
        text: str,
        words: tuple[Word, ...],
        wanted: Wanted,
        moment: Moment,
        *,
        asks: bool,
    ) -> Named | None:
        if wanted.unwanted or len(wanted.parts) > 1:
            kept = sorted(at for part in wanted.parts for at in part)
        else:
            kept = [*range(len(words))]
        bare = moment.asked is Step.PERSON and not asks
        named = self._names.hear(text, [words[at] for at in kept], asked=bare)
        if named is None:
            return None
        return Named(named.name, kept[named.start], kept[named.end - 1] + 1)

    def _declined(
        self,
        words: tuple[Word, ...],
        wanted: Wanted,
        text: str,
        moment: Moment,
        named: Named | None,
        wish: Wish,
        service: str | None,
    ) -> Control | None:
        """Return what is declined where nothing is wanted in its place: "not friday"."""
        if moment.asked is None or not wanted.unwanted or wish or named or service:
            return None
        off = self._wishes.hear(text, [words[at] for at in sorted(wanted.unwanted)], moment)
        if off.readings:
            return Control.ANOTHER_DAY
        return Control.ANOTHER_TIME if off.times or off.between else None

    # What else is said

    def _asks(self, words: Sequence[Word]) -> bool:
        """Whether the message begins as a question."""
        at = 0
        while at < len(words):
            if self._asking.at(words, at):
                return True
            padding = self._padding.at(words, at)
            if padding is None:
                return False
            at = padding.end
        return False

    def _more(self, words: Sequence[Word], own: set[int], *, asks: bool) -> bool:
        """Whether there are words that no part of a wish explains."""
        known = {at for f in self._understood.all(words) for at in range(f.start, f.end)}
        known |= own | self._wishes.words(words)
        if not asks:
            known |= self._people.unnamed(words)
        left = [word for at, word in enumerate(words) if at not in known]
        return any(not self._times.belongs(word) for word in left)


def _corrected(before: Wish, after: Wish) -> Wish:
    """Return the wish after a correction: each side of it that is said again is replaced."""
    timed = bool(after.times or after.between)
    days = after if after.readings or after.days_on else before
    return Wish(
        readings=days.readings,
        weekdays=days.weekdays,
        days_on=days.days_on,
        times=after.times if timed else before.times,
        between=after.between if timed else before.between,
        earliest=after.earliest or (before.earliest and not after.readings and not timed),
    )


def _without(text: str, words: tuple[Word, ...], prefix: str) -> tuple[Word, ...]:
    """Leave out the words a reference is written in."""
    found = re.search(rf"{prefix}\W*\w(?:\W*\w){{4}}", text, re.IGNORECASE)
    start, end = found.span() if found else (0, len(text))
    return tuple(word for word in words if word.end <= start or word.start >= end)
