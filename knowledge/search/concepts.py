"""What a pack's author knows about words: shared meanings, decisive terms, denials, joints."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from knowledge.model import Id, Line, Strict
from knowledge.text import tokens as tokenise

MIN_STEM = 3
"""Letters before the star of `perd*`; a shorter stem would catch half the dictionary."""


def _parted(text: object) -> object:
    return [part for part in text.split(",") if part.strip()] if isinstance(text, str) else text


def _readable(entry: str) -> str:
    words = tokenise(entry)
    if not words:
        raise ValueError(f"“{entry}” has neither letters nor digits: remove it")
    if entry.endswith("*") and (len(words) > 1 or len(words[0]) < MIN_STEM):
        raise ValueError(f"“{entry}”: a star ends one word of at least {MIN_STEM} letters")
    return entry


Entries = Annotated[
    tuple[Annotated[Line, AfterValidator(_readable)], ...],
    BeforeValidator(_parted, json_schema_input_type=str | tuple[Line, ...]),
]
"""Words, stems and phrases in a row, parted by commas."""


class ConceptFile(Strict):
    """`concepts.yaml`; every part may be left out."""

    concepts: dict[Id, Entries] = Field(default_factory=dict)
    """Meaning to the words, stems (`renew*`) and phrases (`passed away`) that carry it."""
    key_terms: Entries = ()
    """Words so decisive that a spelling correction may never bring one about."""
    courtesies: Entries = ()
    """Greetings, openings and thanks, cut off both ends of a message before it is read."""
    refusals: Entries = ()
    """How a wish is denied ("i do not want to"): what follows must not be done at once."""
    denials: Entries = ()
    """Weaker ("not", "no es"): counts only where the person goes on to say what is meant."""
    lacks: Entries = ()
    """What begins like a denial but tells what is missing ("i dont have"): denies nothing."""
    contrasts: Entries = ()
    """Words with which they do ("but", "just", "sino")."""
    joints: Entries = ()
    """Words between two needs in one message ("and", "tambien")."""


class Lexicon:
    """Finds concepts in a row of tokens."""

    def __init__(self, concepts: Mapping[str, Sequence[str]]) -> None:
        self._words: dict[str, list[str]] = {}
        self._stems: dict[str, list[str]] = {}
        self._phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for name, entries in concepts.items():
            for entry in entries:
                self._add(name, entry)

    def _add(self, name: str, entry: str) -> None:
        words = tuple(tokenise(entry))
        if len(words) > 1:
            self._phrases.setdefault(words[0], []).append((words, name))
        else:
            place = self._stems if entry.endswith("*") else self._words
            place.setdefault(words[0], []).append(name)

    @property
    def words(self) -> set[str]:
        """All whole words that concepts are made of."""
        in_phrases = {word for rows in self._phrases.values() for row, _ in rows for word in row}
        return in_phrases | set(self._words)

    def of_word(self, token: str) -> Iterator[str]:
        """Yield the concepts that one word carries by itself."""
        yield from self._words.get(token, ())
        for size in range(MIN_STEM, len(token) + 1):
            yield from self._stems.get(token[:size], ())

    def of_phrases(self, tokens: Sequence[str]) -> Iterator[str]:
        """Yield the concepts carried by rows of words, in their order; repeats are possible."""
        for at, token in enumerate(tokens):
            for words, name in self._phrases.get(token, ()):
                if tuple(tokens[at : at + len(words)]) == words:
                    yield name
