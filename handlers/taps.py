"""Tapped buttons. What a tap may do is decided from its payload alone, never from its text."""

from dataclasses import replace

from bot.dialogue.model import (
    Meant,
    Memory,
    NoneMeant,
    Outcome,
    Reply,
    ShowTopic,
    SpeakLanguage,
)
from bot.outgoing import Acknowledge
from handlers import views
from handlers.buttons import decode
from handlers.visit import Visit


def tap(visit: Visit) -> Outcome:
    """Do what the tapped button says."""
    dialogue, language = visit.dialogue, visit.language
    query = visit.update.callback_query
    match decode(query.data if query else None):
        case ShowTopic(topic) if topic in dialogue.topics:
            reply, memory = dialogue.topic(topic, visit.memory, language, visit.now)
            return _in_new_message(visit, reply, memory)
        case Meant(topic) if topic in dialogue.topics:
            reply, memory = dialogue.topic(topic, visit.memory, language, visit.now)
            return _in_place(visit, reply, memory)
        case NoneMeant():
            return _in_place(visit, dialogue.words.none_meant(language), visit.memory)
        case SpeakLanguage(chosen) if chosen in dialogue.pack.languages:
            memory = replace(visit.memory, language=chosen, language_chosen=True)
            return _in_place(visit, dialogue.words.speaking(chosen), memory)
        case _:
            return _in_new_message(visit, dialogue.words.old_button(language), visit.memory)


def _in_new_message(visit: Visit, reply: Reply, memory: Memory) -> Outcome:
    return Outcome(memory, (*_stop_clock(visit), views.send(visit.chat.id, reply)))


def _in_place(visit: Visit, reply: Reply, memory: Memory) -> Outcome:
    if visit.message is None:
        return _in_new_message(visit, reply, memory)
    edit = views.edit(visit.chat.id, visit.message.message_id, reply)
    return Outcome(memory, (*_stop_clock(visit), edit))


def _stop_clock(visit: Visit) -> tuple[Acknowledge, ...]:
    query = visit.update.callback_query
    return (Acknowledge(query.id),) if query else ()
