"""From a message to the symbols of the grammar: numbers, clock times, words of time, names."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice

from bot.calendar import lexicon
from knowledge.text import fold

MAX_TOKENS = 100
"""Tokens read: a question about hours is far shorter, and the time it takes stays bounded."""

MAX_CHARACTERS = 10 * MAX_TOKENS

_HALF = r"(?:[ap]\.?\s?m\b\.?|hrs?\b\.?|h\b|horas\b)"
_TOKEN = re.compile(
    rf"""
    (?P<iso>\b20\d\d[-/.]\d{{1,2}}[-/.]\d{{1,2}}\b)
    |(?P<dmy>\b\d{{1,2}}\s?([-/.])\s?\d{{1,2}}\s?\3\s?(?:20)?\d\d\b(?![-\d]))
    |(?P<clock>\b(?:[01]?\d|2[0-4])[:.h][0-5]\d(?:\s?{_HALF}|(?![.\d])\b)
        |\b(?:[01]?\d|2[0-3])\s?{_HALF}|\b1?\d\s?ish\b)
    |(?P<junk>\+?\(?\d[\d\s().-]{{5,}}\d\b|\#\s?\d+|\b[a-z]*\d+[a-z]+\d+\w*|\b[a-z]{{1,5}}-\d+\w*
        |[\w.+-]+@[\w.-]+|https?://\S+|[$€£]\s?\d[\d.,]*|\d[\d.,]*\s?[$%€£])
    |(?P<pair>\b\d{{1,2}}[/-]\d{{1,2}}\b(?![/-]?\d))
    |(?P<ordinal>\b\d{{1,2}}(?:st|nd|rd|th|ero|er|ro|avo|o)\b)
    |(?P<word>[a-z][a-z0-9]*|2(?:mor|mr|day|nite|night)[a-z]*)
    |(?P<number>\d+)
    |(?P<stop>[.!?;\n]+(?=\s|$))
    |(?P<dash>[-–—/&](?=\s|\w))
    """,
    re.VERBOSE,
)
_JUNK_DIGITS = 7
"""As many digits in a row are a phone or document number, not a date."""

Phrases = Mapping[tuple[str, ...], str]
"""Named days by the words people use for them."""


class Symbols:
    """Turns messages into strings of symbols, one space around each. Knows the pack's names."""

    def __init__(self, names: Mapping[str, str]) -> None:
        """Take `names`: phrase as typed -> the symbol of the days it names."""
        self._names: Phrases = {
            tuple(fold(name).split()): symbol for name, symbol in names.items()
        }
        self._longest = max(map(len, self._names), default=0)
        self._time = lexicon.time_speller()
        self._name = lexicon.name_speller(word for phrase in self._names for word in phrase)

    def of(self, text: str, language: str) -> str:
        """Return the symbols of `text`."""
        words = [*islice(_words(fold(text[:MAX_CHARACTERS])), MAX_TOKENS)]
        found = [*self._named(words)]
        return f" {' '.join(self._symbol(word, language) for word in found)} "

    def _named(self, words: Sequence[str]) -> Iterator[str]:
        # A misspelt word of a name counts only where the whole name stands ("dia del trabjo").
        spelled = [word if word[0] in "<." else self._name.correct(word) for word in words]
        at = 0
        while at < len(words):
            for length in range(min(self._longest, len(words) - at), 0, -1):
                if symbol := self._names.get(tuple(spelled[at : at + length])):
                    yield f"<{symbol}"
                    at += length
                    break
            else:
                yield words[at]
                at += 1

    def _symbol(self, word: str, language: str) -> str:
        if word[0] == "<":
            return word[1:]
        if word[-1].isdigit():
            return "#"  # "m0" is a word that somebody typed, not our symbol of a month
        return lexicon.symbol(self._time.correct(word), language) or word


def _words(folded: str) -> Iterator[str]:
    """Yield words as they are and everything else as `<symbol`."""
    folded = folded.replace("a.m", "am").replace("p.m", "pm")
    for match in _TOKEN.finditer(folded):
        kind = match.lastgroup or ""
        text = match[0]
        if kind == "word":
            yield text
        elif kind == "stop":
            if not _abbreviates(folded, match):
                yield "."
        else:
            yield f"<{_READERS[kind](text)}"


def _abbreviates(folded: str, stop: re.Match[str]) -> bool:
    """Whether a full stop only ends a short word of time: "Dec. 24", "mié. 9"."""
    before = re.search(r"\b([a-z]{3,4})$", folded[max(0, stop.start() - 5) : stop.start()])
    known = before and lexicon.symbol(before[1], "es")
    return bool(known and known[0] in "wvmq" and stop[0] == "." and stop.end() < len(folded))


def _iso(text: str) -> str:
    year, month, day = re.split(r"[-/.]", text)
    return f"i{year}-{month}-{day}"


def _dmy(text: str) -> str:
    first, second, year = re.split(r"\s?[-/.]\s?", text)
    return f"s{first}/{second}/{year if len(year) == 4 else '20' + year}"


def _junk(text: str) -> str:
    named = re.fullmatch(r"([a-z]+)-(\d{1,2})", text)
    if named and (month := lexicon.symbol(named[1], "en")) and month[0] in "wvmq":
        return f"{month} n{int(named[2])}"  # "dec-24", but "ds-11" is a form
    digits = re.sub(r"\D", "", text)
    if len(digits) >= _JUNK_DIGITS or not re.fullmatch(r"[\d\s-]+", text):
        return "#"
    return " ".join(f"n{int(number)}" for number in re.findall(r"\d+", text))


def _clock(text: str) -> str:
    numbers = re.findall(r"\d+", text)
    hour, minute = int(numbers[0]), int(numbers[1]) if len(numbers) > 1 else 0
    mark = re.sub(r"[\d:.\s]", "", text)
    if hour > 23 or (len(numbers) == 1 and mark.startswith(("h", "hrs")) and hour == 0):
        return f"n{hour} uhour"
    if mark.startswith("h") and len(numbers) == 1 and mark != "h":
        return f"n{hour} uhour"  # "8 horas" is a length of time, "8 h" a time
    if mark.startswith(("a", "p")) and hour <= 12:
        return f"c{(hour % 12 + (12 if mark[0] == 'p' else 0)):02}{minute:02}"
    if "." in text and ":" not in text:
        return f"n{hour} n{minute}"  # 9.30 alone is as likely a price
    return f"t{hour:02}{minute:02}"


def _pair(text: str) -> str:
    first, second = (int(part) for part in re.split(r"[/-]", text))
    if "-" in text:
        return f"g{first}-{second}"
    return f"s{first}/{second}"


def _ordinal(text: str) -> str:
    return f"o{int(re.sub(r'[^0-9]', '', text))}"


def _number(text: str) -> str:
    value = int(text[:9])
    return f"y{value}" if len(text) == 4 and text.startswith("20") else f"n{value}"


def _dash(text: str) -> str:
    return "and" if text == "&" else "or" if text == "/" else "to"


_READERS: Mapping[str, Callable[[str], str]] = {
    "iso": _iso,
    "dmy": _dmy,
    "junk": _junk,
    "clock": _clock,
    "pair": _pair,
    "ordinal": _ordinal,
    "number": _number,
    "dash": _dash,
}
