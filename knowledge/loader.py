"""From a folder of YAML to a `Pack`, or to the list of all that is wrong with it."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from knowledge import asked, checks, source
from knowledge.draft import Draft
from knowledge.facts import Facts
from knowledge.form_words import FormWords
from knowledge.guards import Guards
from knowledge.markup import Rich
from knowledge.model import (
    GuardFile,
    LanguageCode,
    Localized,
    NeverFile,
    Outside,
    OutsideFile,
    PostFile,
    Topic,
    TopicFile,
)
from knowledge.opening import CalendarFile
from knowledge.pack import Entry, OutsideGroup, Pack
from knowledge.phrases import Phrases
from knowledge.problems import PackError, Problem
from knowledge.search.concepts import ConceptFile
from knowledge.services import ServicesFile
from knowledge.source import Source

FILES: Mapping[str, type[BaseModel]] = {
    "post.yaml": PostFile,
    "calendar.yaml": CalendarFile,
    "outside.yaml": OutsideFile,
    "phrases.yaml": Phrases,
    "guards.yaml": GuardFile,
    "never.yaml": NeverFile,
    "concepts.yaml": ConceptFile,
}
"""The files of every pack beside `topics/*.yaml`, with their shapes."""

BOOKING_FILES: Mapping[str, type[BaseModel]] = {
    "services.yaml": ServicesFile,
    "form.yaml": FormWords,
}
"""Both or neither: the files of a post that takes appointments in the chat."""

SHAPES: Mapping[str, type[BaseModel]] = {**FILES, **BOOKING_FILES}


def shipped(name: str) -> Path:
    """Return the folder of a pack that comes with the bot."""
    return Path(str(resources.files("knowledge"))) / name


def load(folder: Path, settings: Mapping[str, str], today: date) -> Pack:
    """Load the pack in `folder`.

    Args:
        folder: where `post.yaml` and the other files are.
        settings: values for the pack's `settings`, by name.
        today: the post's date, for staleness.

    Raises:
        PackError: with every problem found, not only the first. Warnings do not raise.
    """
    pack, problems = examine(folder, settings, today)
    if pack is None:
        raise PackError([problem for problem in problems if problem.severity == "error"])
    return pack


def examine(
    folder: Path, settings: Mapping[str, str], today: date
) -> tuple[Pack | None, tuple[Problem, ...]]:
    """Return the pack (None if it has errors) and all problems, warnings included."""
    draft = _read(folder)
    post = _validate_post(draft)
    if post is None:
        return None, tuple(sorted(draft.problems))
    facts = Facts(post, _hours_in_words(draft), settings)
    _validate_rest(draft, facts)
    draft.problems += checks.run(draft, post, settings, today)
    problems = tuple(sorted(set(draft.problems)))
    if any(problem.severity == "error" for problem in problems):
        return None, problems
    files = (*draft.sources, *(one.name for one in draft.asked))
    return _build(draft, post, _digest(folder, files, settings)), problems


def _read(folder: Path) -> Draft:
    if not folder.is_dir():
        what = "is not a folder: give the folder of a pack, or the name of a shipped one"
        raise PackError([Problem(str(folder), 0, "", what)])
    booking = [name for name in BOOKING_FILES if (folder / name).exists()]
    topics = sorted(f"topics/{file.name}" for file in folder.glob("topics/*.yaml"))
    names = [*FILES, *booking, *topics]
    sources = {name: source.read(folder / name, name) for name in names}
    draft = Draft(sources)
    for found in sources.values():
        draft.problems += found.problems
    if not topics:
        draft.problems.append(Problem("topics/", 0, "", "has no .yaml file: add topics"))
    if len(booking) == 1:
        absent = next(name for name in BOOKING_FILES if name not in booking)
        what = f"is missing: it goes together with {booking[0]}; write both or remove both"
        draft.problems.append(Problem(absent, 0, "", what))
    for list_or_problem in asked.read(folder):
        if isinstance(list_or_problem, Problem):
            draft.problems.append(list_or_problem)
        else:
            draft.asked.append(list_or_problem)
    return draft


def _validate_post(draft: Draft) -> PostFile | None:
    found = draft.sources["post.yaml"]
    _validate(draft, found, PostFile, found.data)
    return draft.get("post.yaml", PostFile)


def _validate_rest(draft: Draft, facts: Facts) -> None:
    for name, found in draft.sources.items():
        if name != "post.yaml" and found.data is not None:

            def complain(path: Iterable[str | int], what: str, here: Source = found) -> None:
                draft.problems.append(here.problem(tuple(path), what))

            model = SHAPES.get(name, TopicFile)
            _validate(draft, found, model, facts.expand(found.data, complain))


def _validate(draft: Draft, found: Source, model: type[BaseModel], data: Any) -> None:
    if data is None:
        return
    try:
        draft.models[found.name] = model.model_validate(data)
    except ValidationError as error:
        draft.problems += [
            found.problem(mistake["loc"], _sentence(mistake)) for mistake in error.errors()
        ]


def _sentence(mistake: Any) -> str:
    key = mistake["loc"][-1] if mistake["loc"] else "file"
    match mistake["type"]:
        case "missing":
            return f"“{key}” is missing: add it"
        case "extra_forbidden":
            return f"“{key}” is not a key here: correct its spelling or remove it"
        case "string_type":
            given = mistake["input"]
            return f"“{key}” must be text, but YAML reads {given!r}: put it in quotes"
        case _:
            return f"“{key}”: {mistake['msg'].removeprefix('Value error, ')}"


def _hours_in_words(draft: Draft) -> dict[str, dict[str, str]]:
    data = draft.sources["calendar.yaml"].data
    channels = data.get("channels") if isinstance(data, dict) else None
    if not isinstance(channels, dict):
        return {}
    return {
        name: says
        for name, channel in channels.items()
        if isinstance(channel, dict) and isinstance(says := channel.get("says"), dict)
    }


def _digest(folder: Path, sources: Iterable[str], settings: Mapping[str, str]) -> str:
    made_of = hashlib.sha256(repr(sorted(settings.items())).encode())
    for name in sorted(sources):
        made_of.update((folder / name).read_bytes())
    return made_of.hexdigest()


def _build(draft: Draft, post: PostFile, digest: str) -> Pack:
    groups = draft.need("outside.yaml", OutsideFile).outside
    guards = draft.need("guards.yaml", GuardFile)
    more = {(one.entry, one.language): tuple(one.messages.values()) for one in draft.asked}
    return Pack(
        post=post.post,
        entries={topic.id: _entry(topic, post, more) for _, _, topic in draft.topics()},
        outside={group.id: _group(group, more) for group in groups},
        phrases=draft.need("phrases.yaml", Phrases),
        guards=draft.guards or Guards.from_file(guards),
        help_with={guard.id: guard.see_also for guard in guards.guards},
        concepts=draft.need("concepts.yaml", ConceptFile),
        calendar=draft.need("calendar.yaml", CalendarFile),
        digest=digest,
        services=draft.get("services.yaml", ServicesFile),
        form_words=draft.get("form.yaml", FormWords),
    )


More = Mapping[tuple[str, LanguageCode], tuple[str, ...]]
"""What `asked/` adds, by id and language."""


def _entry(topic: Topic, post: PostFile, more: More) -> Entry:
    return Entry(
        id=topic.id,
        title=topic.title,
        ask=_ask(topic, more),
        answer=_rich(topic.answer),
        see_also=topic.see_also,
        pages=tuple(post.pages[name] for name in topic.source),
        checked_on=topic.checked_on,
        review_by=topic.review_by,
    )


def _group(group: Outside, more: More) -> OutsideGroup:
    reply = _rich(group.reply) if group.reply else None
    return OutsideGroup(group.id, _ask(group, more), reply, group.see_also)


def _ask(asked_of: Topic | Outside, more: More) -> dict[LanguageCode, tuple[str, ...]]:
    """Return all that people type, by language: of the YAML, and of `asked/`."""
    added = {language: texts for (entry, language), texts in more.items() if entry == asked_of.id}
    return {
        language: (*asked_of.ask.get(language, ()), *added.get(language, ()))
        for language in asked_of.ask | added
    }


def _rich(texts: Localized) -> dict[str, Rich]:
    return {language: Rich.parse(text) for language, text in texts.items()}
