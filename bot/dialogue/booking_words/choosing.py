"""The questions that fill a form in: service, day, time, person, and which appointment."""

from datetime import timedelta

from bot.booking.events import (
    ChooseBooking,
    ChooseDay,
    ChooseService,
    Control,
    MoreDays,
    Purpose,
    ShowMonth,
)
from bot.booking.form import AskBooking, AskDay, AskPerson, AskReading, AskTime
from bot.calendar.spans import months_on
from bot.dialogue.booking_words import grids
from bot.dialogue.booking_words.asking import Asking
from bot.dialogue.booking_words.voice import Said
from bot.dialogue.model import Button
from knowledge.markup import Rich


def service(form: Asking) -> Said:
    """Ask for the service."""
    voice = form.voice
    grid = tuple(
        (form.tap(one.title[voice.language], ChooseService(name)),)
        for name, one in voice.services.services.items()
    )
    return Said((voice.say(voice.words.ask_service), _noted(form)), grid, (form.stop(),))


def day(asked: AskDay, form: Asking) -> Said:
    """Ask for a day: the next free ones."""
    said = form.voice.say(form.voice.words.ask_day, service=form.title)
    grid = grids.days(asked.days, form.draft, form.voice)
    note = form.note() if form.draft.purpose is Purpose.BOOK and not form.again else Rich()
    return Said(
        (said, _noted(form), note, _old_time(form)),
        grid,
        (*_paging(asked, form), *_ways_out(form)),
    )


def month(asked: AskDay, form: Asking) -> Said:
    """Ask for a day of one month."""
    voice, words = form.voice, form.voice.words
    shown = months_on(asked.month or voice.today, 0)
    phrase = words.ask_month if asked.days else words.ask_month_full
    month_name = voice.wording.span(shown, voice.today)
    said = voice.say(phrase, service=form.title, month=month_name)
    grid = grids.month(asked, shown.first, form.draft, voice)
    listed = form.button(words.button_list, _from_the_first(form))
    return Said((said, _noted(form), _old_time(form)), grid, (listed, *_ways_out(form)))


def reading(asked: AskReading, form: Asking) -> Said:
    """Ask which of several days was meant."""
    voice, words = form.voice, form.voice.words
    grid = tuple((form.tap(voice.date(one), ChooseDay(one)),) for one in asked.days)
    another = form.steer(words.button_another_day, Control.ANOTHER_DAY)
    return Said((voice.say(words.ask_reading),), grid, (another, form.stop()), clarify=True)


def time(asked: AskTime, form: Asking) -> Said:
    """Ask for a time of one day."""
    voice, words = form.voice, form.voice.words
    said = voice.say(words.ask_time, service=form.title, date=voice.date(asked.day))
    desk = voice.services.desks[voice.services.services[form.service].desk]
    grid = grids.times(asked.times, desk, form.draft, voice)
    another = form.steer(words.button_another_day, Control.ANOTHER_DAY)
    return Said((said, _noted(form), _old_time(form)), grid, (another, form.stop()))


def person(asked: AskPerson, form: Asking) -> Said:
    """Ask whose appointment it is."""
    voice, words, slot = form.voice, form.voice.words, asked.slot
    free = voice.say(
        words.time_free, service=voice.service(slot.service), when=voice.when(slot.start)
    )
    kept = Rich.join([free, form.keeping()], "\n")
    change = form.steer(words.button_change_time, Control.ANOTHER_TIME)
    return Said((kept, voice.say(words.ask_person)), buttons=(change, form.stop()))


def which(asked: AskBooking, form: Asking) -> Said:
    """Ask which appointment is meant."""
    words = form.voice.words
    phrases = {
        Purpose.BOOK: words.which,
        Purpose.MOVE: words.which_to_move,
        Purpose.CANCEL: words.which_to_cancel,
    }
    grid = tuple(
        (form.tap(form.voice.named(one), ChooseBooking(one.reference)),) for one in asked.bookings
    )
    return Said((form.voice.say(phrases[asked.purpose]),), grid, (form.stop(),))


def _noted(form: Asking) -> Rich:
    """Say the name that has been given before it was asked."""
    person = form.draft.person
    if form.draft.purpose is not Purpose.BOOK or not person:
        return Rich()
    return form.voice.say(form.voice.words.noted, person=person)


def _old_time(form: Asking) -> Rich:
    if form.draft.purpose is not Purpose.MOVE or not form.draft.reference:
        return Rich()
    return form.voice.say(form.voice.words.old_time_stays, reference=form.draft.reference)


def _paging(asked: AskDay, form: Asking) -> tuple[Button, ...]:
    words, ways = form.voice.words, []
    if asked.earlier:
        ways.append(form.button(words.button_first_days, _from_the_first(form)))
    if asked.more and asked.days:
        ways.append(form.button(words.button_later_days, MoreDays(asked.days[-1].day)))
    seen = asked.days[0].day if asked.days else form.voice.today
    return (*ways, form.button(words.button_month, ShowMonth(seen.replace(day=1))))


def _from_the_first(form: Asking) -> MoreDays:
    return MoreDays(form.voice.today - timedelta(days=1))


def _ways_out(form: Asking) -> tuple[Button, ...]:
    """Return the way back to the service, where the form has chosen one, and the way out."""
    if form.draft.purpose is not Purpose.BOOK:
        return (form.stop(),)
    return form.steer(form.voice.words.button_back, Control.BACK), form.stop()
