"""Appointments: /book, /mine, /cancel, and the buttons of forms and bookings.

Whose appointments they are is decided by who writes or taps, never by what a button carries.
"""

from bot.booking.events import Begin, Control, Heard, Steer
from bot.dialogue.errands import BOOK, CANCEL, STATUS
from bot.dialogue.model import (
    Coming,
    GetCalendarFile,
    GetPage,
    InForm,
    Open,
    Outcome,
    ShowBooking,
    ShowMine,
)
from handlers.visit import Visit


def book(visit: Visit) -> Outcome:
    """Open the booking form."""
    return _told(visit, BOOK)


def mine(visit: Visit) -> Outcome:
    """Show the citizen's appointments."""
    return _told(visit, STATUS)


def cancel(visit: Visit) -> Outcome:
    """Give up the open form; without one, cancel an appointment."""
    reception, draft = visit.dialogue.reception, visit.memory.draft
    if reception is None or draft is None:
        return _told(visit, CANCEL)
    stop = Steer(Control.STOP)
    reply, memory = reception.step(draft, stop, visit.turn(), visit.memory, visit.language)
    return visit.says(reply, memory=memory)


def tapped(visit: Visit, act: Open | InForm | ShowMine | ShowBooking | Coming) -> Outcome:
    """Do what a button says."""
    reception = visit.dialogue.reception
    if reception is None:
        return visit.says(visit.dialogue.words.old_button(visit.language))
    turn, memory, language = visit.turn(), visit.memory, visit.language
    if over := reception.attendance.over(act, turn, language):
        return visit.mentions_in_place(over)
    match act:
        case Open(purpose, service, reference):
            begin = Begin(purpose, Heard(service=service), reference)
            reply, memory = reception.begin(begin, turn, memory, language)
            return visit.says(reply, memory=memory)
        case InForm(number, event):
            if memory.draft and memory.draft.number == number:
                return visit.edits(*reception.step(memory.draft, event, turn, memory, language))
            return visit.says(reception.closed(number, turn, memory, language))
        case ShowMine():
            return visit.mentions(reception.mine(turn, language))
        case ShowBooking(reference):
            return visit.mentions_in_place(reception.show(reference, turn, language))
        case Coming(reference):
            thanks = reception.attendance.coming(reference, turn, language)
            return visit.mentions_in_place(thanks or reception.mine(turn, language))


def paper(visit: Visit, act: GetCalendarFile | GetPage) -> Outcome:
    """Send a file of an appointment."""
    reception = visit.dialogue.reception
    if reception is None:
        return visit.says(visit.dialogue.words.old_button(visit.language))
    if over := reception.attendance.over(act, visit.turn(), visit.language):
        return visit.mentions_in_place(over)
    return visit.mentions(reception.paper(act, visit.turn(), visit.language))


def _told(visit: Visit, topic: str) -> Outcome:
    reply, memory = visit.dialogue.topic(topic, visit.turn(), visit.memory, visit.language)
    return visit.says(reply, memory=memory)
