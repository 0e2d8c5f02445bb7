"""Answers questions about opening: what was asked, looked up, told. Pure; time comes in."""

from datetime import datetime, timedelta

from bot.calendar.asked import Asked, Form, Reader, most_particular
from bot.calendar.listing import Lister
from bot.calendar.opening import Calendar
from bot.calendar.plan import UPCOMING, Scene, Told, tell
from bot.calendar.questions import (
    CHANNELS,
    FOLLOW_UP,
    HoursAnswer,
    HoursContext,
    HoursQuestion,
)
from bot.calendar.rows import Fact, Lookup, row
from bot.calendar.spans import Mention, one
from bot.calendar.telling import Teller
from bot.calendar.when import Grammar, When
from bot.calendar.wording import Wording
from knowledge.opening import CalendarFile


class HoursDesk:
    """Answers for one post. Safe to share between citizens."""

    def __init__(self, file: CalendarFile) -> None:
        self.calendar = Calendar(file)
        self._grammar = Grammar(file)
        self._reader = Reader(file)
        self._wordings = {language: Wording(file, language) for language in file.formats}

    def when(self, text: str, language: str, now: datetime) -> When:
        """Return what `text` says about time, as seen from the aware instant `now`."""
        return self._grammar.read(text, language, self.calendar.local(now))

    def is_follow_up(self, text: str, language: str, now: datetime) -> bool:
        """Whether `text` is only a time or a channel: "and on Friday?", "and the phone?"."""
        return self._reader.follows_up(text, self.when(text, language, now))

    def asks(self, text: str, language: str, now: datetime) -> bool:
        """Whether `text` asks in so many words if something is open, closed or a holiday."""
        return self._reader.read(text, self.when(text, language, now)).form is not Form.TELL

    def answer(self, question: HoursQuestion) -> HoursAnswer | None:
        """Return the answer; None where the message speaks of no time and does not mean now."""
        scene = self._scene(question)
        told = tell(scene)
        if told is None:
            return None
        return self._finished(scene, told)

    def _scene(self, question: HoursQuestion) -> Scene:
        when = self.when(question.text, question.language, question.now)
        asked = self._reader.read(question.text, when)
        lookup = Lookup(self.calendar, question.now)
        channel, mentions = self._aim(question, when, asked)
        wording = self._wordings[question.language]
        teller = Teller(lookup, wording, channel)
        lister = Lister(lookup, wording, channel, teller)
        return Scene(question, when, asked, channel, mentions, lookup, wording, teller, lister)

    def _aim(
        self, question: HoursQuestion, when: When, asked: Asked
    ) -> tuple[str, tuple[Mention, ...]]:
        """Return the channel meant and the dates meant, a recent context counted in."""
        file, context = self.calendar.file, question.context
        of_topic = CHANNELS.get(question.topic, "office")
        fresh = (
            context is not None and timedelta(0) <= question.now - context.asked_at <= FOLLOW_UP
        )
        if context and fresh and self._reader.follows_up(question.text, when):
            channel = most_particular(asked.channels, file) or context.channel
            days = () if when.mentions else tuple(Mention((one(day),)) for day in context.days)
            return channel, when.mentions or (days if not when.now else ())
        candidates = [name for name in (*asked.channels, of_topic) if name in file.channels]
        channel = most_particular(candidates, file) or next(iter(file.channels))
        return self._for_emergency(channel) if asked.emergency else channel, when.mentions

    def _always(self, scene: Scene, fact: Fact) -> bool:
        """Whether the channel of `fact` is there at any hour for what this question is about."""
        return scene.asked.urgent and self.calendar.file.channels[fact.day.channel].always

    def _for_emergency(self, channel: str) -> str:
        """Return the channel that answers emergencies at any hour, in place of one with hours."""
        channels = self.calendar.file.channels
        always = (name for name, other in channels.items() if other.always)
        return next(always, channel) if channels[channel].weekly else channel

    def _finished(self, scene: Scene, told: Told) -> HoursAnswer:
        wording = self._wordings[scene.question.language]
        paragraphs = [*told.paragraphs, *scene.lister.footers([*told.facts, *told.silent])]
        channel = self.calendar.file.channels[scene.channel]
        weekly = bool(channel.weekly)
        shut = told.shut or any(not f.favourable or scene.teller.over(f) for f in told.facts)
        hotline = weekly and channel.ours and shut
        if hotline:
            paragraphs.append(wording.sentence("hotline"))
        rows = tuple(row(fact, wording, always=self._always(scene, fact)) for fact in told.facts)
        days = tuple(dict.fromkeys(fact.day.date for fact in told.facts))
        return HoursAnswer(
            text="\n\n".join(paragraph.strip() for paragraph in paragraphs if paragraph.strip()),
            rows=rows,
            clarify=told.clarify,
            hotline=hotline or not weekly,
            context=HoursContext(scene.channel, days[:UPCOMING], scene.question.now),
        )
