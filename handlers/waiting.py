"""The waiting list: joining and leaving it, and the offers it leads to."""

from bot.dialogue.model import DeclineOffer, Outcome, StopWaiting, TakeOffer, Wait
from handlers.visit import Visit


def tapped(visit: Visit, act: Wait | StopWaiting | TakeOffer | DeclineOffer) -> Outcome:
    """Do what a button says, in place of its message."""
    room = visit.dialogue.waiting
    if room is None:
        return visit.says(visit.dialogue.words.old_button(visit.language))
    turn, language = visit.turn(), visit.language
    match act:
        case Wait():
            return visit.mentions_in_place(room.wait(act, turn, language))
        case StopWaiting():
            return visit.mentions_in_place(room.stop(act, turn, language))
        case TakeOffer():
            return visit.edits(*room.take(act, turn, visit.memory, language))
        case DeclineOffer():
            return visit.mentions_in_place(room.decline(act, turn, language))
