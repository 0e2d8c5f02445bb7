"""Which of the post's languages a message is written in, learned from the pack's own texts.

Words that a language uses whatever the subject ("the", "my", "para") say more than names of
things, which people borrow: "quiero mi appointment" is Spanish, "my cita" is English.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import exp, log

from knowledge.model import LanguageCode
from knowledge.text import MAX_READ, tokens

MOST_WORDS = 60
"""Words looked at; a language is clear long before."""

SMOOTHING = 0.3
"""Times that every word is taken to have been seen in every language."""

NAME_WEIGHT = 0.5
"""Weight of a word that one subject uses, beside about 1 for one that all use. With 0.2-0.5 as
many messages are told right; with 0.5 "gracias" and "hi" alone are clear."""

LETTERS_WEIGHT = 0.15
"""Weight of the letters of a word that the pack never uses; 0.1 to 0.25 measured alike."""

GROUP_SIZES = (2, 3)
"""Letters in a group, borders of words included."""

CLEAR = 0.75
"""94 of 100 labelled messages reach it, and 99.7 of 100 that do are told right."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A text of the pack whose language is known.

    Attributes:
        language: of the text.
        about: id of the topic, phrase or group it belongs to.
        text: what it says.
    """

    language: LanguageCode
    about: str
    text: str


@dataclass(frozen=True, slots=True)
class Guess:
    """A language, and how sure that is.

    Attributes:
        language: the likeliest; the first of the post's languages where nothing tells.
        certainty: 1 / number of languages (nothing tells) to 1 (beyond doubt). Below
            `CLEAR` the caller should rather keep the language it remembers.
    """

    language: LanguageCode
    certainty: float

    @property
    def clear(self) -> bool:
        """Whether the message alone is evidence enough."""
        return self.certainty >= CLEAR


class Languages:
    """Tells the post's languages apart. Deterministic; never raises.

    Args:
        languages: of the post, the fallback first.
        samples: texts in these languages.
    """

    def __init__(self, languages: Iterable[LanguageCode], samples: Iterable[Sample]) -> None:
        self._languages = tuple(languages)
        words = {code: Counter[str]() for code in self._languages}
        subjects = {code: defaultdict[str, set[str]](set) for code in self._languages}
        for sample in samples:
            for sign in _signs(sample.text):
                words[sample.language][sign] += 1
                subjects[sample.language][sign].add(sample.about)
        weights = _weights(subjects.values())
        self._words = {
            sign: {code: weights[sign] * value for code, value in by.items()}
            for sign, by in self._chances(words).items()
        }
        self._letters = self._chances({code: _letters(found) for code, found in words.items()})

    def detect(self, text: str) -> Guess:
        """Return the likeliest language of `text`."""
        scores = dict.fromkeys(self._languages, 0.0)
        for sign in _signs(text):
            for code, value in self._evidence(sign).items():
                scores[code] += value
        top = max(scores.values())
        parts = {code: exp(score - top) for code, score in scores.items()}
        best = max(self._languages, key=lambda code: parts[code])
        return Guess(best, parts[best] / sum(parts.values()))

    def _evidence(self, sign: str) -> Mapping[LanguageCode, float]:
        known = self._words.get(sign)
        if known is not None:
            return known
        groups = [self._letters[group] for group in _groups(sign) if group in self._letters]
        if not groups:
            return {}
        return {
            code: LETTERS_WEIGHT * sum(group[code] for group in groups) / len(groups) ** 0.5
            for code in self._languages
        }

    def _chances(
        self, counts: Mapping[LanguageCode, Counter[str]]
    ) -> dict[str, dict[LanguageCode, float]]:
        """Return the log share of each thing counted, by language."""
        totals = {code: sum(found.values()) + SMOOTHING for code, found in counts.items()}
        return {
            thing: {
                code: log((counts[code][thing] + SMOOTHING) / totals[code])
                for code in self._languages
            }
            for thing in sorted(set().union(*counts.values()))
        }


def _weights(languages: Iterable[Mapping[str, set[str]]]) -> dict[str, float]:
    """Return the weight of each word: the more subjects of a language use it, the more."""
    weights: dict[str, float] = {}
    for uses in languages:
        subjects = len(set().union(*uses.values()))
        for sign, found in uses.items():
            weight = NAME_WEIGHT + (1 - NAME_WEIGHT) * len(found) / subjects
            weights[sign] = max(weight, weights.get(sign, 0.0))
    return weights


def _letters(words: Counter[str]) -> Counter[str]:
    groups: Counter[str] = Counter()
    for word, count in words.items():
        for group in _groups(word):
            groups[group] += count
    return groups


def _signs(text: str) -> Iterator[str]:
    """Yield the words of a text, and each letter or mark of its own ("ñ", "¿") once."""
    yield from tokens(text)[:MOST_WORDS]
    yield from sorted({char for char in text[:MAX_READ].casefold() if not char.isascii()})


def _groups(sign: str) -> Iterator[str]:
    padded = f" {sign} "
    for size in GROUP_SIZES if sign.isalpha() else ():
        yield from (padded[at : at + size] for at in range(len(padded) - size + 1))
