"""Which dates and instants to look up for a question, and how they are told."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice

from bot.calendar.asked import Asked, Form
from bot.calendar.listing import LONG, Lister
from bot.calendar.questions import HoursQuestion
from bot.calendar.rows import Fact, Lookup
from bot.calendar.spans import Mention, Span
from bot.calendar.states import State, as_every_week, utc
from bot.calendar.telling import Teller
from bot.calendar.when import When
from bot.calendar.wording import Wording

_ROWS_AT_MOST = 62
"""Two months of weekdays and more: longer stretches are told by their closures."""
_DATES_AT_MOST = 14
"""Single dates told in one answer."""
_AHEAD = {"next", "coming"}
UPCOMING = 5
_UPCOMING_DAYS = 120


@dataclass(frozen=True, slots=True)
class Scene:
    """A question made concrete: the channel and everything to look up."""

    question: HoursQuestion
    when: When
    asked: Asked
    channel: str
    mentions: tuple[Mention, ...]
    lookup: Lookup
    wording: Wording
    teller: Teller
    lister: Lister


@dataclass(frozen=True, slots=True)
class Told:
    """What is said, and the facts it rests on."""

    paragraphs: list[str]
    facts: list[Fact]
    clarify: bool = False
    shut: bool = False
    """Closed at this moment, whatever the facts say of other days."""
    silent: tuple[Fact, ...] = ()
    """Looked up and summed up, but not told one by one; they have no row."""


def tell(scene: Scene) -> Told | None:
    """Return what to say; None where the message speaks of no time and does not mean now."""
    if scene.mentions:
        return _tell_dates(scene)
    when, asked, lookup = scene.when, scene.asked, scene.lookup
    if asked.form is Form.NEXT:
        return _tell_next(scene)
    if asked.form is Form.CLOSURES:
        return _tell_upcoming(scene) if _AHEAD & set(when.residue.split()) else None
    if when.away:
        return _tell_one(scene, lookup.at(scene.channel, when.away), now=False)
    if when.times:
        return _tell_times(scene)
    if when.part:
        return _tell_one(scene, _habitual_part(scene), now=False)
    if asked.now:
        return _tell_one(scene, lookup.at(scene.channel, lookup.now), now=True)
    return None


def _tell_one(scene: Scene, fact: Fact, *, now: bool) -> Told:
    channel = scene.lookup.calendar.file.channels[scene.channel]
    if scene.asked.urgent and channel.always and channel.call_first:
        return Told([scene.teller.standing(fact)], [fact])
    facts = [fact]
    if scene.asked.next_wanted and not fact.day.hours and fact.following:
        facts.append(scene.lookup.day(scene.channel, fact.following.start.date()))
    # Asked whether the embassy is open for an emergency: "yes" would be said of the hotline.
    form = Form.TELL if scene.asked.emergency else scene.asked.form
    return Told(scene.teller.single(fact, form, now=now), facts)


def _tell_times(scene: Scene) -> Told:
    """Answer "at 3": today, or tomorrow where that has passed."""
    lookup = scene.lookup
    instants = [lookup.calendar.combine(lookup.today, clock) for clock in scene.when.times]
    if instants[-1] < lookup.now:
        tomorrow = lookup.today + timedelta(days=1)
        instants = [lookup.calendar.combine(tomorrow, clock) for clock in scene.when.times]
    return _tell_facts(scene, [lookup.at(scene.channel, instant) for instant in instants])


def _habitual_part(scene: Scene) -> Fact:
    """Answer "in the afternoons" for today, or for the next day that has hours at all."""
    lookup, part = scene.lookup, scene.when.part
    today = lookup.day(scene.channel, lookup.today, part)
    ahead = any(utc(hours.end) > utc(lookup.now) for hours in today.day.hours)
    if ahead or today.following is None:
        return today
    return lookup.day(scene.channel, today.following.start.date(), part)


def _tell_next(scene: Scene) -> Told:
    lookup = scene.lookup
    now = lookup.at(scene.channel, lookup.now)
    if now.following is None:
        return Told(scene.teller.next_opening(now), [now])
    facts = [lookup.day(scene.channel, now.following.start.date())]
    if now.favourable:
        facts.insert(0, lookup.day(scene.channel, lookup.today))
    return Told(scene.teller.next_opening(now), facts, shut=not now.favourable)


def _tell_upcoming(scene: Scene) -> Told:
    lookup = scene.lookup
    ahead = Span(lookup.today, lookup.today + timedelta(days=_UPCOMING_DAYS)).days()
    facts = [lookup.day(scene.channel, day) for day in ahead]
    closed = [f for f in facts if f.state is not State.OPEN and not as_every_week(f.reasons)]
    shown = closed[:UPCOMING]
    if not shown:
        return Told(scene.lister.items(facts[:1], Form.TELL), facts[:1])
    return Told(scene.lister.items(shown, Form.TELL), shown)


def _tell_dates(scene: Scene) -> Told | None:
    mentions = scene.mentions
    only = mentions[0].likely if len(mentions) == 1 else None
    if only and not only.single and len(mentions[0].readings) == 1:
        return _tell_span(scene, only)
    facts = [*islice(_facts(scene), _DATES_AT_MOST)]
    if scene.asked.form is Form.CLOSURES and not only:
        facts = [fact for fact in facts if fact.state is not State.OPEN] or facts
    return _tell_facts(scene, facts)


def _facts(scene: Scene) -> Iterator[Fact]:
    seen: set[tuple[date, datetime | None]] = set()
    for mention in scene.mentions:
        spans = mention.readings
        facts = [fact for span in spans for fact in _facts_of(scene, mention, span)]
        if mention.recurring and all(_alike(fact, facts[0]) for fact in facts):
            facts = facts[:1]  # every Saturday is closed: one stands for all
        for fact in facts:
            if (fact.day.date, fact.at) not in seen:
                seen.add((fact.day.date, fact.at))
                yield fact


def _alike(fact: Fact, other: Fact) -> bool:
    if as_every_week(fact.reasons) and as_every_week(other.reasons):
        return True
    return (fact.state, fact.reasons) == (other.state, other.reasons)


def _facts_of(scene: Scene, mention: Mention, span: Span) -> list[Fact]:
    lookup, when = scene.lookup, scene.when
    days = span.days()[:_ROWS_AT_MOST]
    if not span.single:
        weekdays = [
            day for day in days if not as_every_week(lookup.day(scene.channel, day).reasons)
        ]
        days = weekdays or days
    timed = when.timed in (None, mention)
    if when.times and timed:
        combine = lookup.calendar.combine
        return [lookup.at(scene.channel, combine(d, clock)) for d in days for clock in when.times]
    return [lookup.day(scene.channel, day, when.part if timed else None) for day in days]


def _tell_facts(scene: Scene, facts: list[Fact]) -> Told:
    if len(facts) == 1:
        told = _tell_one(scene, facts[0], now=False)
        return _with_office(scene, told)
    if not scene.lookup.calendar.file.channels[scene.channel].weekly:
        return Told(_tell_one(scene, facts[0], now=False).paragraphs, facts)
    if any(_differs(scene, mention) for mention in scene.mentions):
        return Told(scene.lister.ambiguous(facts), facts, clarify=True)
    return Told(scene.lister.items(facts, scene.asked.form), facts)


def _differs(scene: Scene, mention: Mention) -> bool:
    """Whether the honest readings of one mention have different answers."""
    if mention.recurring:
        return False
    outcomes = {
        tuple(fact.state for fact in _facts_of(scene, mention, span)) for span in mention.readings
    }
    return len(outcomes) > 1


def _tell_span(scene: Scene, span: Span) -> Told:
    lookup = scene.lookup
    every = [lookup.day(scene.channel, day) for day in span.days()]
    weekdays = [fact for fact in every if not as_every_week(fact.reasons)] or every
    if not lookup.calendar.file.channels[scene.channel].weekly:
        told = _tell_one(scene, every[0], now=False)
        return Told(told.paragraphs, every[:LONG])
    if len(weekdays) == 1:
        return _tell_one(scene, weekdays[0], now=False)
    paragraphs = scene.lister.span(weekdays, span, scene.asked.form)
    if len(weekdays) <= _ROWS_AT_MOST:
        return Told(paragraphs, weekdays)
    closed = [fact for fact in weekdays if fact.state is not State.OPEN]
    return Told(paragraphs, closed, silent=tuple(weekdays))


def _with_office(scene: Scene, told: Told) -> Told:
    """After hours the hotline answers; whether the office is open then is said too."""
    file, fact = scene.lookup.calendar.file, told.facts[0]
    general, channel = next(iter(file.channels)), file.channels[scene.channel]
    named = scene.channel in scene.asked.channels
    if named or channel.weekly or channel.call_first:
        return told
    teller = Teller(scene.lookup, scene.wording, general)
    office = _same_time(scene, general, fact)
    paragraphs = [*told.paragraphs, *teller.single(office, Form.TELL, now=False)]
    return Told(paragraphs, [*told.facts, office])


def _same_time(scene: Scene, channel: str, fact: Fact) -> Fact:
    if fact.at:
        return scene.lookup.at(channel, fact.at)
    return scene.lookup.day(channel, fact.day.date, scene.when.part)
