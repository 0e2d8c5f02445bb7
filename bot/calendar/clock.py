"""Times of day in a string of symbols: "at 3", "las tres y media", "noon", "in two hours"."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import time, timedelta
from typing import Literal

from knowledge.opening_words import Part

OFFICE_AFTERNOON = range(1, 7)
"""Hours said without a.m. or p.m. that an office hears as afternoon: "at 3" is 15:00."""

Bound = Literal["from", "until", "between"]
"""What a time of day is the edge of, where it is not the time itself."""

PART_TIMES: dict[Part, time] = {
    "morning": time(10),
    "afternoon": time(15),
    "evening": time(19),
    "night": time(22),
}
"""The instant that stands for a part of the day where a channel is closed all through it."""

PART_SPANS: dict[Part, tuple[time, time]] = {
    "morning": (time(6), time(12)),
    "afternoon": (time(12), time(18)),
    "evening": (time(17), time(21)),
    "night": (time(18), time.max),
}
"""When a part of the day begins and ends, as people use the word."""

_PARTS: dict[str, Part] = {
    "pmorning": "morning",
    "pafternoon": "afternoon",
    "pevening": "evening",
    "pnight": "night",
}
_PART = (
    r"(?: (?:(?:in|of|by|at|a|on) )?(?:the |la )?(?P<part>pmorning|pafternoon|pevening|pnight))?"
)
_AT = (
    r"(?:at|around|about|by|before|after|to|from|a|la|las|tipo|como|aprox|tomar)"
    r"(?: (?:the|la|las|about|around|como|tipo))*"
)
_COUNTED = (
    r"(?! (?:uday|uweek|umonth|uyear|uhour|umin|of|[mq]\d|n\d|o\d"
    r"|people|persons?|personas|documents|copies|soles|dolares|locations))"
)
"""Not followed by what a number counts, or by the rest of a date."""


@dataclass(slots=True)
class Clock:
    """The times of day a message speaks of."""

    times: list[time] = field(default_factory=list)
    part: Part | None = None
    bound: Bound | None = None
    """"After 9", "before 10", "from 9 to 10"."""
    away: timedelta | None = None
    """From now: "in two hours"."""


def read(symbols: str) -> tuple[str, Clock]:
    """Return `symbols` with the times of day taken out (as `~`), and these times."""
    clock = Clock()
    for pattern, meaning in _RULES:

        def replace(match: re.Match[str], meaning: _Meaning = meaning) -> str:
            if not meaning(clock, match):
                return match[0]
            clock.bound = clock.bound or _bound(match, meaning)
            return "~"

        symbols = pattern.sub(replace, symbols)
    return symbols, clock


_EDGE = re.compile(
    r" (?P<not>(?:not|no) )?(?P<edge>after|before|from|partir|earlier than|later than)"
    r"(?: (?:of|the|la|las|about|around))* $"
)
_OPEN_END = re.compile(r" (?:onwards?|in adelante|(?:or|and) (?:later|after)) ")


def _bound(match: re.Match[str], meaning: "_Meaning") -> Bound | None:
    """Return what the times of `match` are the edge of, from the words around them."""
    if meaning in (_relation, _noon, _away, _part):
        return None
    if meaning is _stretch:
        return "between"
    lead = re.split(r"[nct]\d", match[0], maxsplit=1)[0]
    edge = _EDGE.search(f"{match.string[: match.start()]}{lead}")
    if edge:
        back = edge["edge"] in ("before", "earlier than")
        return "until" if back != bool(edge["not"]) else "from"
    return "from" if _OPEN_END.match(match.string[match.end() :]) else None


_Meaning = Callable[[Clock, re.Match[str]], bool]


def _explicit(clock: Clock, match: re.Match[str]) -> bool:
    clock.times.append(time(int(match["hour"]), int(match["minute"])))
    return True


def _unmarked(clock: Clock, match: re.Match[str]) -> bool:
    return _add(clock, int(match["hour"]), int(match["minute"]), match["part"])


def _spoken(clock: Clock, match: re.Match[str]) -> bool:
    word = match["hour"]
    hour = 11 if word == "once" else int(word[1:])
    spoken = match.groupdict()
    minutes = spoken.get("past") or spoken.get("past2") or ""
    past = {"half": 30, "quarter": 15, "o4": 15}.get(minutes, 0)
    if minutes[:1] == "n":
        past = int(minutes[1:])
    return past < 60 and _add(clock, hour, past, spoken.get("part"))


def _stretch(clock: Clock, match: re.Match[str]) -> bool:
    return all(_add(clock, int(match[name][1:]), 0, None) for name in ("hour", "until"))


def _relation(clock: Clock, match: re.Match[str]) -> bool:
    hour = int(match["hour"][1:])
    minutes = 30 if match["much"] == "half" else 15
    if match["side"] == "past":
        return _add(clock, hour, minutes, None)
    return _add(clock, (hour - 1) % 12 or 12, 60 - minutes, None)


def _add(clock: Clock, hour: int, minute: int, part: str | None) -> bool:
    if hour > 23:
        return False
    if part is None and hour in OFFICE_AFTERNOON:
        hour += 12
    if part in ("pafternoon", "pevening") and hour < 12:
        hour += 12
    if part == "pnight" and 6 <= hour < 12:
        hour += 12
    if part in ("pmorning", "pnight") and hour == 12:
        hour = 0
    clock.times.append(time(hour, minute))
    return True


def _noon(clock: Clock, match: re.Match[str]) -> bool:
    clock.times.append(time(0) if "midnight" in match[0] else time(12))
    return True


def _away(clock: Clock, match: re.Match[str]) -> bool:
    amount = match["amount"]
    number = int(amount[1:]) if amount[0] == "n" and amount[1:].isdigit() else 1
    unit = timedelta(hours=1) if match["unit"] == "uhour" else timedelta(minutes=1)
    clock.away = unit * number / (2 if "half" in match[0] else 1)
    return True


def _part(clock: Clock, match: re.Match[str]) -> bool:
    if clock.part is None:
        clock.part = _PARTS[match["part"]]
    return True


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(rf"(?<= )(?:{text})(?= )")


_RULES: tuple[tuple[re.Pattern[str], _Meaning], ...] = (
    (
        _pattern(
            r"(?:in|in of) (?:the )?(?:half )?(?P<amount>an|a|un|una|n\d{1,3}|half) ?(?:half )?"
            r"(?:an )?(?P<unit>uhour|umin)"
        ),
        _away,
    ),
    (
        _pattern(
            r"(?:at )?(?P<much>half|quarter|a quarter) (?P<side>past|to|before) (?P<hour>n1?\d)"
        ),
        _relation,
    ),
    (
        _pattern(rf"(?:{_AT} )?c(?P<hour>\d\d)(?P<minute>\d\d)(?: (?:of|in|by) la p[a-z]+)?"),
        _explicit,
    ),
    (_pattern(rf"(?:{_AT} )?t(?P<hour>\d\d)(?P<minute>\d\d)(?: oclock)?{_PART}"), _unmarked),
    (
        _pattern(
            r"(?:open|from|of|between|abren|atienden) (?:las )?(?P<hour>n1?\d)"
            rf" (?:to|a|and) (?:las )?(?P<until>n1?\d){_COUNTED}"
        ),
        _stretch,
    ),
    (
        _pattern(
            rf"{_AT} (?P<hour>n1?\d|n2[0-3]|once)(?: (?:oclock|in punto))?"
            rf"(?: (?P<past>n15|n30|n45)| and (?P<past2>half|quarter|o4|n\d\d))?{_PART}{_COUNTED}"
        ),
        _spoken,
    ),
    (_pattern(rf"{_AT} n(?P<hour>[7-9]|1[0-2])(?P<minute>00|15|30|45)"), _explicit),
    (
        _pattern(
            r"(?P<hour>n1?\d|once)(?: (?:oclock|in punto))?"
            r"(?: and (?P<past>half|quarter|o4|n\d\d))?"
            r" (?:in|of|by) (?:the |la )?(?P<part>pmorning|pafternoon|pevening|pnight)"
        ),
        _spoken,
    ),
    (_pattern(r"(?P<hour>n1?\d) oclock"), _spoken),
    (_pattern(rf"(?P<hour>n1?\d) and (?P<past>half|quarter|o4){_COUNTED}"), _spoken),
    (_pattern(rf"~ or (?:(?:at|a|las) )*(?P<hour>n1?\d){_COUNTED}"), _spoken),
    (_pattern(r"(?:a |of )?las (?P<hour>n1?\d|n2[0-3]) uhour"), _spoken),
    (_pattern(r"(?:(?:at|a|el|al|to|by|around) )*(?:noon|midnight|medio uday)"), _noon),
    (
        _pattern(
            r"(?:(?:in|at|by|of|on|a|this) )?(?:the |la |los |las )?"
            r"(?P<part>p(?:morning|afternoon|evening|night))"
        ),
        _part,
    ),
)
"""In this order: what is longer or surer comes first."""
