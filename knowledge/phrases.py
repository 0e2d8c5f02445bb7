"""The bot's own words: one field for each sentence the code can say.

A field without a sentence in the pack, or a sentence without a field, is a mistake that
`check` reports; so is a placeholder that the code does not fill.
"""

from dataclasses import dataclass
from typing import Annotated

from knowledge.model import Localized, Strict


@dataclass(frozen=True, slots=True)
class Takes:
    """The values that the code fills into a phrase."""

    names: frozenset[str]

    def __init__(self, *names: str) -> None:
        object.__setattr__(self, "names", frozenset(names))


class Phrases(Strict):
    """`phrases.yaml`."""

    # What each command shows
    welcome: Localized
    help: Localized
    privacy: Localized
    forgotten: Localized
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

    # What Telegram shows beside the chat
    description: Localized
    short_description: Localized
    command_start: Localized
    command_help: Localized
    command_language: Localized
    command_privacy: Localized
    command_forget: Localized


def wanted(field: str) -> frozenset[str]:
    """Return the placeholders that the code fills in `field`."""
    metadata = Phrases.model_fields[field].metadata
    return next((item.names for item in metadata if isinstance(item, Takes)), frozenset())
