"""When somebody would like to come, from the words of a message."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import chain

from bot.booking.bare import BARE
from bot.booking.events import Wish
from bot.booking.form import Step
from bot.booking.said import PhraseBook, Word, phrases
from bot.booking.vocabulary import symbol_of
from bot.calendar import HoursDesk, Mention, Span, When
from bot.calendar.clock import PART_SPANS
from bot.calendar.spans import WEEK, one
from knowledge.form_words import FormWords

FAR = timedelta(days=366)
"""Where "from Monday on" ends: no pack lets people book further ahead."""

EARLY = (time(6), time(9))
"""First thing in the morning, on whichever day."""

LONGEST_BARE = 5
"""Words of a message that may be a number alone: "let's say 9 then please"."""

_EARLIEST, _WHENEVER, _EARLY, _MOVING = "earliest", "whenever", "early", "moving"
_CLOCK = re.compile(r"\b(1[0-2]|[7-9]) (00|15|30|45)\b")
_OF_A_DAY = re.compile(r"(?<=day)['’]s\b")
_WEEKDAY = re.compile(r"[vw]\d")
_POINTING = re.compile(r"next|this|coming|past|last|viene|every|u\w+|[odmq]-?\d+")
"""Beside a weekday, what says which one."""

_BEFORE_ONE = frozenset(
    [
        "at",
        "around",
        "about",
        "by",
        "till",
        "until",
        "to",
        "before",
        "after",
        "past",
        "or",
        "and",
        "for",
    ]
)
"""After these, "one" is a time or a number."""

_WEEKDAY_HOUR = re.compile(r"([^\W\d_]{3,})\s+(1[0-2]|[7-9])(?![\d:./-]|\s*[ap]\.?\s?m)\b")


@dataclass(frozen=True, slots=True)
class Moment:
    """What a message is heard against."""

    language: str
    now: datetime
    asked: Step | None


class WishEar:
    """Hears days and times."""

    def __init__(self, words: FormWords, hours: HoursDesk) -> None:
        self._hours = hours
        self._phrases = PhraseBook(
            {
                _EARLIEST: phrases(words.earliest),
                _WHENEVER: phrases(words.whenever),
                _EARLY: phrases(words.early),
            }
        )
        self._moving = PhraseBook({_MOVING: phrases(words.moving)})
        self._onwards = PhraseBook({str(n): phrases(said) for n, said in words.days_on.items()})

    def hear(self, text: str, words: Sequence[Word], moment: Moment) -> Wish:
        """Return the wish in `words`; all else in `text` is blanked out."""
        labels = {found.label for found in self._phrases.all(words)}
        said = words
        soon = self.words(words)
        words = [word for at, word in enumerate(words) if at not in soon]
        words = _without_pronouns(words)
        spoken = _CLOCK.sub(r"\1:\2", _OF_A_DAY.sub("", _spoken(text, words)))
        when = self._when(spoken, moment)
        wish = self._wish(when, moment, words, said)
        if _EARLY in labels and not wish.times:
            wish = _early(wish, moment)
        anyhow = _WHENEVER in labels and not wish
        return replace(wish, earliest=wish.earliest or anyhow or _EARLIEST in labels)

    def words(self, words: Sequence[Word]) -> set[int]:
        """Return the places of words that say how soon."""
        every = (*self._phrases.all(words), *self._onwards.all(words))
        return {at for found in every for at in range(found.start, found.end)}

    # Reading

    def _when(self, spoken: str, moment: Moment) -> When:
        when = self._read(spoken, moment)
        if when.silent and moment.asked in BARE and len(spoken.split()) <= LONGEST_BARE:
            return self._read(BARE[moment.asked](spoken, moment.language), moment)
        if any(_two_days(mention) for mention in when.mentions) and not when.times:
            again = self._read(_WEEKDAY_HOUR.sub(r"\1 at \2", spoken), moment)
            return again if again.times else when
        return when

    def _read(self, spoken: str, moment: Moment) -> When:
        return self._hours.when(spoken, moment.language, moment.now)

    def _wish(
        self, when: When, moment: Moment, words: Sequence[Word], said: Sequence[Word]
    ) -> Wish:
        today = self._hours.calendar.local(moment.now).date()
        symbols = [symbol_of(word) for word in words]
        mentions = [_next_week(mention, today, moment.language) for mention in when.mentions]
        if "last" in symbols:
            mentions = [_past(mention, today) for mention in mentions]
        moving = bool(self._moving.all(words))
        weekdays = self._weekdays(words, when.mentions, moment)
        spans = [*chain.from_iterable(_spans(mention, today) for mention in mentions)]
        if moving and mentions and (len(mentions) > 1 or _stretch(mentions[0])):
            spans = [one(span.last) for span in mentions[-1].readings]
            weekdays = weekdays[-1:]
        if when.away and not spans:
            spans = [one(when.away.date())]
        if when.now and not spans:
            spans = [one(today)]
        times, between = _times(when)
        on = 0 if spans else self._days_on(said)
        days = tuple(dict.fromkeys(spans))
        return Wish(days, times, between, weekdays=weekdays, days_on=on)

    def _weekdays(
        self, words: Sequence[Word], mentions: Sequence[Mention], moment: Moment
    ) -> tuple[int, ...]:
        """Return the weekdays that are named, if nothing else about the days is said."""
        symbols = [symbol_of(word) for word in words]
        named = [word for word in words if _WEEKDAY.fullmatch(symbol_of(word))]
        if len(named) != len(mentions) or any(map(_POINTING.fullmatch, symbols)):
            return ()
        numbers = {int(word.plain) for word in words if word.plain.isdigit()}
        for word, mention in zip(named, mentions, strict=True):
            days = {span.first.day for span in mention.readings}
            bare = self._read(word.plain, moment).mentions == (mention,)
            if not bare or mention.recurring or days & numbers:
                return ()
        return tuple(int(symbol_of(word)[1]) for word in named)

    def _days_on(self, words: Sequence[Word]) -> int:
        found = [int(one.label) for one in self._onwards.all(words)]
        return found[0] if found else 0


def _spoken(text: str, words: Sequence[Word]) -> str:
    """Return `text` with everything else than `words` blanked out; their punctuation stays."""
    kept: list[str] = []
    for at, word in enumerate(words):
        ends = words[at + 1].start if at + 1 < len(words) else len(text)
        tail = text[word.end : ends]
        glued = re.match(r"[^\w]*", tail)
        kept.append(text[word.start : word.end] + (glued[0] if glued else ""))
        if glued and len(glued[0]) < len(tail):
            kept.append(" ")
    return "".join(kept)


def _two_days(mention: Mention) -> bool:
    """Whether a weekday and a number disagree ("friday 9"): the number is rather an hour."""
    if len(mention.readings) != 2:
        return False
    first, second = mention.readings
    return first.single and second.single and abs((second.first - first.first).days) < WEEK


def _without_pronouns(words: Sequence[Word]) -> list[Word]:
    """Leave the "one" out that is no number: "the notary one", "the second one"."""
    return [
        word
        for at, word in enumerate(words)
        if word.plain not in ("one", "ones") or not at or words[at - 1].plain in _BEFORE_ONE
    ]


# Meaning


def _past(mention: Mention, today: date) -> Mention:
    """Take "last monday" for the one that is over, where it can be that."""
    over = tuple(span for span in mention.readings if span.last < today)
    return replace(mention, readings=over) if over else mention


def _next_week(mention: Mention, today: date, language: str) -> Mention:
    """Take "next friday" for the one of next week, as English mostly means it.

    The date is shown before anything is booked. Spanish "el próximo viernes" keeps both readings.
    """
    spans = mention.readings
    if language != "en" or len(spans) != 2 or mention.recurring:
        return mention
    apart = (spans[1].first - spans[0].first).days
    if spans[0].single and apart == WEEK and spans[0].first > today:
        return replace(mention, readings=spans[1:])
    return mention


def _stretch(mention: Mention) -> bool:
    """Whether two weekdays were joined, "from friday to monday"; a whole week is no such thing."""
    days = (mention.likely.last - mention.likely.first).days
    return mention.open is None and 0 < days < WEEK - 1


def _spans(mention: Mention, today: date) -> list[Span]:
    match mention.open:
        case "from":
            return [Span(span.first, span.first + FAR) for span in mention.readings]
        case "until":
            return [Span(min(today, span.last), span.last) for span in mention.readings]
        case None:
            return [*mention.readings]


def _times(when: When) -> tuple[tuple[time, ...], tuple[time, time] | None]:
    times = tuple(dict.fromkeys(when.times))
    if not times:
        return (), PART_SPANS[when.part] if when.part else None
    match when.bound:
        case "from":
            return (), (times[0], time.max)
        case "until":
            return (), (time.min, times[0])
        case "between" if times[0] < times[-1]:
            return (), (times[0], times[-1])
        case _:
            return times, None


def _early(wish: Wish, moment: Moment) -> Wish:
    """Of a day that is known, its first time; else an early one on any day."""
    if wish.readings or moment.asked is Step.TIME:
        return replace(wish, earliest=True)
    return replace(wish, between=EARLY)
