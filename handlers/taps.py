"""Tapped buttons. What a tap may do is decided from its payload alone, never from its text."""

from dataclasses import replace

from telegram import Chat

from bot.dialogue.model import (
    Coming,
    DeclineOffer,
    ForgetAll,
    GetCalendarFile,
    GetPage,
    Inert,
    InForm,
    Meant,
    NoneMeant,
    Open,
    Outcome,
    ShowBooking,
    ShowMine,
    ShowTopic,
    SpeakLanguage,
    StopWaiting,
    TakeOffer,
    Wait,
)
from handlers import appointments, commands, waiting
from handlers.buttons import decode
from handlers.visit import Visit


def tap(visit: Visit) -> Outcome:
    """Do what the tapped button says."""
    dialogue, language = visit.dialogue, visit.language
    query = visit.update.callback_query
    match decode(query.data if query else None):
        case ShowTopic(topic) if topic in dialogue.topics:
            reply, memory = dialogue.topic(topic, visit.turn(), visit.memory, language)
            return visit.says(reply, memory=memory)
        case Meant(topic) if topic in dialogue.topics:
            reply, memory = dialogue.topic(topic, visit.turn(), visit.memory, language)
            return visit.edits(reply, memory)
        case NoneMeant():
            return visit.mentions_in_place(dialogue.words.none_meant(language))
        case SpeakLanguage(chosen) if chosen in dialogue.pack.languages:
            memory = replace(visit.memory, language=chosen, language_chosen=True)
            return visit.mentions_in_place(dialogue.words.speaking(chosen), memory)
        case ForgetAll() if _is_private(visit):
            return commands.forget_all(visit)
        case Inert():
            return visit.is_silent()
        case (Open() | InForm() | ShowMine() | ShowBooking() | Coming()) as act if _is_private(
            visit
        ):
            return appointments.tapped(visit, act)
        case (GetCalendarFile() | GetPage()) as act if _is_private(visit):
            return appointments.paper(visit, act)
        case (Wait() | StopWaiting() | TakeOffer() | DeclineOffer()) as act if _is_private(visit):
            return waiting.tapped(visit, act)
        case _:
            return visit.says(dialogue.words.old_button(language))


def _is_private(visit: Visit) -> bool:
    """Appointments are a citizen's own matter: a button that was carried into a group is dead."""
    return visit.chat.type == Chat.PRIVATE
