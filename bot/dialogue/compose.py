"""Puts an answer's parts in order: hotline, answer, source, next steps."""

from collections.abc import Iterable

from babel.dates import format_date

from bot.dialogue.model import Button, Meant, NoneMeant, ShowTopic
from knowledge.markup import MAX_SCREEN, Rich, screen_length
from knowledge.pack import Entry, Pack

MAX_BUTTONS = 4
"""More buttons than this are read by nobody and push the answer off a phone's screen."""


def source_line(pack: Pack, entry: Entry, language: str) -> Rich:
    """Return where the answer comes from and when a person last checked it."""
    if not entry.pages:
        return Rich()
    pages = "; ".join(
        f"[{page.title[language]}]({page.url})" if page.url else page.title[language]
        for page in entry.pages
    )
    formats = pack.calendar.formats[language]
    checked = format_date(entry.checked_on, formats.plain, locale=formats.locale)
    line = pack.phrases.source[language]
    return Rich.parse(line.replace("{pages}", pages).replace("{date}", checked))


def fitting(parts: Iterable[Rich]) -> Rich:
    """Join as many of `parts` as one message holds; the first ones matter most."""
    kept: list[Rich] = []
    for part in parts:
        if screen_length(Rich.join([*kept, part]).text) <= MAX_SCREEN:
            kept.append(part)
    return Rich.join(kept)


def next_steps(pack: Pack, topics: Iterable[str], language: str) -> tuple[Button, ...]:
    """Return buttons for `topics`, each once."""
    unique = list(dict.fromkeys(topics))[:MAX_BUTTONS]
    return tuple(Button(pack.entries[topic].title[language], ShowTopic(topic)) for topic in unique)


def choices(pack: Pack, topics: Iterable[str], language: str) -> tuple[Button, ...]:
    """Return "did you mean" buttons, the last one for none of them."""
    return (
        *(Button(pack.entries[topic].title[language], Meant(topic)) for topic in topics),
        Button(pack.phrases.button_none[language], NoneMeant()),
    )
