"""The conversation: what a turn means and what to answer. Pure; built once for each pack."""

from dataclasses import replace

from bot.calendar import CHANNELS, HoursAnswer, HoursDesk, HoursQuestion
from bot.dialogue.explain import explained
from bot.dialogue.learning import examples, outside_examples, samples
from bot.dialogue.model import Memory, Reply, Turn
from bot.dialogue.plan import EMERGENCY, SMALL_TALK, VISA, Plan, plan
from bot.dialogue.private import holds_private_number
from bot.dialogue.reception import Reception
from bot.dialogue.service_words import ServiceWords
from bot.dialogue.speaker import Speaker, Told
from bot.dialogue.tongue import Tongue
from bot.dialogue.waiting import WaitingRoom
from knowledge.guards import Alarm
from knowledge.language import Languages
from knowledge.model import LanguageCode
from knowledge.pack import Pack
from knowledge.search import Search, Shelf, Verdict

LONG_MESSAGE = 600
"""Characters beyond which a message rarely holds one question; the bot then says so."""

ENOUGH_MISSES = 2
"""Messages without an answer in a row after which a person is offered first."""

SETTLED_BY_DATE = 0.4
"""Chance from which a date settles that a message is about opening hours. Of labelled ones with a
date that are not answered at once, 6 of 8 are right from here, 2 of 8 below."""

ASKED_FROM = 0.2
"""The same beside "open" or "closed", which other places are too; none of 2,200 is lower."""

ALSO_NOW = ("hours", "phone_hours")
"""Topics whose button means "in general, and at this moment"."""

RIGHT_NOW = "right now"
"""As the calendar's grammar reads it in any language."""

HOURS_ONLY = ("hours", "phone_hours", "holidays")
"""Topics that are all about opening. Of others a day is only part of the answer, unless that is
all that is asked: "can cusco give me an emergency passport tonight" must hear that it cannot."""

TOPIC_OF_CHANNEL = {channel: topic for topic, channel in reversed([*CHANNELS.items()])}
"""The topic whose source and next steps go with a channel; `hours` for the office."""


class Dialogue:
    """Everything the bot can say about one post."""

    def __init__(self, pack: Pack, shelf: Shelf | None = None) -> None:
        """Learn the pack, which takes seconds; keep the dialogue.

        What was learned is kept on `shelf`, if there is one, for the next start.
        """
        self.pack = pack
        self.words = ServiceWords(pack)
        self._speaker = Speaker(pack)
        self._search = Search.learn(
            examples(pack),
            outside_examples(pack),
            words=pack.concepts,
            courtesies=SMALL_TALK,
            shelf=shelf,
        )
        self._hours = HoursDesk(pack.calendar)
        self._tongue = Tongue(Languages(pack.languages, samples(pack)), pack.languages)
        self.reception = Reception.of(pack, self._hours)
        """The appointment book's front desk; None where the pack has no such book."""
        self.waiting = WaitingRoom.of(pack, self._hours.calendar, self.reception)

    @property
    def topics(self) -> frozenset[str]:
        """Ids of all topics that can be asked for."""
        return frozenset(self.pack.entries)

    def language_for(self, memory: Memory, client: str | None) -> LanguageCode:
        """Return the language for a citizen who has not just written anything.

        Args:
            memory: what is remembered of them.
            client: IETF tag that their Telegram is set to.
        """
        return self._tongue.usual(memory, client)

    def respond(self, turn: Turn, memory: Memory) -> tuple[Reply, Memory]:
        """Answer a message, and return what to remember. Never raises for any text."""
        reply, memory = self._respond(turn, memory)
        if len(turn.text) > LONG_MESSAGE:
            reply = self._speaker.at_length(reply)
        if holds_private_number(turn.text):
            reply = self._speaker.without_numbers(reply)
        return reply, memory

    def _respond(self, turn: Turn, memory: Memory) -> tuple[Reply, Memory]:
        before = memory
        language, memory = self._tongue.of(turn, memory)
        alarms = self.pack.guards.look(turn.text)
        verdicts = self._search.needs(turn.text)
        planned = plan(alarms, verdicts)
        spoken = self.language_for(before, turn.client_language)
        chance = verdicts[0].chance
        safe = not alarms or not (planned.emergency or VISA in planned.topics)
        if safe and (booking := self._book(planned, chance, turn, memory, language, spoken)):
            return booking
        if self.reception and self.reception.at_a_loss(turn, memory, planned):
            planned = Plan()
        reply, memory = self._inform(planned, alarms, verdicts[0], turn, memory, language)
        return self.resumed(reply, turn, memory, language)

    def _inform(
        self,
        planned: Plan,
        alarms: tuple[Alarm, ...],
        heard: Verdict,
        turn: Turn,
        memory: Memory,
        language: LanguageCode,
    ) -> tuple[Reply, Memory]:
        """Answer from the pack alone."""
        if not alarms and (hours := self._about_time(turn, memory, language, heard)):
            told = Told(TOPIC_OF_CHANNEL.get(hours.context.channel, "hours"), hours)
            reply = self._speaker.answer([told], language)
            return reply, replace(memory, misses=0, hours=hours.context)
        if planned.topics:
            return self._answer(planned, alarms, turn, memory, language)
        if planned.suggestions:
            reply = self._speaker.ask_back(planned, language)
            return self._speaker.after_hotline(reply) if planned.emergency else reply, memory
        return self._abstain(planned, memory, language)

    def _book(
        self,
        planned: Plan,
        chance: float,
        turn: Turn,
        memory: Memory,
        language: LanguageCode,
        spoken: LanguageCode,
    ) -> tuple[Reply, Memory] | None:
        """Take up a message about an appointment. Safety comes first: it is answered before."""
        first = planned.emergency or VISA in planned.topics
        if not self.reception or (first and not self.reception.expects(turn, memory, language)):
            return None
        taken = self.reception.take(turn, memory, language, planned, chance, spoken)
        if not taken or not taken.told:
            return (taken.reply, taken.memory) if taken else None
        told, memory = self._answer(Plan(taken.told), (), turn, taken.memory, language)
        return self.reception.beside(taken, told), memory

    def resumed(
        self, reply: Reply, turn: Turn, memory: Memory, language: LanguageCode
    ) -> tuple[Reply, Memory]:
        """Return `reply` with the question of the open booking form after it, if there is one."""
        if not self.reception:
            return reply, memory
        return self.reception.resumed(reply, turn, memory, language)

    def topic(
        self, topic: str, turn: Turn, memory: Memory, language: LanguageCode
    ) -> tuple[Reply, Memory]:
        """Answer a topic that was asked for by a button; of opening hours, how it is now too."""
        if self.reception and (taken := self.reception.topic(topic, turn, memory, language)):
            if not taken.told:
                return taken.reply, taken.memory
            told = self._speaker.answer([Told(topic)], language)
            return self.reception.beside(taken, told), taken.memory
        told_now = Told(topic)
        if topic in ALSO_NOW:
            question = HoursQuestion(RIGHT_NOW, language, turn.now, topic)
            told_now = Told(topic, self._hours.answer(question), general=True)
        reply = self._speaker.answer([told_now], language, emergency=topic == EMERGENCY)
        hours = told_now.hours.context if told_now.hours else memory.hours
        return self.resumed(reply, turn, replace(memory, misses=0, hours=hours), language)

    def explain(self, text: str) -> str:
        """Say, for the pack's editors, why `text` is answered as it is."""
        alarms = [
            f"guard {alarm.guard} ({alarm.kind}): “{alarm.words}” by “{alarm.pattern}”"
            for alarm in self.pack.guards.look(text)
        ]
        guess = self._tongue.guess(text)
        heard = f"language {guess.language}, certainty {guess.certainty:.2f}"
        verdicts = [explained(verdict) for verdict in self._search.needs(text)]
        return "\n".join([heard, *alarms, *verdicts])

    def _about_time(
        self, turn: Turn, memory: Memory, language: LanguageCode, heard: Verdict
    ) -> HoursAnswer | None:
        """Answer what only a date makes a question of opening hours.

        "And on Friday?" after such a question, a bare "tomorrow?", and messages that are likely
        about opening hours and name a day.
        """
        nearest = heard.candidates[0]
        if heard.decision == "answer" or (nearest.outside and nearest.score > 0):
            return None
        if self._hours.is_follow_up(turn.text, language, turn.now):
            return self._ask_hours("hours", turn, memory, language)
        asked = self._hours.asks(turn.text, language, turn.now)
        enough = ASKED_FROM if asked else SETTLED_BY_DATE
        if heard.decision == "suggest" and heard.chance >= enough:
            return self._ask_hours(heard.suggestions[0], turn, memory, language)
        return None

    def _ask_hours(
        self, topic: str, turn: Turn, memory: Memory, language: LanguageCode
    ) -> HoursAnswer | None:
        if topic not in CHANNELS:
            return None
        question = HoursQuestion(turn.text, language, turn.now, topic, memory.hours)
        return self._hours.answer(question)

    def _answer(
        self,
        planned: Plan,
        alarms: tuple[Alarm, ...],
        turn: Turn,
        memory: Memory,
        language: LanguageCode,
    ) -> tuple[Reply, Memory]:
        only_hours = self._hours.asks(turn.text, language, turn.now)
        told = [
            Told(topic, hours, general=topic not in HOURS_ONLY and not only_hours)
            for topic in planned.topics
            for hours in [self._ask_hours(topic, turn, memory, language)]
        ]
        reply = self._speaker.answer(
            told,
            language,
            emergency=planned.emergency,
            first_steps=self._help_with(alarms),
        )
        contexts = [part.hours.context for part in told if part.hours]
        return reply, replace(memory, misses=0, hours=next(iter(contexts), memory.hours))

    def _help_with(self, alarms: tuple[Alarm, ...]) -> list[str]:
        """Return the topics that the guards which noticed something point to."""
        return [topic for alarm in alarms for topic in self.pack.help_with[alarm.guard]]

    def _abstain(
        self, planned: Plan, memory: Memory, language: LanguageCode
    ) -> tuple[Reply, Memory]:
        if planned.outside and (line := self._speaker.outside(planned.outside, language)):
            return self._speaker.after_hotline(line) if planned.emergency else line, memory
        missed = replace(memory, misses=memory.misses + 1)
        reply = self._speaker.unknown(language, again=missed.misses >= ENOUGH_MISSES)
        return self._speaker.after_hotline(reply) if planned.emergency else reply, missed
