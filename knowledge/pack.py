"""A pack that can be used: resolved, parsed, and known to be free of mistakes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from knowledge.form_words import FormWords
from knowledge.guards import Guards
from knowledge.markup import Rich
from knowledge.model import LanguageCode, Page, Post
from knowledge.opening import CalendarFile
from knowledge.phrases import Phrases
from knowledge.search.concepts import ConceptFile
from knowledge.services import ServicesFile


@dataclass(frozen=True, slots=True)
class Entry:
    """One topic: what people ask, and the answer in every language of the post."""

    id: str
    title: Mapping[LanguageCode, str]
    ask: Mapping[LanguageCode, tuple[str, ...]]
    answer: Mapping[LanguageCode, Rich]
    see_also: tuple[str, ...]
    pages: tuple[Page, ...]
    checked_on: date
    review_by: date


@dataclass(frozen=True, slots=True)
class OutsideGroup:
    """Talk without an answer here; `reply` is its own line, if it has one."""

    id: str
    ask: Mapping[LanguageCode, tuple[str, ...]]
    reply: Mapping[LanguageCode, Rich] | None
    see_also: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pack:
    """Everything the bot knows about one post."""

    post: Post
    entries: Mapping[str, Entry]
    outside: Mapping[str, OutsideGroup]
    phrases: Phrases
    guards: Guards
    help_with: Mapping[str, tuple[str, ...]]
    """By guard: topics to offer first when it notices something."""
    concepts: ConceptFile
    calendar: CalendarFile
    digest: str
    """SHA-256 of the files and settings it was made from."""
    services: ServicesFile | None = None
    """None where the post takes no appointments in the chat; so is `form_words` then."""
    form_words: FormWords | None = None

    @property
    def languages(self) -> tuple[LanguageCode, ...]:
        """The post's languages; the first is the fallback."""
        return self.post.languages

    def say(
        self, phrase: Mapping[LanguageCode, str], language: LanguageCode, **values: str
    ) -> Rich:
        """Return one of `phrases` in `language`, with `values` filled in as plain text."""
        return Rich.parse(phrase[language]).filled(values)
