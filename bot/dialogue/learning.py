"""What a dialogue learns from a pack: examples for the search, samples for the languages."""

from collections.abc import Iterator

from knowledge.language import Sample
from knowledge.pack import Entry, OutsideGroup, Pack
from knowledge.phrases import every
from knowledge.search import Example


def examples(pack: Pack) -> list[Example]:
    """What people type, and each topic's title: 1.5 points more are right at once with titles."""
    found = []
    for entry in pack.entries.values():
        for language, phrasings in entry.ask.items():
            found += [Example(text, entry.id) for text in (*phrasings, entry.title[language])]
    return found


def outside_examples(pack: Pack) -> list[Example]:
    """What people type that has no answer here."""
    return [
        Example(text, group.id)
        for group in pack.outside.values()
        for phrasings in group.ask.values()
        for text in phrasings
    ]


def samples(pack: Pack) -> Iterator[Sample]:
    """Everything in the pack that is in one language: what people type and what the bot says."""
    everything: list[Entry | OutsideGroup] = [*pack.entries.values(), *pack.outside.values()]
    for asked in everything:
        for language, phrasings in asked.ask.items():
            yield from (Sample(language, asked.id, text) for text in phrasings)
    for entry in pack.entries.values():
        for language, answer in entry.answer.items():
            yield Sample(language, entry.id, answer.text)
    for phrase in every(pack.phrases):
        for language, text in phrase.texts.items():
            yield Sample(language, phrase.path[-1], text)
