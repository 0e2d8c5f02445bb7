"""Why something cannot be had: each refusal names its rule, with its numbers."""

from datetime import timedelta
from typing import assert_never

from bot.booking.events import Purpose
from bot.booking.refusals import (
    Changed,
    Closed,
    FullDay,
    Gone,
    HasOne,
    HoldOver,
    NoHoursBetween,
    NoName,
    NoSuchTime,
    NotEarlier,
    NoTimeBetween,
    NotLater,
    OnePerson,
    Refusal,
    SameTime,
    ShortName,
    TakenTime,
    TooFar,
    TooMany,
    TooOften,
    TooSoon,
    Unclear,
    Unnamed,
    Unreal,
)
from bot.calendar import Day, Span, State
from bot.dialogue.booking_words.voice import Voice
from bot.dialogue.model import Button, Open, ShowMine, ShowTopic
from bot.dialogue.plan import HUMAN
from knowledge.markup import Rich


def refused(refusal: Refusal, voice: Voice) -> Rich:
    """Return the sentence that names the rule."""
    words = voice.words
    match refusal:
        case Closed() | FullDay() | TakenTime() | NoSuchTime() | NoTimeBetween():
            return _not_free(refusal, voice)
        case NoHoursBetween() | NotLater() | NotEarlier():
            return _not_then(refusal, voice)
        case NoName() | Unnamed() | OnePerson() | ShortName():
            return _not_named(refusal, voice)
        case TooSoon() | TooFar() | HoldOver() | TooMany() | TooOften():
            return _limited(refusal, voice)
        case HasOne(booking):
            return voice.say(
                words.has_one,
                reference=booking.reference,
                service=voice.service(booking.service),
                when=voice.when(booking.start),
                person=booking.person,
            )
        case SameTime(booking):
            when = voice.when(booking.start)
            return voice.say(words.same_time, reference=booking.reference, when=when)
        case Gone():
            return voice.say(words.gone)
        case Unreal():
            return voice.say(words.unreal)
        case Changed():
            return voice.say(words.changed)
        case Unclear():
            return voice.say(words.unclear)
        case _:
            assert_never(refusal)


def ways(refusal: Refusal | None, voice: Voice) -> tuple[Button, ...]:
    """Return buttons to what stands in the way, if it is the citizen's own."""
    words = voice.words
    match refusal:
        case HasOne(booking):
            one = booking.reference
            move = voice.label(words.button_move_this, reference=one)
            cancel = voice.label(words.button_cancel_this, reference=one)
            return (
                Button(move, Open(Purpose.MOVE, reference=one)),
                Button(cancel, Open(Purpose.CANCEL, reference=one)),
            )
        case TooMany() | TooOften():
            return (Button(voice.label(words.button_mine), ShowMine()), *_person(voice))
        case _:
            return ()


def _person(voice: Voice) -> tuple[Button, ...]:
    if HUMAN not in voice.pack.entries:
        return ()
    return (Button(voice.pack.entries[HUMAN].title[voice.language], ShowTopic(HUMAN)),)


def _not_then(refusal: NoHoursBetween | NotLater | NotEarlier, voice: Voice) -> Rich:
    words = voice.words
    match refusal:
        case NoHoursBetween(first, last):
            begin, end = voice.wording.time(first), voice.wording.time(last)
            return voice.say(words.none_ever_between, first=begin, last=end)
        case NotLater(start):
            return voice.say(words.none_later, time=voice.clock(start))
        case NotEarlier(start):
            return voice.say(words.none_earlier, time=voice.clock(start))
        case _:
            assert_never(refusal)


def _not_named(refusal: NoName | Unnamed | OnePerson | ShortName, voice: Voice) -> Rich:
    words = voice.words
    match refusal:
        case NoName():
            return voice.say(words.no_name)
        case Unnamed():
            return voice.say(words.unnamed)
        case OnePerson():
            return voice.say(words.one_person)
        case ShortName():
            return voice.say(words.short_name)
        case _:
            assert_never(refusal)


def _not_free(
    refusal: Closed | FullDay | TakenTime | NoSuchTime | NoTimeBetween, voice: Voice
) -> Rich:
    words = voice.words
    match refusal:
        case Closed(day):
            return _closed(day, voice)
        case FullDay(span):
            return voice.say(words.full, days=_days(span, voice))
        case TakenTime(start):
            return voice.say(words.taken, when=voice.when(start))
        case NoSuchTime(day, clock):
            said = voice.wording.time(clock)
            return voice.say(words.no_such_time, date=voice.date(day), time=said)
        case NoTimeBetween(span):
            if span is None:
                return voice.say(words.none_between_any_day)
            return voice.say(words.none_between, days=_days(span, voice))
        case _:
            assert_never(refusal)


def _limited(refusal: TooSoon | TooFar | HoldOver | TooMany | TooOften, voice: Voice) -> Rich:
    words = voice.words
    match refusal:
        case TooSoon(hours, earliest):
            notice = voice.lasts(timedelta(hours=hours))
            return voice.say(words.too_soon, notice=notice, earliest=voice.when(earliest))
        case TooFar(days, last):
            ahead = voice.wording.counted(days, "day")
            return voice.say(words.too_far, ahead=ahead, last=voice.date(last))
        case HoldOver(minutes):
            kept = voice.lasts(timedelta(minutes=minutes))
            return voice.say(words.hold_over, duration=kept)
        case TooMany(most):
            return voice.say(words.too_many, most=str(most))
        case TooOften(most):
            return voice.say(words.too_often, most=str(most))
        case _:
            assert_never(refusal)


def _closed(day: Day, voice: Voice) -> Rich:
    """Say it as the calendar does; of a day that is open for others, that it has no hours."""
    if day.state is not State.CLOSED or not day.reasons:
        return voice.say(voice.words.no_hours, date=voice.date(day.date))
    wording = voice.wording
    sentence = wording.sentence(
        "closed_day",
        day=wording.day(day.date, voice.today),
        channel=wording.channel(day.channel),
        reasons=wording.reasons(day.reasons, day),
    )
    return Rich.parse(sentence)


def _days(span: Span, voice: Voice) -> str:
    return voice.date(span.first) if span.single else voice.wording.span(span, voice.today)
