"""Typed callback payloads: what a button carries, and what arrives when it is tapped.

Nothing personal travels in a button: names and texts stay in the database. A reference in a
payload is only ever looked up among the citizen's own bookings.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from bot.booking.events import (
    ChooseBooking,
    ChooseDay,
    ChooseService,
    ChooseTime,
    Confirm,
    Control,
    MoreDays,
    Purpose,
    ShowMonth,
    Steer,
)
from bot.dialogue.model import (
    Act,
    Coming,
    DeclineOffer,
    ForgetAll,
    FormEvent,
    GetCalendarFile,
    GetPage,
    Inert,
    InForm,
    Meant,
    NoneMeant,
    Open,
    ShowBooking,
    ShowMine,
    ShowTopic,
    SpeakLanguage,
    StopWaiting,
    TakeOffer,
    Wait,
)

_HEX = 16
"""A form's number of 64 bits, in hexadecimal, leaves room for the longest service id."""


_OF_ONE: Mapping[str, Callable[[str], Act]] = {
    "booking": ShowBooking,
    "coming": Coming,
    "calendar": GetCalendarFile,
    "page": GetPage,
}
"""What is done with one appointment, by the word that stands before its reference."""


def encode(act: Act) -> str:
    """Return the callback data of `act`, at most 64 bytes."""
    match act:
        case ShowTopic(topic):
            return f"topic:{topic}"
        case Meant(topic):
            return f"meant:{topic}"
        case NoneMeant():
            return "none"
        case SpeakLanguage(language):
            return f"speak:{language}"
        case Open(purpose, service, reference):
            return f"open:{purpose}:{service or ''}:{reference or ''}"
        case ShowMine():
            return "mine"
        case ShowBooking(reference):
            return f"booking:{reference}"
        case Coming(reference):
            return f"coming:{reference}"
        case GetCalendarFile(reference):
            return f"calendar:{reference}"
        case GetPage(reference):
            return f"page:{reference}"
        case Wait() | StopWaiting() | TakeOffer() | DeclineOffer():
            return _encode_waiting(act)
        case InForm(number, event):
            return f"form:{number:x}:{_encode_event(event)}"
        case ForgetAll():
            return "forget"
        case Inert():
            return "inert"


def decode(data: str | None) -> Act | None:
    """Return the act that `data` asks for; None for anything that no button of ours carries."""
    if not data:
        return None
    try:
        act = _act(data)
    except ValueError:
        return None
    # Parsers are lenient (int(" 0x1F "), date("20261204")); our own buttons are not.
    return act if act and encode(act) == data else None


def _act(data: str) -> Act | None:
    match data.split(":", 3):
        case ["topic", topic] if topic:
            return ShowTopic(topic)
        case ["meant", topic] if topic:
            return Meant(topic)
        case ["none"]:
            return NoneMeant()
        case ["speak", language] if language:
            return SpeakLanguage(language)
        case ["open", purpose, service, reference]:
            return Open(Purpose(purpose), service or None, reference or None)
        case ["mine"]:
            return ShowMine()
        case ["booking" | "coming" | "calendar" | "page" as kind, reference] if reference:
            return _OF_ONE[kind](reference)
        case ["wait" | "unwait" | "take" | "decline" as kind, first, *rest]:
            return _waiting(kind, first, *rest)
        case ["form", number, kind, *value]:
            event = _event(kind, "".join(value))
            return InForm(int(number, _HEX), event) if event else None
        case ["forget"]:
            return ForgetAll()
        case ["inert"]:
            return Inert()
        case _:
            return None


def _encode_waiting(act: Wait | StopWaiting | TakeOffer | DeclineOffer) -> str:
    match act:
        case Wait(service, reference):
            return f"wait:{service}:{reference or ''}"
        case StopWaiting(service, reference):
            return f"unwait:{service}:{reference or ''}"
        case TakeOffer(offer):
            return f"take:{offer:x}"
        case DeclineOffer(offer):
            return f"decline:{offer:x}"


def _waiting(
    kind: str, first: str, reference: str = "", *_: str
) -> Wait | StopWaiting | TakeOffer | DeclineOffer:
    match kind:
        case "wait":
            return Wait(first, reference or None)
        case "unwait":
            return StopWaiting(first, reference or None)
        case "take":
            return TakeOffer(int(first, _HEX))
        case _:
            return DeclineOffer(int(first, _HEX))


def _encode_event(event: FormEvent) -> str:
    match event:
        case ChooseService(service):
            return f"s:{service}"
        case ChooseDay(day):
            return f"d:{day.isoformat()}"
        case ChooseTime(start):
            return f"t:{start.isoformat(timespec='minutes')}"
        case ChooseBooking(reference):
            return f"b:{reference}"
        case MoreDays(after):
            return f"a:{after.isoformat()}"
        case ShowMonth(first):
            return f"m:{first.isoformat()}"
        case Confirm(edition):
            return "ok" if edition is None else f"ok:{edition}"
        case Steer(control):
            return f"c:{control}"


def _event(kind: str, value: str) -> FormEvent | None:
    match kind:
        case "s" if value:
            return ChooseService(value)
        case "d":
            return ChooseDay(date.fromisoformat(value))
        case "t":
            return _time(value)
        case "b" if value:
            return ChooseBooking(value)
        case "a":
            return MoreDays(date.fromisoformat(value))
        case "m":
            return ShowMonth(date.fromisoformat(value))
        case "ok":
            return Confirm(int(value) if value else None)
        case "c":
            return Steer(Control(value))
        case _:
            return None


def _time(value: str) -> ChooseTime | None:
    start = datetime.fromisoformat(value)
    return ChooseTime(start) if start.tzinfo else None
