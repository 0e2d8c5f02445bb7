"""Whose appointment it is: a person's name in a message, never guessed.

What could be another word is no name; the form asks once more, and shows the name before it books.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from bot.booking.names import tidy_name
from bot.booking.said import Phrase, PhraseBook, Word, phrases
from bot.calendar import lexicon
from knowledge.form_words import NameWords
from knowledge.search.ordinary import ordinary_words

MOST_WORDS = 8
"""Words of one name: four names and the particles of two of them."""

DOCUMENT_DIGITS = 5
"""As many digits behind a name are a document's, and a message like that is not taken apart."""

_SHORT = 3
"""Letters of names that are little words elsewhere; written with a capital they count inside."""

_LETTERS = re.compile(r"[^\W\d_]+")
_SAID, _PERHAPS, _KIN = "said", "perhaps", "kin"


@dataclass(frozen=True, slots=True)
class Named:
    """A person's name, and the words it was found in."""

    name: str
    start: int
    end: int


class NameEar:
    """Hears names."""

    def __init__(
        self,
        words: NameWords,
        services: Collection[str],
        padding: Collection[Phrase],
        days: Collection[Phrase],
    ) -> None:
        """Take what is no name: words of services, what says nothing, and named days."""
        self._days = frozenset(days)
        self._intros = PhraseBook(
            {
                _SAID: phrases(words.said),
                _PERHAPS: phrases(words.perhaps),
                _KIN: phrases(words.kin),
            }
        )
        self._padding = PhraseBook({"": padding})
        self._joining = {one[0] for one in phrases(words.joining)}
        self._particles = {one[0] for one in phrases(words.particles)}
        self._also = {one[0] for one in phrases(words.also)}
        self._never = {one[0] for one in phrases(words.never) if len(one) == 1} | {*services}
        self._never -= self._particles

    def hear(self, text: str, words: Sequence[Word], *, asked: bool) -> Named | None:
        """Return the one person that is named; None for nobody and for several.

        Args:
            text: that the words stand in.
            words: of the message; those that are not wanted left out.
            asked: whether a name is waited for, so that a bare one counts.
        """
        ranges = [*self._introduced(words, asked=asked)]
        if not ranges and asked:
            ranges = [*self._bare(words)]
        if len(ranges) != 1 or self._several(words, ranges[0][1]):
            return None
        start, end = ranges[0]
        if self._cut_short(words, end):
            return None
        first, last = words[start].start, words[end - 1].end
        if text[first - 1 : first].isdigit() or text[last : last + 1].isdigit():
            return None
        name = tidy_name(self._written(text, words[start:end]))
        return Named(name, start, end) if name else None

    def mentioned(self, words: Sequence[Word]) -> list[int]:
        """Return where names end that would count if one were waited for."""
        ranges = [*self._introduced(words, asked=True)] or [*self._bare(words)]
        return [end for _, end in ranges]

    def begins(self, words: Sequence[Word], at: int) -> bool:
        """Whether what stands at word `at` can be a name."""
        return self._run(words, at) > at

    def whole(self, text: str, words: Sequence[Word]) -> Named | None:
        """Return the full name that is all of a message, though nobody has asked for one.

        Two words at least, each with a capital letter, and not all of them ordinary words.
        """
        for start, end in self._bare(words):
            run = [word for word in words[start:end] if word.plain not in self._particles]
            full = len(run) > 1 and all(word.text[0].isupper() for word in run)
            sure = any(word.plain not in ordinary_words() - self._also for word in run)
            if full and sure and self._past_padding(words, end) == len(words):
                return self.hear(text, words, asked=True)
        return None

    # Where a name may stand

    def _introduced(self, words: Sequence[Word], *, asked: bool) -> Iterator[tuple[int, int]]:
        at = 0
        while at < len(words):
            intro = self._intros.at(words, at)
            if intro is None:
                at += 1
                continue
            kinds, start = {intro.label}, intro.end
            while start < len(words) and (more := self._intros.at(words, start)):
                kinds.add(more.label)
                start = more.end
            end = self._run(words, start, comma=bool(kinds & {_KIN, _SAID}), told=_SAID in kinds)
            if end > start and self._sure(words[start:end], kinds, asked=asked):
                yield start, end
            at = max(end, start)

    def _bare(self, words: Sequence[Word]) -> Iterator[tuple[int, int]]:
        """Yield a name that is all of the message, or all before its first comma."""
        start = self._past_padding(words, 0)
        end = self._run(words, start, comma=True)
        if end > start and self._sure(words[start:end], {_SAID}, asked=True):
            rest = self._past_padding(words, end)
            if end - start == 1 and rest == len(words) and words[start].shouted:
                return  # "asdf!!" is no name; two words of one may be shouted
            if rest == len(words) or self._other(words, rest):
                yield start, end

    def _other(self, words: Sequence[Word], at: int) -> bool:
        """Whether something else begins at `at`: another clause, but no other name, or a time."""
        if words[at].broken:
            return self._run(words, at, comma=True) == at
        near = words[at : at + 2]
        return any(w.plain.isdigit() or lexicon.symbol(w.meant, "en") for w in near)

    def _past_padding(self, words: Sequence[Word], at: int) -> int:
        while at < len(words) and (found := self._padding.at(words, at)):
            at = found.end
        return at

    def _run(
        self, words: Sequence[Word], start: int, *, comma: bool = False, told: bool = False
    ) -> int:
        """Return where the words that can be a name end; trailing particles belong to none.

        Args:
            words: of the message.
            start: the first of them that can be a name.
            comma: whether one may stand before the name.
            told: whether it was said that a name comes.
        """
        end = start
        for at in range(start, len(words)):
            if words[at].broken and not (at == start and comma):
                break
            if not self._part(words[at], leading=at == start and not told):
                break
            end = at + 1
        return self._without_tail(words, start, end)

    def _without_tail(self, words: Sequence[Word], start: int, end: int) -> int:
        """Leave trailing particles out: "ANA TORRES A LAS 9" ends at her name."""
        last = end
        while last > start and words[last - 1].plain in self._particles - self._also:
            last -= 1
        tail = last < end and last > start and _initial(words[last - 1])
        return last - tail

    # What can be a name

    def _part(self, word: Word, *, leading: bool) -> bool:
        """Whether `word` can stand in a name."""
        if not _LETTERS.match(word.text):
            return False
        if word.plain in self._also or word.plain in self._particles:
            return True
        common = word.text[0].islower() and word.plain in ordinary_words()
        if not leading and _initial(word) and word.text.isupper():
            return word.plain not in self._joining
        if not leading and self._short(word):
            return True
        return not (common or self._stops(word))

    def _short(self, word: Word) -> bool:
        """Whether `word` is a short name that is a little word elsewhere: Nguyễn Văn An."""
        bare = len(word.plain) <= _SHORT and word.text.istitle()
        timely = lexicon.symbol(word.plain, "en") is not None
        return bare and not timely and word.plain not in self._joining

    def _stops(self, word: Word) -> bool:
        return word.plain in self._never or lexicon.symbol(word.plain, "en") is not None

    def _sure(self, run: Sequence[Word], kinds: set[str], *, asked: bool) -> bool:
        """Whether a run of possible words is a name, from how it was introduced and written."""
        bearing = [word for word in run if word.plain not in self._particles]
        named_day = tuple(word.plain for word in run) in self._days
        if len(run) > MOST_WORDS or not bearing or named_day:
            return False
        if len(bearing) == 1:
            return not self._stops(bearing[0]) and (
                asked or (_SAID in kinds and bearing[0].text[0].isupper())
            )
        if _SAID in kinds or all(word.text[0].isupper() for word in bearing):
            return True
        return not any(self._stops(w) or w.plain in ordinary_words() - self._also for w in bearing)

    def _several(self, words: Sequence[Word], end: int) -> bool:
        """Whether a second person follows, or a number that makes it a document's line."""
        if end >= len(words):
            return False
        if words[end].plain.isdigit():
            return len(words[end].plain) >= DOCUMENT_DIGITS
        return words[end].plain in self._joining and self._run(words, end + 1) > end + 1

    def _cut_short(self, words: Sequence[Word], end: int) -> bool:
        """Whether a name goes on behind an ordinary word: half a name is the wrong name."""
        if end + 1 >= len(words) or words[end].broken or words[end + 1].broken:
            return False
        between = words[end]
        common = between.plain in ordinary_words() and not self._stops(between)
        return common and self._part(words[end + 1], leading=True)

    # How it is written

    def _written(self, text: str, run: Sequence[Word]) -> str:
        end = run[-1].end
        stop = text[end : end + 1] == "." and (_initial(run[-1]) or run[-1].plain in ("jr", "sr"))
        name = text[run[0].start : end + stop]
        if not (name.islower() or name.isupper()):
            return name
        return _LETTERS.sub(lambda match: self._cased(match[0], match.start() == 0), name)

    def _cased(self, word: str, first: bool) -> str:
        small = not first and word.casefold() in self._particles
        return word.lower() if small else word.capitalize()


def _initial(word: Word) -> bool:
    return len(word.plain) == 1 and word.plain.isalpha()
