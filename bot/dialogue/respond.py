"""The conversation: what a turn means and what to answer. Pure; built once for each pack."""

from dataclasses import replace
from datetime import datetime

from knowledge.language import Languages

from bot.calendar import HoursAnswer, HoursDesk, HoursQuestion
from bot.dialogue.model import Memory, Reply, Turn
from bot.dialogue.plan import EMERGENCY, Plan, plan
from bot.dialogue.service_words import ServiceWords
from bot.dialogue.speaker import Speaker, Told
from knowledge.guards import Alarm, Guards
from knowledge.model import LanguageCode
from knowledge.pack import Pack
from knowledge.search import Search

LONG_MESSAGE = 600
"""Characters beyond which a message rarely holds one question; the bot then says so."""

ENOUGH_MISSES = 2
"""Messages without an answer in a row after which a person is offered first."""

HOURS_TOPICS = {
    "hours": "office",
    "phone_hours": "phone",
    "holidays": "office",
    "after_hours": "hotline",
    "consular_agent_cusco": "cusco_agent",
    "emergency_passport_exit_stamp": "migraciones",
}
"""Topics that the calendar answers where a message speaks of a time, with their channel."""

TOPIC_OF_CHANNEL = {channel: topic for topic, channel in reversed(HOURS_TOPICS.items())}
"""The topic whose source and next steps go with a channel; `hours` for the office."""


class Dialogue:
    """Everything the bot can say about one post."""

    def __init__(self, pack: Pack) -> None:
        """Learn the pack. Takes a second or two; keep the dialogue."""
        self.pack = pack
        self.words = ServiceWords(pack)
        self._speaker = Speaker(pack)
        self._search = Search.learn(pack)
        self._guards = Guards.from_file(pack.guards)
        self._hours = HoursDesk(pack.calendar)
        self._languages = Languages.learn(pack)

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
        preferred = (client or "").partition("-")[0]
        for language in (memory.language, preferred):
            if language in self.pack.languages:
                return language
        return self.pack.languages[0]

    def respond(self, turn: Turn, memory: Memory) -> tuple[Reply, Memory]:
        """Answer a message, and return what to remember. Never raises for any text."""
        reply, memory = self._respond(turn, memory)
        if len(turn.text) > LONG_MESSAGE:
            return self._speaker.at_length(reply), memory
        return reply, memory

    def _respond(self, turn: Turn, memory: Memory) -> tuple[Reply, Memory]:
        language, memory = self._language_of(turn, memory)
        alarms = self._guards.look(turn.text)
        if not alarms and (hours := self._follow_up(turn, memory, language)):
            told = Told(TOPIC_OF_CHANNEL.get(hours.context.channel, "hours"), hours)
            reply = self._speaker.answer([told], language)
            return reply, replace(memory, misses=0, hours=hours.context)
        planned = plan(alarms, self._search.needs(turn.text))
        if planned.topics:
            return self._answer(planned, alarms, turn, memory, language)
        if planned.suggestions:
            return self._speaker.ask_back(planned, language), memory
        return self._abstain(planned, memory, language)

    def topic(
        self, topic: str, memory: Memory, language: LanguageCode, now: datetime
    ) -> tuple[Reply, Memory]:
        """Answer a topic that was asked for by a button."""
        emergency = topic == EMERGENCY
        reply = self._speaker.answer([Told(topic)], language, emergency=emergency)
        return reply, replace(memory, misses=0)

    def explain(self, text: str) -> str:
        """Say, for the pack's editors, why `text` is answered as it is."""
        alarms = [
            f"guard {alarm.guard} ({alarm.kind}): “{alarm.words}” by “{alarm.pattern}”"
            for alarm in self._guards.look(text)
        ]
        guess = self._languages.detect(text)
        heard = f"language {guess.language}, certainty {guess.certainty:.2f}"
        verdicts = [verdict.explain() for verdict in self._search.needs(text)]
        return "\n".join([heard, *alarms, *verdicts])

    def _language_of(self, turn: Turn, memory: Memory) -> tuple[LanguageCode, Memory]:
        if memory.language_chosen:
            return self.language_for(memory, turn.client_language), memory
        guess = self._languages.detect(turn.text)
        if guess.sure:
            return guess.language, memory.heard(guess.language)
        return self.language_for(memory, turn.client_language), memory

    def _follow_up(self, turn: Turn, memory: Memory, language: LanguageCode) -> HoursAnswer | None:
        """Answer "and on Friday?", "what about the phone?", or a bare "tomorrow?"."""
        if not self._hours.is_follow_up(turn.text, language, turn.now):
            return None
        return self._ask_hours("hours", turn, memory, language)

    def _ask_hours(
        self, topic: str, turn: Turn, memory: Memory, language: LanguageCode
    ) -> HoursAnswer | None:
        if topic not in HOURS_TOPICS:
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
        told = [
            Told(topic, self._ask_hours(topic, turn, memory, language)) for topic in planned.topics
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
        guards = {guard.id: guard for guard in self.pack.guards.guards}
        return [topic for alarm in alarms for topic in guards[alarm.guard].see_also]

    def _abstain(
        self, planned: Plan, memory: Memory, language: LanguageCode
    ) -> tuple[Reply, Memory]:
        if planned.outside and (line := self._speaker.outside(planned.outside, language)):
            return line, memory
        missed = replace(memory, misses=memory.misses + 1)
        return self._speaker.unknown(language, again=missed.misses >= ENOUGH_MISSES), missed
