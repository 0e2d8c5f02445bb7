"""The last questions of a form: nothing is booked, moved or cancelled before they are answered."""

from datetime import timedelta

from bot.booking.events import Confirm, Control, Purpose
from bot.booking.form import AskCancel, AskConfirm, AskMove
from bot.dialogue.booking_words.asking import Asking
from bot.dialogue.booking_words.voice import Said, on_button
from bot.dialogue.model import Button, Open
from knowledge.markup import Rich


def booking(asked: AskConfirm, form: Asking) -> Said:
    """Ask whether to book; the service's note is said here at the latest."""
    voice, words, slot = form.voice, form.voice.words, asked.slot
    label = voice.label(
        words.button_confirm,
        person=on_button(asked.person),
        service=voice.service(slot.service),
        when=voice.short(slot.start),
    )
    ways = (
        form.tap(label, Confirm(form.draft.edition)),
        form.steer(words.button_change_time, Control.ANOTHER_TIME),
        form.steer(words.button_change_name, Control.BACK),
        form.stop(),
    )
    summary = voice.summary(slot, asked.person)
    parts = (voice.say(words.ask_confirm), summary, form.note(), form.keeping())
    return Said(parts, buttons=ways)


def moving(asked: AskMove, form: Asking) -> Said:
    """Ask whether to move; both times are shown."""
    voice, words, old = form.voice, form.voice.words, asked.booking
    said = voice.say(
        words.ask_move,
        reference=old.reference,
        service=voice.service(old.service),
        person=old.person,
        before=voice.when(old.start),
        after=voice.when(asked.slot.start),
    )
    label = voice.label(words.button_confirm_move, when=voice.short(asked.slot.start))
    ways = (
        form.tap(label, Confirm(form.draft.edition)),
        form.steer(words.button_change_time, Control.ANOTHER_TIME),
        form.stop(),
    )
    return Said((said, form.keeping()), buttons=ways)


def cancelling(asked: AskCancel, form: Asking) -> Said:
    """Ask whether to cancel; however late it is, only what that means is said."""
    voice, words, old = form.voice, form.voice.words, asked.booking
    heading = voice.say(words.heading, reference=old.reference)
    shown = Rich.join([heading, voice.summary(old, old.person)], "\n")
    notice = timedelta(hours=voice.services.rules.cancel_hours_before)
    late = voice.say(words.late_cancel, hours=voice.lasts(notice)) if asked.late else Rich()
    instead = Open(Purpose.MOVE, reference=old.reference)
    ways = (
        form.button(words.button_confirm_cancel, Confirm(form.draft.edition)),
        form.stop(),
        Button(voice.label(words.button_move_instead), instead),
    )
    return Said((voice.say(words.ask_cancel), shown, late), buttons=ways)
