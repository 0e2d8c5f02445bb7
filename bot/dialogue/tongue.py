"""Which language a citizen is spoken to in."""

from collections.abc import Sequence

from bot.dialogue.model import Memory, Turn
from knowledge.language import Guess, Languages
from knowledge.model import LanguageCode


class Tongue:
    """Hears the language of a message, and knows a citizen's usual one."""

    def __init__(self, languages: Languages, spoken: Sequence[LanguageCode]) -> None:
        """Tell the languages in `spoken` apart; its first is for those of any other."""
        self._languages = languages
        self._spoken = spoken

    def usual(self, memory: Memory, client: str | None) -> LanguageCode:
        """Return the language for a citizen who has not just written anything."""
        return self._known(memory, client) or self._spoken[0]

    def of(self, turn: Turn, memory: Memory) -> tuple[LanguageCode, Memory]:
        """Return the language to answer a message in, and what to remember of it."""
        if memory.language_chosen:
            return self.usual(memory, turn.client_language), memory
        guess = self._languages.detect(turn.text)
        if guess.clear:
            return guess.language, memory.heard(guess.language)
        return self._known(memory, turn.client_language) or guess.language, memory

    def guess(self, text: str) -> Guess:
        """Return what `text` alone tells."""
        return self._languages.detect(text)

    def _known(self, memory: Memory, client: str | None) -> LanguageCode | None:
        preferred = (client or "").partition("-")[0]
        known = (code for code in (memory.language, preferred) if code in self._spoken)
        return next(known, None)
