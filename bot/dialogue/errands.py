"""What a message about appointments is there to do: fill the open form in, or something else."""

from collections.abc import Sequence

from bot.booking.book import Booking
from bot.booking.events import Begin, Event, Heard, Purpose
from bot.booking.form import Draft
from bot.booking.taking import is_for_form
from bot.dialogue.model import Turn
from bot.dialogue.plan import Plan
from knowledge.pack import Pack

BOOK, MOVE, CANCEL, STATUS = (
    "appointment_book",
    "appointment_reschedule",
    "appointment_cancel",
    "appointment_status",
)

PURPOSES = {BOOK: Purpose.BOOK, MOVE: Purpose.MOVE, CANCEL: Purpose.CANCEL}
"""Topics that open a form."""

INTENTS = {purpose: topic for topic, purpose in PURPOSES.items()}

ACTS = frozenset({*PURPOSES, STATUS})
"""Topics that are done rather than told, where the pack has an appointment book."""


def is_for(
    draft: Draft, heard: Heard, wanted: str | None, turn: Turn, planned: Plan, chance: float
) -> bool:
    """Whether a message goes to the open form, and opens no other and asks nothing."""
    if heard.control:
        return True
    other = PURPOSES.get(wanted or "", draft.purpose)
    if other is not draft.purpose and _opens(other, draft, heard, turn):
        return False
    answered = bool(planned.topics) and wanted is None
    return is_for_form(turn.text, heard, draft.step, answered=answered, chance=chance)


def _opens(other: Purpose, draft: Draft, heard: Heard, turn: Turn) -> bool:
    """Whether something else is surely to be done: "no, Friday" cancels nothing."""
    if other is Purpose.BOOK:
        return bool(heard.service)
    here = draft.purpose is Purpose.BOOK and other is Purpose.MOVE and not turn.book.mine
    return bool(heard.reference or (heard.aside.verb is other and not here))


def gives_up(draft: Draft, wanted: str, heard: Heard, turn: Turn) -> bool:
    """Whether "cancel my appointment" can only be about the booking that is being made."""
    nothing_else = draft.purpose is Purpose.BOOK and not turn.book.mine
    cancels = wanted == CANCEL and heard.aside.verb is Purpose.CANCEL
    return nothing_else and cancels and not (heard.asks or heard.reference)


def wanted_of(planned: Plan, heard: Heard) -> str | None:
    """Return what shall be done, if anything. A service and a time make a doubt about it none."""
    said = next((topic for topic in planned.topics if topic in ACTS), None)
    if said or not (heard.service and heard.wish):
        return said
    offered = BOOK in planned.suggestions and not planned.topics
    told = heard.aside.verb is Purpose.BOOK and not heard.asks
    return BOOK if offered or told else None


def purpose_of(draft: Draft | None, event: Event) -> Purpose:
    """Return what the form is for that an event is about."""
    if isinstance(event, Begin):
        return event.purpose
    return draft.purpose if draft else Purpose.BOOK


def others(planned: Plan, heard: Heard, pack: Pack) -> tuple[str, ...]:
    """Return what else a message asks about, the chosen service itself left out."""
    services = pack.services
    about = services.services[heard.service].topics if services and heard.service else ()
    return tuple(topic for topic in planned.topics if topic not in {*ACTS, *about})


def only_guessed(planned: Plan, pack: Pack) -> bool:
    """Whether there is neither an answer to a message nor a line for talk of its kind."""
    line = planned.outside and pack.outside[planned.outside].reply
    return not (planned.topics or line)


def own(bookings: Sequence[Booking], reference: str | None) -> Booking | None:
    """Return the booking with this reference among the citizen's own."""
    return next((one for one in bookings if one.reference == reference), None)
