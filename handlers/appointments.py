"""Appointments: /book, /mine, /cancel, and the buttons of forms and bookings.

Whose appointments they are is decided by who writes or taps, never by what a button carries.
"""

from bot.booking.events import Begin, Control, Heard, Steer
from bot.dialogue.model import InForm, Open, Outcome, ShowBooking, ShowMine
from bot.dialogue.reception import BOOK, CANCEL, STATUS
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


def tapped(visit: Visit, act: Open | InForm | ShowMine | ShowBooking) -> Outcome:
    """Do what a button says."""
    reception = visit.dialogue.reception
    if reception is None:
        return visit.says(visit.dialogue.words.old_button(visit.language))
    turn, memory, language = visit.turn(), visit.memory, visit.language
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


def _told(visit: Visit, topic: str) -> Outcome:
    reply, memory = visit.dialogue.topic(topic, visit.turn(), visit.memory, visit.language)
    return visit.says(reply, memory=memory)
