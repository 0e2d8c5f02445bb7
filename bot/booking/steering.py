"""Messages that steer the form: "yes", "back", "never mind". Whole messages only."""

from collections.abc import Sequence

from bot.booking.events import Control, Purpose
from bot.booking.form import Step
from bot.booking.said import Phrase, PhraseBook, Word, phrases
from knowledge.form_words import FormWords

_PLAIN = ""
_GENTLE = frozenset({Control.BACK, Control.RESTART, Control.ANOTHER_DAY, Control.ANOTHER_TIME})
"""What may be asked for in a sentence ("do you have other days?"); the others decide something."""


class SteerEar:
    """Hears controls."""

    def __init__(self, words: FormWords) -> None:
        controls = {str(name): phrases(said) for name, said in words.controls.items()}
        cancel, keep = phrases(words.cancel_it), phrases(words.keep_it)
        cancelling = {name: said - cancel - keep for name, said in controls.items()}
        cancelling[Control.YES] |= cancel
        cancelling[Control.NO] |= keep
        picking = {name: said - keep for name, said in controls.items()}
        picking[Control.NO] |= keep
        self._padding, offers = phrases(words.padding), phrases(words.offers)
        self._strict = _book(controls, self._padding)
        self._cancelling = _book(cancelling, self._padding)
        self._picking = _book(picking, self._padding)
        self._polite = _book(controls, self._padding | offers)

    def hear(
        self,
        words: Sequence[Word],
        *,
        asked: Step | None,
        purpose: Purpose | None,
        doubtful: bool,
    ) -> Control | None:
        """Return the control that all of the message is; None with no form open.

        Args:
            words: of the message.
            asked: what the form has asked.
            purpose: of the form.
            doubtful: a question mark: "yes?" decides nothing.
        """
        if asked is None or not words:
            return None
        strict = self._covered(self._deciding(asked, purpose), words)
        if strict is not None:
            return None if doubtful and strict not in _GENTLE else strict
        polite = self._covered(self._polite, words)
        return polite if polite in _GENTLE else None

    def _deciding(self, asked: Step, purpose: Purpose | None) -> PhraseBook:
        if asked is Step.BOOKING:
            return self._picking
        to_cancel = asked is Step.CONFIRM and purpose is Purpose.CANCEL
        return self._cancelling if to_cancel else self._strict

    def _covered(self, book: PhraseBook, words: Sequence[Word]) -> Control | None:
        """Return the one control that the message says; None where anything else is said."""
        said, meant, at = set(), set(), 0
        while at < len(words):
            one = book.at(words, at)
            if one is None:
                return None
            said.add(one.label)
            if tuple(word.meant for word in words[one.start : one.end]) not in self._padding:
                meant.add(one.label)
            at = one.end
        return _one(said - {_PLAIN}, meant - {_PLAIN})


def _book(controls: dict[str, frozenset[Phrase]], plain: frozenset[Phrase]) -> PhraseBook:
    every = frozenset(one for said in controls.values() for one in said)
    return PhraseBook({**controls, _PLAIN: plain - every})


def _one(said: set[str], meant: set[str]) -> Control | None:
    """Of several controls take what "yes" and "no" only lead to; of these two the one meant.

    "Ok no" is a no: "ok" is said by the way. "Yes and no" is neither.
    """
    firm = said - {Control.YES, Control.NO} or meant or said
    return Control(firm.pop()) if len(firm) == 1 else None
