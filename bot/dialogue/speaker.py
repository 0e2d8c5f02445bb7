"""Makes replies of the pack's words: hotline, answers, sources, next steps, in that order."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.calendar import HoursAnswer
from bot.dialogue import compose
from bot.dialogue.model import Button, Reply, ShowTopic
from bot.dialogue.plan import EMERGENCY, HUMAN, Plan
from knowledge.markup import Rich
from knowledge.model import LanguageCode, Localized
from knowledge.pack import Pack


@dataclass(frozen=True, slots=True)
class Told:
    """A topic to answer.

    Attributes:
        topic: its id.
        hours: what the calendar says, in place of the general answer.
        general: say the general answer after `hours` as well.
    """

    topic: str
    hours: HoursAnswer | None = None
    general: bool = False


class Speaker:
    """Says what was decided. Holds no state but the pack."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self._phrases = pack.phrases

    def answer(
        self,
        told: Sequence[Told],
        language: LanguageCode,
        *,
        emergency: bool = False,
        first_steps: Sequence[str] = (),
    ) -> Reply:
        """Answer one topic or several.

        Args:
            told: at least one; the first is the main one.
            language: one of the pack's.
            emergency: put the hotline first.
            first_steps: topics offered before those that the answers name.
        """
        topics = [part.topic for part in told]
        parts = [self._answer(part, language, later=bool(at)) for at, part in enumerate(told)]
        if emergency and EMERGENCY not in topics[:1]:
            parts.insert(0, self._pack.say(self._phrases.emergency_first, language))
        hours = [part.hours for part in told if part.hours]
        return Reply(
            compose.fitting(parts),
            language,
            intent=topics[0],
            also=tuple(topics[1:]),
            emergency=emergency or EMERGENCY in topics,
            clarify=any(answer.clarify for answer in hours),
            calendar=tuple(row for answer in hours for row in answer.rows),
            buttons=self._next_steps(topics, first_steps, language),
        )

    def ask_back(self, plan: Plan, language: LanguageCode) -> Reply:
        """Ask which of a few topics was meant; nearer to none of them, say that first."""
        phrase = self._phrases.unknown_near if plan.outside else self._phrases.did_you_mean
        return Reply(
            self._pack.say(phrase, language),
            language,
            outcome="suggest",
            suggestions=plan.suggestions,
            buttons=compose.choices(self._pack, plan.suggestions, language),
        )

    def outside(self, group: str, language: LanguageCode) -> Reply | None:
        """Say the line that a group of talk without answers has of its own, if it has one."""
        found = self._pack.outside[group]
        if not found.reply:
            return None
        topics = (*found.see_also, HUMAN)
        return Reply(
            found.reply[language],
            language,
            outcome="abstain",
            buttons=compose.next_steps(self._pack, topics, language),
        )

    def unknown(self, language: LanguageCode, *, again: bool) -> Reply:
        """Say that there is no answer, and the way to a person; `again` puts the person first."""
        phrases, say = self._phrases, self._pack.say
        opening = phrases.unknown_again if again else phrases.unknown
        text = Rich.join([say(opening, language), say(phrases.way_to_a_person, language)])
        person = Button(phrases.button_person[language], ShowTopic(HUMAN))
        near = compose.next_steps(self._pack, self._pack.post.start_topics, language)
        return Reply(
            text,
            language,
            outcome="abstain",
            buttons=(person, *near) if again else (*near, person),
        )

    def after_hotline(self, reply: Reply) -> Reply:
        """Put the hotline before a reply that has no answer."""
        hotline = self._pack.say(self._phrases.emergency_first, reply.language)
        emergency = compose.next_steps(self._pack, [EMERGENCY], reply.language)
        return replace(
            reply,
            text=compose.fitting([hotline, reply.text]),
            buttons=(*emergency, *reply.buttons)[: compose.MAX_BUTTONS],
            emergency=True,
        )

    def at_length(self, reply: Reply) -> Reply:
        """Add that the message was too long to be read as one question."""
        return self._noted(reply, self._phrases.long_message)

    def without_numbers(self, reply: Reply) -> Reply:
        """Add that a number in the message looks private and had better be deleted."""
        return self._noted(reply, self._phrases.private_number)

    def _noted(self, reply: Reply, note: Localized) -> Reply:
        said = self._pack.say(note, reply.language)
        return replace(reply, text=compose.fitting([reply.text, said]))

    def _answer(self, told: Told, language: LanguageCode, *, later: bool) -> Rich:
        entry = self._pack.entries[told.topic]
        parts = [Rich.parse(told.hours.text)] if told.hours else []
        if told.general or not parts:
            parts.append(entry.answer[language])
        answer = Rich.join([*parts, compose.source_line(self._pack, entry, language)])
        if not later:
            return answer
        heading = self._pack.say(self._phrases.and_also, language, topic=entry.title[language])
        return Rich.join([heading, answer])

    def _next_steps(
        self, topics: Sequence[str], first: Sequence[str], language: LanguageCode
    ) -> tuple[Button, ...]:
        named = [step for topic in topics for step in self._pack.entries[topic].see_also]
        steps = [step for step in (*first, *named) if step not in topics]
        return compose.next_steps(self._pack, steps or self._pack.post.start_topics, language)
