"""The appointment book's front desk: forms are opened, filled in, resumed, closed."""

from dataclasses import dataclass, replace

from bot.booking.desk import BookingDesk
from bot.booking.events import Begin, Control, Event, Heard, Resume
from bot.booking.form import Booked, Cancelled, Draft, Moved, Scene
from bot.booking.hearing import Ear
from bot.booking.taking import says_something
from bot.calendar import HoursDesk
from bot.dialogue import compose
from bot.dialogue.appointments import AppointmentSpeaker
from bot.dialogue.attendance import Attendance
from bot.dialogue.errands import (
    ACTS,
    BOOK,
    INTENTS,
    PURPOSES,
    STATUS,
    gives_up,
    is_for,
    only_guessed,
    others,
    own,
    purpose_of,
    wanted_of,
)
from bot.dialogue.model import GetCalendarFile, GetPage, Memory, Reply, Turn
from bot.dialogue.plan import Plan
from knowledge.model import LanguageCode
from knowledge.pack import Pack


@dataclass(frozen=True, slots=True)
class Taken:
    """A message that the reception has taken up.

    Attributes:
        reply: about the appointment.
        memory: with the form as it is from now on.
        told: topics to answer as well.
        first: whether the reply comes before those answers: it says that there is no such
            appointment here, and the answer says where else there may be one.
    """

    reply: Reply
    memory: Memory
    told: tuple[str, ...] = ()
    first: bool = False


class Reception:
    """The front desk of one post's appointment book."""

    def __init__(
        self,
        pack: Pack,
        desk: BookingDesk,
        ear: Ear,
        speaker: AppointmentSpeaker,
        attendance: Attendance,
    ) -> None:
        self._pack = pack
        self._desk = desk
        self._ear = ear
        self._speaker = speaker
        self.attendance = attendance

    @classmethod
    def of(cls, pack: Pack, hours: HoursDesk) -> "Reception | None":
        """Return the front desk of `pack`; None where it has no appointment book."""
        if not pack.services or not pack.form_words:
            return None
        desk = BookingDesk(pack.services, hours.calendar)
        ear = Ear(pack.form_words, pack.services, hours)
        speaker = AppointmentSpeaker(pack)
        return cls(pack, desk, ear, speaker, Attendance(pack.services, hours.calendar, speaker))

    def take(
        self,
        turn: Turn,
        memory: Memory,
        language: LanguageCode,
        planned: Plan,
        chance: float,
        spoken: LanguageCode,
    ) -> Taken | None:
        """Take up a message that is about an appointment; None if it is not.

        Args:
            turn: without danger or visa question: those come first.
            memory: with the open form, if there is one.
            language: of the message.
            planned: what the search makes of the message.
            chance: the search's, of its likeliest topic.
            spoken: the language so far; a name or a bare "no" is in no other.
        """
        draft = memory.draft
        heard = self._hear(turn, draft, planned, language)
        wanted = wanted_of(planned, heard)
        if draft and wanted and gives_up(draft, wanted, heard, turn):
            heard, wanted = Heard(control=Control.STOP), None
        if draft and is_for(draft, heard, wanted, turn, planned, chance):
            if heard.control or heard.person:
                language, memory = spoken, memory.heard(spoken)
            return Taken(*self.step(draft, heard, turn, memory, language))
        if wanted is None:
            return self._unclear(heard, turn, memory, language, planned)
        taken = self._open(wanted, heard, turn, memory, language)
        return replace(taken, told=(*taken.told, *others(planned, heard, self._pack)))

    def expects(self, turn: Turn, memory: Memory, language: LanguageCode) -> bool:
        """Whether a message is an answer to the open form from its first word to its last.

        The search may take "my son" or a name for the beginning of bad news; here it is an answer.
        """
        if memory.draft is None:
            return False
        heard = self._hear(turn, memory.draft, Plan(), language)
        said = says_something(heard, memory.draft.step)
        return bool(heard.control or (said and not (heard.more or heard.asks)))

    def at_a_loss(self, turn: Turn, memory: Memory, planned: Plan) -> bool:
        """Whether the open form has met a second message in a row that means nothing to anyone."""
        lost = memory.draft and memory.misses and only_guessed(planned, self._pack)
        return bool(lost and not planned.emergency and not self._ear.asks(turn.text))

    def topic(
        self, topic: str, turn: Turn, memory: Memory, language: LanguageCode
    ) -> Taken | None:
        """Do what a topic's button asks for; None where it only tells something."""
        return self._open(topic, Heard(), turn, memory, language) if topic in ACTS else None

    def beside(self, taken: Taken, told: Reply) -> Reply:
        """Return the reply of `taken` together with the answer to what else was asked."""
        if taken.first:
            text = compose.fitting([taken.reply.text, told.text])
            return replace(told, text=text, intent=taken.reply.intent)
        return self._speaker.resumed(taken.reply, told)

    def begin(
        self, event: Begin, turn: Turn, memory: Memory, language: LanguageCode
    ) -> tuple[Reply, Memory]:
        """Open a form."""
        return self.step(memory.draft, event, turn, memory, language)

    def step(
        self,
        draft: Draft | None,
        event: Event,
        turn: Turn,
        memory: Memory,
        language: LanguageCode,
    ) -> tuple[Reply, Memory]:
        """Do one step in a form."""
        scene = Scene(turn.citizen, turn.book, turn.now)
        result = self._desk.step(draft, event, scene)
        intent = INTENTS[purpose_of(result.draft or draft, event)]
        again = isinstance(event, Resume)
        reply = self._speaker.reply(result, language, scene, intent=intent, again=again)
        memory = replace(memory, misses=0, draft=result.draft, form_touched=turn.now)
        if draft and isinstance(result.says, Booked | Moved | Cancelled):
            booked = result.says.booking.reference
            memory = replace(memory, closed=draft.number, booked=booked)
        return reply, memory

    def closed(self, number: int, turn: Turn, memory: Memory, language: LanguageCode) -> Reply:
        """Answer a button of form `number`, which is closed: say so, or show what came of it."""
        done = own(turn.book.mine, memory.booked) if memory.closed == number else None
        if done is None:
            return self._speaker.stale(language)
        return self._speaker.details(done, language, turn.now, turn.book.waits)

    def resumed(
        self, reply: Reply, turn: Turn, memory: Memory, language: LanguageCode
    ) -> tuple[Reply, Memory]:
        """Add the open form's question to an answer that came in between."""
        if not memory.draft:
            return reply, memory
        question, after = self.step(memory.draft, Resume(), turn, memory, language)
        return self._speaker.resumed(question, reply), replace(after, misses=memory.misses)

    def mine(self, turn: Turn, language: LanguageCode) -> Reply:
        """Show the citizen's appointments."""
        reply = self._speaker.mine(turn.book, language, turn.now)
        return replace(reply, intent=STATUS)

    def show(self, reference: str, turn: Turn, language: LanguageCode) -> Reply:
        """Show one of the citizen's own appointments; another's is unknown."""
        booking = own(turn.book.mine, reference)
        if booking is None:
            return self.mine(turn, language)
        reply = self._speaker.details(booking, language, turn.now, turn.book.waits)
        return replace(reply, intent=STATUS)

    def paper(self, act: GetCalendarFile | GetPage, turn: Turn, language: LanguageCode) -> Reply:
        """Send a file of one of the citizen's own appointments; without it, list them."""
        reply = self._speaker.paper(act, turn.book, language, turn.now)
        return replace(reply, intent=STATUS) if reply else self.mine(turn, language)

    def _hear(
        self, turn: Turn, draft: Draft | None, planned: Plan, language: LanguageCode
    ) -> Heard:
        topic = planned.topics[0] if planned.topics else None
        asked = draft.step if draft else None
        purpose = draft.purpose if draft else None
        return self._ear.hear(
            turn.text, language, turn.now, asked=asked, purpose=purpose, topic=topic
        )

    def _open(
        self, topic: str, heard: Heard, turn: Turn, memory: Memory, language: LanguageCode
    ) -> Taken:
        known = turn.book.mine or turn.book.past
        elsewhere = (topic,) if topic != BOOK and not known else ()
        if topic in PURPOSES:
            begin = Begin(PURPOSES[topic], heard)
            opened = self.begin(begin, turn, memory, language)
            return Taken(*opened, told=elsewhere, first=bool(elsewhere))
        fitting = [one for one in turn.book.mine if heard.service in (None, one.service)]
        one = fitting[0] if len(fitting) == 1 else None
        reply = self.show(one.reference, turn, language) if one else self.mine(turn, language)
        shown = self.resumed(reply, turn, replace(memory, misses=0), language)
        return Taken(*shown, told=elsewhere, first=bool(elsewhere))

    def _unclear(
        self,
        heard: Heard,
        turn: Turn,
        memory: Memory,
        language: LanguageCode,
        planned: Plan,
    ) -> Taken | None:
        """Ask the form's question once more, where a message is no question and means nothing."""
        if (
            not memory.draft
            or heard.asks
            or memory.misses
            or not only_guessed(planned, self._pack)
        ):
            return None
        reply, memory = self.step(memory.draft, Heard(), turn, memory, language)
        return Taken(reply, replace(memory, misses=1))
