"""The bot's own words: one field for each sentence the code can say.

A field without a sentence in the pack, or a sentence without a field, is a mistake that
`check` reports; so is a placeholder that the code does not fill.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from knowledge.booking_phrases import BookingPhrases
from knowledge.model import Localized, Strict
from knowledge.takes import Takes


class Phrases(Strict):
    """`phrases.yaml`."""

    # What each command shows
    welcome: Localized
    help: Localized
    privacy: Localized
    forgotten: Localized
    forget_question: Localized
    """Before erasing what is kept of somebody who has appointments: they are cancelled too."""
    language_question: Localized
    language_set: Localized
    language_name: Localized
    """The language's own name, as a button."""

    # Around an answer
    emergency_first: Localized
    source: Annotated[Localized, Takes("pages", "date")]
    long_message: Localized
    private_number: Localized
    did_you_mean: Localized
    and_also: Annotated[Localized, Takes("topic")]
    """Heads the second answer of a reply."""

    # When there is no answer
    unknown: Localized
    unknown_near: Localized
    unknown_again: Localized
    """After two misses in a row: the way to a person first."""
    none_of_these: Localized
    way_to_a_person: Localized

    # What cannot be read
    text_only: Localized
    no_documents: Localized
    unknown_command: Localized
    private_only: Annotated[Localized, Takes("link")]
    old_button: Localized
    failure: Localized

    # Buttons
    button_none: Localized
    button_person: Localized
    button_forget: Localized
    button_keep: Localized

    # What Telegram shows beside the chat
    description: Localized
    short_description: Localized
    command_start: Localized
    command_help: Localized
    command_language: Localized
    command_privacy: Localized
    command_forget: Localized

    booking: BookingPhrases | None = None
    """What is said about appointments; needed where there is a `services.yaml`."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """One sentence of the pack.

    Attributes:
        path: where it stands in `phrases.yaml`.
        takes: the placeholders that the code fills.
    """

    path: tuple[str, ...]
    texts: Localized
    takes: frozenset[str]


def every(phrases: Phrases) -> Iterator[Phrase]:
    """Yield every phrase of the file, those about appointments included."""
    yield from _phrases_of(phrases)
    if phrases.booking:
        yield from _phrases_of(phrases.booking, "booking")


def _phrases_of(model: Strict, *path: str) -> Iterator[Phrase]:
    for name, info in type(model).model_fields.items():
        texts = getattr(model, name)
        if isinstance(texts, dict):
            takes = (item.names for item in info.metadata if isinstance(item, Takes))
            yield Phrase((*path, name), texts, next(takes, frozenset()))
