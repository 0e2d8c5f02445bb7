"""Speaks about appointments: whatever a booking form leads to, as a reply in the pack's words."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import assert_never

from bot.booking.book import Book, Booking, Hold, Waiting
from bot.booking.events import Purpose
from bot.booking.form import (
    AskBooking,
    AskCancel,
    AskConfirm,
    AskDay,
    AskMove,
    AskPerson,
    AskReading,
    AskService,
    AskTime,
    Booked,
    Cancelled,
    Moved,
    NoBooking,
    NothingFree,
    Question,
    Result,
    Scene,
    Stopped,
)
from bot.booking.refusals import Closed, Refusal
from bot.calendar import Calendar, Row, Wording
from bot.calendar.rows import Lookup, row
from bot.dialogue import compose
from bot.dialogue.acts import GetCalendarFile, GetPage
from bot.dialogue.booking_words import (
    choosing,
    confirming,
    endings,
    over,
    papers,
    refusing,
    waiting,
)
from bot.dialogue.booking_words.asking import Asking
from bot.dialogue.booking_words.voice import Said, Voice
from bot.dialogue.model import Button, Open, Reply, ShowMine, ShowTopic
from bot.dialogue.plan import HUMAN
from knowledge.markup import Rich
from knowledge.model import LanguageCode
from knowledge.pack import Pack

_MINUTE = timedelta(minutes=1)


class AppointmentSpeaker:
    """Says everything about appointments. Holds no state but the pack."""

    def __init__(self, pack: Pack) -> None:
        """Take a pack that has an appointment book.

        Raises:
            LookupError: it has none, or no words for it.
        """
        if pack.services is None or pack.phrases.booking is None:
            raise LookupError("this pack takes no appointments: no services, or no words for them")
        self._pack = pack
        self._services, self._words = pack.services, pack.phrases.booking
        self._calendar = Calendar(pack.calendar)
        self._wordings = {code: Wording(pack.calendar, code) for code in pack.languages}

    def reply(
        self,
        result: Result,
        language: LanguageCode,
        scene: Scene,
        *,
        intent: str | None = None,
        again: bool = False,
    ) -> Reply:
        """Say where an event has led: why not as wished, then the question or the ending.

        Args:
            result: its changes are carried by the reply.
            language: one of the pack's.
            scene: what the form was filled in against.
            intent: the topic, for whoever counts.
            again: the question has been asked before, and is asked after an answer in between.
        """
        voice = self._voice(language, scene.now)
        said = _said(result, scene, voice, again=again)
        refusal = result.refusal
        if refusal:
            parts = (refusing.refused(refusal, voice), *said.parts)
            buttons = (*refusing.ways(refusal, voice), *said.buttons)
            said = replace(said, parts=parts, buttons=tuple(dict.fromkeys(buttons)))
        if isinstance(result.says, Stopped) and refusal:
            # A cap has ended the form as it was opened: it says all there is to say.
            said = Said((refusing.refused(refusal, voice),), buttons=refusing.ways(refusal, voice))
        rows = self._rows(refusal, voice)
        return replace(
            _reply(said, language), intent=intent, calendar=rows, changes=result.changes
        )

    def about(
        self,
        says: Callable[[Booking, Voice], Said],
        booking: Booking,
        language: LanguageCode,
        now: datetime,
    ) -> Reply:
        """Let one of `booking_words` speak about an appointment."""
        return _reply(says(booking, self._voice(language, now)), language)

    def mine(self, book: Book, language: LanguageCode, now: datetime) -> Reply:
        """List the citizen's appointments; without any, offer to book one."""
        voice = self._voice(language, now)
        said = endings.mine(book.mine, voice, book.past)
        return _reply(waiting.listed(said, book.waits, voice), language)

    def details(
        self,
        booking: Booking,
        language: LanguageCode,
        now: datetime,
        waits: Sequence[Waiting] = (),
    ) -> Reply:
        """Show one of the citizen's appointments."""
        return self.says(partial(waiting.details, booking, waits), language, now)

    def says(self, words: Callable[[Voice], Said], language: LanguageCode, now: datetime) -> Reply:
        """Let some of `booking_words` speak."""
        return _reply(words(self._voice(language, now)), language)

    def paper(
        self, act: GetCalendarFile | GetPage, book: Book, language: LanguageCode, now: datetime
    ) -> Reply | None:
        """Send a file of one of the citizen's appointments; None if there is none to send."""
        file = papers.asked_for(act, book, self._voice(language, now))
        return Reply(Rich(), language, files=(file,)) if file else None

    def stale(self, language: LanguageCode) -> Reply:
        """Answer a tap in a form that is closed: it did nothing."""
        words = self._words
        mine = Button(words.button_mine[language], ShowMine())
        book = Button(words.button_book[language], Open(Purpose.BOOK))
        return Reply(self._pack.say(words.stale, language), language, buttons=(mine, book))

    def resumed(self, question: Reply, answer: Reply) -> Reply:
        """Return `answer` to something else, and after it the form's question with its buttons.

        Buttons that the answer cannot do without stay above them: what was perhaps meant, what
        helps in an emergency, a person where there is no answer.
        """
        back = self._pack.say(self._words.back_to, question.language)
        after = Rich.join([back, question.text], " ")
        needed = answer.outcome == "suggest" or answer.emergency
        kept = {
            button.label: button
            for button in answer.buttons
            if needed or (answer.outcome == "abstain" and button.act == ShowTopic(HUMAN))
        }
        return replace(
            answer,
            text=compose.fitting([answer.text, after]),
            grid=(*answer.grid, *((button,) for button in kept.values()), *question.grid),
            buttons=question.buttons,
            changes=(*answer.changes, *question.changes),
        )

    def _voice(self, language: LanguageCode, now: datetime) -> Voice:
        wording, zone = self._wordings[language], self._calendar.zone
        return Voice(self._pack, self._services, self._words, wording, zone, now)

    def _rows(self, refusal: Refusal | None, voice: Voice) -> tuple[Row, ...]:
        if not isinstance(refusal, Closed):
            return ()
        day = refusal.day
        fact = Lookup(self._calendar, voice.now).day(day.channel, day.date)
        return (row(fact, voice.wording),)


def _reply(said: Said, language: LanguageCode) -> Reply:
    return Reply(
        compose.fitting(said.parts),
        language,
        grid=said.grid,
        buttons=said.buttons,
        clarify=said.clarify,
    )


def _said(result: Result, scene: Scene, voice: Voice, *, again: bool) -> Said:
    match result.says:
        case NoBooking() if scene.book.past and not scene.book.mine:
            return over.none_ahead(scene.book.past[0], voice)
        case Booked() | Moved() | Cancelled() | Stopped() | NoBooking() | NothingFree() as end:
            said = endings.ending(end, scene.book.mine, voice)
            return waiting.after(end, said, scene.book.waits, voice)
        case question:
            if result.draft is None:
                raise LookupError("a question is asked, but no form is open")
            again = again or result.refusal is not None
            mine, kept = scene.book.mine, _kept(result, scene)
            return _asked(question, Asking(voice, result.draft, mine, kept, again))


def _asked(question: Question, form: Asking) -> Said:
    match question:
        case AskService():
            return choosing.service(form)
        case AskDay():
            asked = choosing.month if question.month else choosing.day
            return asked(question, form)
        case AskReading():
            return choosing.reading(question, form)
        case AskTime():
            return choosing.time(question, form)
        case AskPerson():
            return choosing.person(question, form)
        case AskConfirm():
            return confirming.booking(question, form)
        case AskMove():
            return confirming.moving(question, form)
        case AskCancel():
            return confirming.cancelling(question, form)
        case AskBooking():
            return choosing.which(question, form)
        case _:
            assert_never(question)


def _kept(result: Result, scene: Scene) -> timedelta | None:
    """Return the whole minutes that the asked-about time is kept; None: nobody keeps it."""
    match result.says:
        case AskPerson(slot) | AskConfirm(slot, _) | AskMove(_, slot):
            holds = [change for change in result.changes if isinstance(change, Hold)]
            held = scene.book.held
            if not holds and held and held.slot == slot:
                until = held.until
            elif holds:
                until = holds[-1].until
            else:
                return None
            left = (until - scene.now) // _MINUTE * _MINUTE
            return left if left > timedelta() else None
        case _:
            return None
