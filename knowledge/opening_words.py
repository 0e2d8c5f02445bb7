"""The words of answers about hours: one field for each thing the code can say.

A word that is missing, unknown, or lacks a placeholder is a mistake that loading reports.
"""

import re
from collections.abc import Collection, Iterator
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import Field, model_validator

from knowledge.model import LanguageCode, Line, Localized, Strict
from knowledge.takes import Takes

Ordinal = Literal["first", "second", "third", "fourth", "fifth", "last"]
Part = Literal["morning", "afternoon", "evening", "night"]

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


class Formats(Strict):
    """How Babel writes dates: CLDR patterns, and the locale whose habits are followed."""

    locale: Annotated[str, Field(pattern=r"^[a-z]{2,3}(_[A-Z]{2})?$")]
    date: Line
    date_with_year: Line
    month: Line
    plain: Line
    """A date without its weekday, for "as of"."""
    short: Line = "EEE d MMM"
    """A date on a button; full stops of abbreviations are left out."""


class Words(Strict):
    """Pieces of sentences."""

    today: Annotated[Localized, Takes("date")]
    tomorrow: Annotated[Localized, Takes("date")]
    yesterday: Annotated[Localized, Takes("date")]
    any_day: Annotated[Localized, Takes("date")]
    """As an adverb: on Friday 27 November."""
    bare_day: Annotated[Localized, Takes("date")]
    """As a name: Friday 27 November."""
    moment: Annotated[Localized, Takes("date", "hours")]
    span: Annotated[Localized, Takes("first", "last")]
    weekend: Localized
    day_off: Annotated[Localized, Takes("weekday")]
    holiday: Annotated[Localized, Takes("name", "whose")]
    observed: Annotated[Localized, Takes("name")]
    probable: Annotated[Localized, Takes("name", "whose")]
    nth: Annotated[Localized, Takes("nth", "weekday")]
    before: Annotated[Localized, Takes("opens")]
    between: Annotated[Localized, Takes("opens")]
    over: Annotated[Localized, Takes("closes")]
    ordinals: dict[Ordinal, Localized]
    parts: dict[Part, Localized]

    @model_validator(mode="after")
    def _complete(self) -> Self:
        for given, wanted in ((self.ordinals, get_args(Ordinal)), (self.parts, get_args(Part))):
            if absent := [name for name in wanted if name not in given]:
                raise ValueError(f"lack {', '.join(absent)}: add them")
        return self


class Sentences(Strict):
    """Everything an answer about hours can say."""

    yes: Localized
    no: Localized
    not_yet: Localized
    no_longer: Localized
    no_at: Annotated[Localized, Takes("time")]
    no_part: Annotated[Localized, Takes("part")]
    open_day: Annotated[Localized, Takes("day", "channel", "hours")]
    open_only: Annotated[Localized, Takes("day", "channel", "hours")]
    open_now: Annotated[Localized, Takes("day", "channel", "hours")]
    open_at: Annotated[Localized, Takes("day", "channel", "hours", "time")]
    closed_day: Annotated[Localized, Takes("day", "channel", "reasons")]
    over: Annotated[Localized, Takes("day", "channel", "hours")]
    was_open: Annotated[Localized, Takes("day", "channel", "hours")]
    was_closed: Annotated[Localized, Takes("day", "channel", "reasons")]
    unstated: Annotated[Localized, Takes("day", "channel", "hours", "reasons")]
    special: Annotated[Localized, Takes("reasons")]
    that_day: Annotated[Localized, Takes("reasons")]
    closes_in: Annotated[Localized, Takes("duration")]
    opens_in: Annotated[Localized, Takes("duration")]
    next_open: Annotated[Localized, Takes("moment")]
    next_of: Annotated[Localized, Takes("channel", "moment")]
    never_open: Annotated[Localized, Takes("channel")]
    also_closed: Annotated[Localized, Takes("days")]
    closed_before: Annotated[Localized, Takes("days")]
    also_item: Annotated[Localized, Takes("date", "reasons")]
    is_holiday: Annotated[Localized, Takes("day", "holidays")]
    is_no_holiday: Annotated[Localized, Takes("day")]
    that_open: Annotated[Localized, Takes("channel", "hours")]
    that_closed: Annotated[Localized, Takes("channel", "reasons")]
    holiday_closed: Annotated[Localized, Takes("channel")]
    heading: Annotated[Localized, Takes("channel", "span")]
    these_days: Annotated[Localized, Takes("channel")]
    closures: Annotated[Localized, Takes("channel", "span")]
    no_closures: Annotated[Localized, Takes("channel", "span")]
    item_open: Annotated[Localized, Takes("date", "hours")]
    item_closed: Annotated[Localized, Takes("date", "reasons")]
    item_unstated: Annotated[Localized, Takes("date", "hours", "reasons")]
    others_open: Annotated[Localized, Takes("hours")]
    closure_title: Annotated[Localized, Takes("channel", "reasons")]
    """Of an event in the calendar file for staff."""
    ambiguous: Annotated[Localized, Takes("channel")]
    which: Localized
    probable: Localized
    unconfirmed: Annotated[Localized, Takes("years")]
    hotline: Localized


def wrong_words(model: Strict, languages: Collection[LanguageCode]) -> Iterator[str]:
    """Yield what is wrong with the texts of `model`: placeholders, missing languages.

    A placeholder with a dot is a fact of the post and not looked at here.
    """
    for field, info in type(model).model_fields.items():
        takes = next(
            (item.names for item in info.metadata if isinstance(item, Takes)), frozenset()
        )
        for texts in _localized(getattr(model, field)):
            yield from (f"{field}: {what}" for what in _wrong(texts, takes, languages))


def _wrong(
    texts: dict[str, str], takes: frozenset[str], languages: Collection[LanguageCode]
) -> Iterator[str]:
    for language, text in texts.items():
        if {name for name in _PLACEHOLDER.findall(text) if "." not in name} != takes:
            want = ", ".join(f"{{{name}}}" for name in sorted(takes)) or "none"
            yield f"{language} must use these placeholders: {want}"
    for language in languages:
        if language not in texts:
            yield f"has no “{language}”: write it in every language"


def _localized(value: Any) -> Iterator[dict[str, str]]:
    if not isinstance(value, dict) or not value:
        return
    if all(isinstance(text, str) for text in value.values()):
        yield value
    for inner in value.values():
        yield from _localized(inner)
