"""What must hold for every topic: its id, sources, dates, next steps and phrasings."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial

from knowledge.draft import Draft
from knowledge.model import GuardFile, Outside, OutsideFile, PostFile
from knowledge.problems import Problem
from knowledge.source import KeyPath, Source
from knowledge.text import tokens

CORE_TOPICS = ("emergency", "visa", "scam", "human", "contact", "greeting", "thanks")
"""Topics that the dialogue itself turns to; every pack must have them."""

MAX_TITLE = 40
"""A longer button label is cut on small phones."""

MAX_SEE_ALSO = 4

FEW_PHRASINGS = 20
"""Below 20 phrasings a topic is found noticeably less often (docs/decisions/0003-search.md)."""


def run(draft: Draft, post: PostFile, today: date) -> Iterator[Problem]:
    """Yield every problem of topics and of what refers to them."""
    yield from _topics(draft, post, today)
    yield from _asked(draft, post)
    yield from _shared_phrasings(draft)


def _topics(draft: Draft, post: PostFile, today: date) -> Iterator[Problem]:
    homes: dict[str, Source] = {}
    everything = [*draft.topics()]
    known = {topic.id for _, _, topic in everything}
    more = Counter({(one.entry, one.language): len(one.messages) for one in draft.asked})
    for found, index, topic in everything:
        here = ("topics", index)
        if topic.id in homes:
            yield found.problem((*here, "id"), f"stands in {homes[topic.id].name} too: rename it")
        homes[topic.id] = found
        for page in topic.source:
            if page not in post.pages:
                yield found.problem((*here, "source"), f"“{page}” is no page of post.yaml")
        yield from _see_also(found, (*here, "see_also"), topic.see_also, known)
        yield from _dates(found, here, topic.checked_on, topic.review_by, today)
        for language, title in topic.title.items():
            if len(title) > MAX_TITLE:
                what = f"is {len(title)} characters long; a button holds {MAX_TITLE}"
                yield found.problem((*here, "title", language), what)
        for language, phrasings in topic.ask.items():
            count = len(phrasings) + more[topic.id, language]
            if count < FEW_PHRASINGS:
                what = f"has {count} phrasings; {FEW_PHRASINGS} or more are found well"
                yield _warning(found, (*here, "ask", language), what)
    if everything:
        for core in CORE_TOPICS:
            if core not in known:
                yield Problem("topics/", 0, core, "is missing: the bot itself needs this topic")
    guards = draft.get("guards.yaml", GuardFile)
    for index, guard in enumerate(guards.guards if guards else ()):
        path = ("guards", index, "see_also")
        yield from _see_also(draft.sources["guards.yaml"], path, guard.see_also, known)
    for index, group in enumerate(_outside(draft)):
        found = draft.sources["outside.yaml"]
        path = ("outside", index, "see_also")
        yield from _see_also(found, path, group.see_also, known)


def _see_also(
    found: Source, path: KeyPath, names: tuple[str, ...], known: set[str]
) -> Iterator[Problem]:
    for at, name in enumerate(names):
        if name not in known:
            yield found.problem((*path, at), f"“{name}” is no topic of this pack")
    if len(names) > MAX_SEE_ALSO:
        yield found.problem(path, f"has {len(names)} topics: offer at most {MAX_SEE_ALSO}")


def _dates(
    found: Source, here: KeyPath, checked_on: date, review_by: date, today: date
) -> Iterator[Problem]:
    if checked_on > today:
        # No reason to refuse the pack: a clock may be wrong, or `--now` may look back.
        yield _warning(found, (*here, "checked_on"), f"{checked_on} lies in the future")
    if review_by <= checked_on:
        yield found.problem((*here, "review_by"), "must be later than checked_on")
    elif review_by < today:
        what = f"was to be reviewed by {review_by}: compare it with its source again"
        yield _warning(found, (*here, "review_by"), what)


def _outside(draft: Draft) -> Sequence[Outside]:
    file = draft.get("outside.yaml", OutsideFile)
    return file.outside if file else ()


def _shared_phrasings(draft: Draft) -> Iterator[Problem]:
    seen: dict[tuple[str, ...], str] = {}
    for complain, entry, phrasing in _phrasings(draft):
        heard = tuple(tokens(phrasing))
        if not heard:
            yield complain(f"“{phrasing}” has no words: write what people type")
        elif heard in seen:
            where = "twice here" if seen[heard] == entry else f"under {seen[heard]} too"
            yield complain(f"“{phrasing}” stands {where}: keep one")
        seen.setdefault(heard, entry)


def _asked(draft: Draft, post: PostFile) -> Iterator[Problem]:
    """Check that every list of messages belongs to something, in a language of the post."""
    known = {topic.id for _, _, topic in draft.topics()} | {one.id for one in _outside(draft)}
    for one in draft.asked:
        if one.entry not in known:
            what = "names neither a topic nor an outside group: rename or remove the file"
            yield one.problem(0, what)
        if one.language not in post.post.languages:
            yield one.problem(0, f"“{one.language}” is not a language of this post")


Complain = Callable[[str], Problem]


def _phrasings(draft: Draft) -> Iterator[tuple[Complain, str, str]]:
    asked: list[tuple[Source, KeyPath, str, Mapping[str, tuple[str, ...]]]] = [
        (found, ("topics", index), topic.id, topic.ask) for found, index, topic in draft.topics()
    ]
    asked += [
        (draft.sources["outside.yaml"], ("outside", index), group.id, group.ask)
        for index, group in enumerate(_outside(draft))
    ]
    for found, path, entry, ask in asked:
        for language, phrasings in ask.items():
            for at, phrasing in enumerate(phrasings):
                yield partial(found.problem, (*path, "ask", language, at)), entry, phrasing
    for one in draft.asked:
        for line, phrasing in one.messages.items():
            yield partial(one.problem, line), one.entry, phrasing


def _warning(found: Source, path: KeyPath, what: str) -> Problem:
    return Problem(found.name, found.line(path), found.entry(path), what, "warning")
