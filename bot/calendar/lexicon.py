"""The words of "when", English and Spanish, and the symbols of our grammar they stand for.

Both languages are always read: people mix them. Names of days and months come from CLDR.
A symbol is a short word of its own: `w2` Wednesday, `v2` a word that is Wednesday only in
company ("wed"), `W2` Wednesdays, `m6` June, `q5` May only in company ("may I"), `d1` tomorrow,
`n15` a number, `o15` the 15th, `u...` a unit, `p...` a part of the day. All else stands as it is.
"""

from collections import defaultdict
from collections.abc import Iterable

from babel.dates import get_day_names, get_month_names
from rapidfuzz.distance import OSA

from knowledge.text import fold

_LOCALES = ("en", "es")

# Short forms that are ordinary words too: they count only beside other words of time.
_WEAK = {"sun", "sat", "wed", "dom", "sab", "may", "march", "set", "mar", "mon", "abr", "ago"}

_MORE_DAYS = {
    0: "lns mond",
    1: "tues mrts",
    2: "weds wendsday wensday wedensday mier mierc miercole mierkoles mircoles mrcls",
    3: "thur thurs thrs juev jvs",
    4: "frid vier vrns",
    5: "satur sabdo savado sbd",
    6: "domigo dmg",
}
_MORE_MONTHS = {
    1: "ener",
    2: "febr",
    9: "sept set setiembre setbre",
    10: "octu",
    11: "novi",
    12: "dici",
}

_UNITS = {
    "uday": "day days dia dias jornada",
    "uweek": "week weeks wk wks semana semanas sem semanita",
    "umonth": "month months mes meses mth",
    "uhour": "hour hours hr hora horas",
    "umin": "minute minutes min mins minuto minutos",
    "uweekend": "weekend wknd finde weekends findes",
    "uyear": "year years ano anos yr",
}
_NUMBERS = (
    "zero|cero one|uno|una two|dos|couple|par three|tres four|cuatro five|cinco six|seis "
    "seven|siete "
    "eight|ocho nine|nueve ten|diez eleven twelve|doce thirteen|trece fourteen|catorce "
    "fifteen|quince sixteen|dieciseis seventeen|diecisiete eighteen|dieciocho nineteen|diecinueve "
    "twenty|veinte x|veintiuno x|veintidos x|veintitres x|veinticuatro x|veinticinco x|veintiseis "
    "x|veintisiete x|veintiocho x|veintinueve thirty|treinta x|treintaiuno"
)
_ORDINALS = {
    "o1": "first primero primer primera 1ero 1ro",
    "o2": "second segundo segunda",
    "o3": "third tercer tercero tercera",
    "o4": "fourth cuarto cuarta",
    "o5": "fifth quinto quinta",
    "last": "last ultimo ultima lst",
}
_PLAIN = {
    "d0": "today tday 2day tdy todays hoy oy hoi hoyy",
    "d1": "tomorrow tmrw tmrrw tmr tmw tomoz tomm tommorow tomoro tomorro 2morrow 2moro 2morow "
    "2mrw 2mro tomorrows tomrw mnn mnna mannana maniana manhana mnana",
    "d-1": "yesterday yest yesterdays ayer aller",
    "d-2": "anteayer antier antesdeayer",
    "now": "now rn currently ahora ahorita aora atm",
    "next": "next nxt following proximo proxima prox siguiente sgte sgt sig proximos proximas",
    "this": "this ths este esta estos estas dis",
    "past": "past pasado pasada pasao previous anterior pasados pasadas",
    "coming": "coming upcoming venidero",
    "after": "after despues luego",
    "before": "before antes b4",
    "between": "between btw entre",
    "and": "and y e n",
    "or": "or o",
    "to": "to thru through until till til hasta",
    "to el": "al",
    "from": "from desde since",
    "of": "of de d",
    "of el": "del",
    "in": "in en within dentro into",
    "on": "on para",
    "by": "by por x xa pa",
    "every": "every each cada todos todas",
    "oclock": "oclock",
    "half": "half media",
    "quarter": "quarter",
    "noon": "noon midday mediodia",
    "midnight": "midnight medianoche",
    "pmorning": "morning mornings mornin am_part mananas",
    "pafternoon": "afternoon afternoons arvo afternon afternnon",
    "pevening": "evening evenings",
    "pnight": "night nights nite noche noches madrugada",
    "tonight": "tonight tonite 2nite 2night tonigt tonght",
    "lastnight": "anoche",
    "tarde": "tarde tardes",
    "manana": "manana",
    "viene": "viene entra sigue",
    "ago": "ago",
    "hace": "hace",
    "weekday": "weekday weekdays",
}

_ORDINARY = """
abran abrio abrir dominio domino entero entra entro julia julian juliana julie junin junior
junta junto jueces lines luces lunas manda marco mares mantes partes propias propios sabido salado
saldo siguiendo tours vienes toady todas
"""
_TYPO_STOP = frozenset(_ORDINARY.split())
"""Ordinary words one or two letters away from a word of time: never taken for its misspelling."""

_SHORTEST_TYPO = 5
"""Shorter words have too many ordinary neighbours ("hoy", "hay", "voy")."""

_SHORTEST_NAME = 7
"""The same for words of holidays' names: "eastern" is not Easter."""

_LONG_TYPO = 8
"""From this length on two edits are allowed."""


def _build() -> dict[str, str]:
    words: dict[str, str] = {}
    for symbol, spelled in (*_UNITS.items(), *_ORDINALS.items(), *_PLAIN.items()):
        words.update(dict.fromkeys(spelled.split(), symbol))
    for value, spelled in enumerate(_NUMBERS.split()):
        words.update(dict.fromkeys(spelled.split("|"), f"n{value}"))
    words.pop("x")  # a gap in the list above
    words["x"] = "by"  # "hoy x la tarde"
    for letters, index, spelled in _names():
        words.setdefault(spelled, f"{letters[spelled in _WEAK]}{index}")
    return words


def _names() -> list[tuple[str, int, str]]:
    named: list[tuple[str, int, str]] = []
    for locale in _LOCALES:
        for width in ("wide", "abbreviated"):
            days, months = (
                get_day_names(width, locale=locale),
                get_month_names(width, locale=locale),
            )
            named += [("wv", day, fold(name).rstrip(".")) for day, name in days.items()]
            named += [("mq", month, fold(name).rstrip(".")) for month, name in months.items()]
    for day, more in _MORE_DAYS.items():
        named += [("wv", day, word) for word in more.split()]
    for month, more in _MORE_MONTHS.items():
        named += [("mq", month, word) for word in more.split()]
    return named


def _plurals(words: dict[str, str]) -> dict[str, str]:
    days = {word: symbol for word, symbol in words.items() if symbol[0] == "w" and len(word) > 5}
    plurals = {f"{word}s": symbol.upper() for word, symbol in days.items()}
    return {word: symbol for word, symbol in plurals.items() if word not in words}


_WORDS = _build()
_WORDS |= _plurals(_WORDS)
_OFTEN_MISSPELT = {"d0", "d1", "d-1", "next", "uweekend", "tonight", "pafternoon", "pevening"}


def _correctable() -> list[str]:
    """Names of days and months and the words most typed in haste; no little words."""
    return [
        word
        for word, symbol in _WORDS.items()
        if (symbol[0] in "wWm" or symbol in _OFTEN_MISSPELT)
        and word not in {"finde", "findes"}
        and len(word) >= _SHORTEST_TYPO
    ]


def symbol(word: str, language: str) -> str | None:
    """Return the symbol of a folded `word`, exactly as spelled; None for any other word.

    `language` decides the few words that mean different times: "mar", "ago".
    """
    if word == "mar":
        return "v1" if language == "es" else "q3"
    if word == "ago":
        return "q8" if language == "es" else "ago"
    return _WORDS.get(word)


class Speller:
    """Corrects misspelt words towards a vocabulary."""

    def __init__(self, vocabulary: Iterable[str], known: Iterable[str] = ()) -> None:
        """Take the words to correct towards, and words that are right as they are."""
        self._by_letter: dict[str, list[str]] = defaultdict(list)
        words = set(vocabulary)
        for word in sorted(words):
            self._by_letter[word[0]].append(word)
        self._known = {*words, *known, *_WORDS, *_TYPO_STOP}

    def correct(self, word: str) -> str:
        """Return what `word` is a misspelling of, else `word` itself.

        One edit (a swap of neighbours is one), two where both are long; the first letter holds.
        """
        if len(word) < _SHORTEST_TYPO or word in self._known:
            return word
        best, least = word, _LONG_TYPO
        for known in self._by_letter.get(word[0], ()):
            allowed = 2 if len(known) >= _LONG_TYPO and len(word) >= _LONG_TYPO - 1 else 1
            distance = OSA.distance(word, known, score_cutoff=allowed)
            if distance <= allowed and distance < least:
                best, least = known, distance
        return best


def time_speller() -> Speller:
    """Return the speller for words of time."""
    return Speller(_correctable())


def name_speller(words: Iterable[str]) -> Speller:
    """Return the speller for the words of holidays' names, the short ones left alone."""
    kept = {*words}
    return Speller((word for word in kept if len(word) >= _SHORTEST_NAME), known=kept)
