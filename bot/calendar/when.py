"""When a message speaks of: the dates and times in it, in English, Spanish or both mixed."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time

from bot.calendar import absolute, anchored, clock, daynumbers, relative, weekdays
from bot.calendar.clock import Bound, Clock
from bot.calendar.named import NamedDaysOf
from bot.calendar.rewriting import Reading, Rule
from bot.calendar.spans import Frame, Mention, stretch
from bot.calendar.symbols import Symbols
from knowledge.opening import CalendarFile
from knowledge.opening_words import Part

MAX_MENTIONS = 6
"""Dates of one message that are looked up; more is no question a person asks."""

_BEFORE_ALL = tuple(
    (re.compile(rf"(?<= )(?:{pattern})(?= )"), becomes)
    for pattern, becomes in (
        # Greetings name a part of the day and mean none.
        (r"(?:good|gud|buen|buena|buenas|buenos|have a (?:good|great|nice)|lindo|feliz)"
         r" (?:p[a-z]+|tarde|uday|uweekend|manana)", ""),
        (r"(what|do) now", r"\1"),
        (r"past (?:manana|d1)", "d2"),
        (r"(?:this|hoy) manana", "d0 pmorning"),
        (r"(?:la|las|toda la|cualquier|alguna) manana", "pmorning"),
        (r"manana", "d1"),
        (r"this tarde", "d0 pafternoon"),
        (r"(?:la|las|by la|cualquier|alguna) tarde", "pafternoon"),
        (r"(d-?\d|[wv]\d) tarde", r"\1 pafternoon"),
        (r"this (pmorning|pafternoon|pevening|pnight)", r"d0 \1"),
        (r"tonight", "d0 pnight"),
        (r"lastnight|(?:last|past) pnight", "d-1 pnight"),
        (r"fin(?:es)? of (?:la )?uweek", "uweekend"),
        (r"uday of (?:la )?uweek", "weekday"),
        (r"uday of (?=d-?\d)", ""),
        (r"(?:at|in|a) this (?:uhour|time|moment|momento|instante)", "now"),
        (r"at the moment|as of now|right now|now mismo", "now"),
        (r"uday (?:before|antes) (?:of )?d-1", "d-2"),
        (r"(?:la |el )?otr[ao] (uweek|umonth|w\d)", r"next \1"),
        (r"all (?:the )?(uweek)|toda la (uweek)", "this uweek"),
        (r"(?:the |el )?resto? of (?:the |la |el |this )*(uweek|umonth|uyear)", r"this \1"),
        # "8-15" beside a month is a stretch; alone it is a date if it can be one ("11-27").
        (r"([mq]\d+ (?:the )?)g(\d+)-(\d+)", r"\1n\2 to n\3"),
        (r"g(\d+)-(\d+)( (?:of )?(?:the |el )?[mq]\d+)", r"n\1 to n\2\3"),
        (r"g([1-9]|1[0-2])-(1[3-9]|2\d|3[01])", r"s\1/\2"),
        (r"g(1[3-9]|2\d|3[01])-([1-9]|1[0-2])", r"s\1/\2"),
        (r"g(\d+)-(\d+)", r"n\1 to n\2"),
        (r"past past d1|uday after d1", "d2"),
    )
)  # fmt: skip
_PAST = re.compile(
    r" (?:were (?:you|u|yall|they|the|your)|"
    r"was (?:the|it|there|anyone|anybody|nobody|your|this|that)|"
    r"did (?:you|u|they|the|anyone|anybody|nobody)|you were|wasnt|werent|didnt|"
    r"nobody (?:was|answered|picked)|no one (?:was|answered|picked)|"
    r"estaba|estaban|estuvo|estuvieron|atendieron|atendio|cerraron|abrieron|abrio|cerro|"
    r"hubo|contestaron|contesto|respondieron|fue feriado|fue feriados) "
)
_YEAR = re.compile(r"(?<= )(?:in |for |of |during )?y(\d{4})(?= )")
_LINK = r"(?:(?:at|in|on|of|by|the|la|el|a|around|this|next) )*"
_TIMED = re.compile(rf" (@\d+)(?= {_LINK}~ )| ~ {_LINK}(@\d+)(?= )")
_LISTING = re.compile(r" (?:holidays?|feriados?|closures?|cierres?|closed|days off) ")


@dataclass(frozen=True, slots=True)
class When:
    """What a message says about time.

    Attributes:
        mentions: dates and stretches, in the order they are spoken of.
        times: of day; the post's clocks.
        bound: what the times are the edge of ("after 9"); None: they are meant themselves.
        part: of the day.
        away: an instant counted from now ("in two hours"), aware.
        now: whether "now" is said in words.
        timed: of several mentions, the only one that times or part belong to; None: all.
        past: whether the message speaks of what has been.
        residue: the symbols that are left, dates as `@`, times as `~`.
    """

    mentions: tuple[Mention, ...]
    times: tuple[time, ...]
    bound: Bound | None
    part: Part | None
    away: datetime | None
    now: bool
    timed: Mention | None
    past: bool
    residue: str

    @property
    def silent(self) -> bool:
        """Whether the message speaks of no time at all."""
        return not (self.mentions or self.times or self.part or self.away or self.now)


class Grammar:
    """Reads time out of messages; knows the names of the pack's days."""

    def __init__(self, file: CalendarFile) -> None:
        named = NamedDaysOf(file)
        self._symbols = Symbols(named.phrases)
        self._early: tuple[Rule, ...] = (
            *absolute.FIRST,
            daynumbers.weekday_and_number,
            named.rule,
            *relative.RULES,
            weekdays.weekday_and_date,
            *weekdays.ALONE,
            *weekdays.WITH_DATE,
        )
        self._late: tuple[Rule, ...] = (
            *daynumbers.RULES,
            *absolute.MONTHS,
            weekdays.narrowed,
            *anchored.BEFORE_BARE,
            relative.weekend,
            *weekdays.BARE,
            *anchored.RULES,
            weekdays.narrowed,
        )

    def read(self, text: str, language: str, now: datetime) -> When:
        """Return what `text` says about time.

        Args:
            text: as typed; only its beginning is read (`symbols.MAX_TOKENS`).
            language: of the message.
            now: aware, on the post's clocks.
        """
        symbols = self._symbols.of(text, language)
        frame = Frame(now, language, past=bool(_PAST.search(symbols)))
        for pattern, becomes in _BEFORE_ALL:
            symbols = pattern.sub(becomes, symbols)
        reading = Reading(re.sub(r" +", " ", symbols), frame)
        for rule in self._early:
            rule.apply(reading)
        reading.symbols, times = clock.read(reading.symbols)
        for rule in self._late:
            rule.apply(reading)
        _whole_year(reading)
        return _result(reading, times)


def _whole_year(reading: Reading) -> None:
    """ "Holidays 2027": a year counts where closures are listed, and nowhere else."""
    found = _YEAR.search(reading.symbols)
    year = int(found[1]) if found else 0
    if found and _LISTING.search(reading.symbols) and reading.frame.plausible(year):
        stands_for = reading.add(stretch(date(year, 1, 1), date(year, 12, 31)))
        reading.symbols = _YEAR.sub(stands_for, reading.symbols, count=1)


def _result(reading: Reading, times: Clock) -> When:
    now = reading.frame.now
    timed = _TIMED.findall(reading.symbols)
    return When(
        mentions=tuple(dict.fromkeys(reading.left()))[:MAX_MENTIONS],
        times=tuple(times.times),
        bound=times.bound,
        part=times.part,
        away=now + times.away if times.away is not None else None,
        now=" now " in reading.symbols,
        timed=reading.get(max(timed[0])) if len(timed) == 1 else None,
        past=reading.frame.past,
        residue=re.sub(r"@\d+", "@", reading.symbols),
    )
