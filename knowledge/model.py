"""The shape of a pack's files: what an author may write, and nothing else.

Pure data. Reading, resolving references and checks across files live beside it.
"""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{1,39}$")]
"""Of a topic, a fact, a phrase: lower-case words joined by underscores."""

LanguageCode = Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]
"""ISO 639 code, e.g. `en`."""

E164 = Annotated[str, Field(pattern=r"^\+[1-9][0-9]{6,14}$")]
"""A phone number as ITU-T E.164 writes it: plus, country code, number, no spaces."""


def _not_blank(text: str) -> str:
    stripped = text.strip()
    if not stripped:
        raise ValueError("is empty: write the text or remove the key")
    return stripped


Line = Annotated[str, AfterValidator(_not_blank)]
Localized = Annotated[dict[LanguageCode, Line], Field(min_length=1)]
"""The same words in each of the post's languages."""

Phrasings = Annotated[dict[LanguageCode, tuple[Line, ...]], Field(min_length=1)]
"""What people type, by language."""

Url = Annotated[str, Field(pattern=r"^https://[^\s<>\"]+$")]
Email = Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+\.[a-zA-Z]{2,}$")]


def _a_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


Names = Annotated[
    tuple[Id, ...], BeforeValidator(_a_list, json_schema_input_type=Id | tuple[Id, ...])
]
"""One name or a list of names."""


class Strict(BaseModel):
    """Base of all file shapes: unknown keys are mistakes (and text is text: `NO`, `1.10`)."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Phone(Strict):
    """A number once: how machines dial it and how each caller does."""

    e164: E164 | None = None
    shown: Line
    """On screen everywhere, e.g. `+51 1 618-2000`; for a short code the code itself."""
    local: Line | None = None
    """As dialled inside the country."""
    from_us: Line | None = None
    """As dialled from the United States and Canada."""


class Page(Strict):
    """A page that answers rest on."""

    title: Localized
    url: Url | None = None
    """None where the page is no longer on the web at the address it had."""


class Setting(Strict):
    """Something only the post knows; a sentence stands in while it is unset."""

    set: Localized
    """With `{value}` where the configured value goes."""
    unset: Localized


class Post(Strict):
    """Who speaks."""

    name: Localized
    unit: Localized
    languages: Annotated[tuple[LanguageCode, ...], Field(min_length=1)]
    """The first one is the fallback."""
    start_topics: Annotated[tuple[Id, ...], Field(min_length=1, max_length=4)]
    """Offered as buttons where nothing nearer is known."""


class PostFile(Strict):
    """`post.yaml`: the facts, each written once and referred to as `{group.key}`."""

    post: Post
    phones: dict[Id, Phone]
    emails: dict[Id, Email] = {}
    links: dict[Id, Url] = {}
    places: dict[Id, Localized] = {}
    pages: dict[Id, Page]
    settings: dict[Id, Setting] = {}


class Topic(Strict):
    """One thing people ask about, and the answer an officer approved."""

    id: Id
    title: Localized
    """A button's label: starts with a verb or names the thing, at most 40 characters."""
    ask: dict[LanguageCode, tuple[Line, ...]] = {}
    """What people type, by language; empty where only buttons lead here."""
    answer: Localized
    see_also: tuple[Id, ...] = ()
    """Next steps, offered as buttons in this order."""
    source: Names
    """Keys of `pages` in post.yaml."""
    checked_on: date
    """The day a person last compared the answer with its source."""
    review_by: date


class TopicFile(Strict):
    """`topics/*.yaml`: a family of topics."""

    topics: Annotated[tuple[Topic, ...], Field(min_length=1)]


class Outside(Strict):
    """Talk that has no answer in the pack and must not be mistaken for one that has."""

    id: Id
    ask: Phrasings
    reply: Localized | None = None
    """A line of its own instead of the plain "I don't know"; it must not answer."""
    see_also: tuple[Id, ...] = ()


class OutsideFile(Strict):
    """`outside.yaml`."""

    outside: tuple[Outside, ...]


class Guard(Strict):
    """Patterns that are looked for in every message, whatever else it means.

    The pattern language is described in `docs/pack.md`.
    """

    id: Id
    kind: Literal["emergency", "visa"]
    patterns: Annotated[tuple[Line, ...], Field(min_length=1)]
    unless: tuple[Line, ...] = ()
    """Where one is found in a sentence, the words it names do not count for this guard."""
    see_also: tuple[Id, ...] = ()
    """Topics offered first when this guard notices something."""


class GuardFile(Strict):
    """`guards.yaml`; `words` names sets of alternatives that patterns refer to as `%name`."""

    words: dict[Id, tuple[Line, ...]] = {}
    signs: dict[Annotated[str, Field(min_length=1, max_length=1)], Line] = {}
    """Characters that say a word by themselves, e.g. the SOS sign."""
    known: tuple[Line, ...] = ()
    """Ordinary words that look like a misspelt guard word and are none."""
    guards: Annotated[tuple[Guard, ...], Field(min_length=1)]
    must_trigger: dict[Id, tuple[Line, ...]]
    """By guard id: messages that the guard must notice."""
    must_not_trigger: dict[Literal["emergency", "visa"], tuple[Line, ...]]
    """By kind: messages that no guard of the kind may notice."""


class Never(Strict):
    """A claim that no answer of this pack may make."""

    id: Id
    patterns: tuple[Line, ...]
    unless: tuple[Line, ...] = ()
    only_in: tuple[Id, ...] = ()
    """Topics this holds for; empty: everywhere in the pack."""
    why: Line


class NeverFile(Strict):
    """`never.yaml`: what the fact sheet forbids to claim, as checks."""

    words: dict[Id, tuple[Line, ...]] = {}
    never: tuple[Never, ...]


def json_schema(model: type[BaseModel]) -> dict[str, Any]:
    """Return the JSON Schema that editors complete and check a pack file with."""
    return model.model_json_schema()
