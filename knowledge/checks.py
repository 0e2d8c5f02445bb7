"""What must hold across a pack's files. Each check yields problems; none raises."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from knowledge import pattern_checks, service_checks, topic_checks
from knowledge.draft import Draft
from knowledge.markup import MAX_SCREEN, MarkupError, Rich, placeholders, screen_length
from knowledge.model import PostFile
from knowledge.phrases import Phrase, Phrases, every
from knowledge.problems import Problem
from knowledge.source import KeyPath, Source

UNSPOKEN = ("guards.yaml", "never.yaml", "concepts.yaml", "form.yaml")
"""Files of words that people use; the bot says none of them."""

TELEGRAM_LIMITS = {"description": 512, "short_description": 120}
"""Bot API: setMyDescription, setMyShortDescription."""

_LITERAL = {
    "phone number": re.compile(r"(?<![\w{.-])\+?\(?\d[\d\u00a0 ().-]{5,}\d(?![\w-])"),
    "web address": re.compile(r"https?://|www\.", re.IGNORECASE),
    "e-mail address": re.compile(r"[^\s@{(]+@[^\s@]+\.[a-z]{2,}", re.IGNORECASE),
}
_NO_AREA_CODE = re.compile(r"\+51[\s\u00a0()-]*618")


def run(
    draft: Draft, post: PostFile, settings: Mapping[str, str], today: date
) -> Iterator[Problem]:
    """Yield every problem of the whole pack."""
    yield from _settings(draft.sources["post.yaml"], post, settings)
    yield from _phones(draft.sources["post.yaml"], post)
    for found in draft.sources.values():
        yield from _texts(found, post, found.data, ())
    yield from topic_checks.run(draft, post, today)
    yield from service_checks.run(draft)
    yield from _phrases(draft)
    yield from _lengths(draft)
    yield from pattern_checks.run(draft)


def _settings(found: Source, post: PostFile, settings: Mapping[str, str]) -> Iterator[Problem]:
    for name, value in settings.items():
        if name not in post.settings:
            known = ", ".join(post.settings) or "none"
            yield Problem(
                "configuration", 0, f"post_settings.{name}", f"is no setting here; known: {known}"
            )
        elif re.search(r"[*\[\]{}<>\n]", value):
            yield Problem("configuration", 0, f"post_settings.{name}", "must be one plain line")
    for name, setting in post.settings.items():
        for language, text in setting.set.items():
            if placeholders(text) != {"value"}:
                path = ("settings", name, "set", language)
                yield found.problem(path, "must contain {value} and no other placeholder")


def _phones(found: Source, post: PostFile) -> Iterator[Problem]:
    for name, phone in post.phones.items():
        for form in ("shown", "local", "from_us"):
            text = getattr(phone, form) or ""
            digits = re.sub(r"\D", "", text)
            if _NO_AREA_CODE.search(text):
                what = "lacks the area code and does not dial: write +51 1 618-..."
            elif phone.e164 and form == "shown" and not phone.e164.endswith(digits):
                what = f"does not agree with {phone.e164}: correct one of them"
            elif text and not digits:
                what = "has no digits"
            else:
                continue
            yield found.problem(("phones", name, form), what)


def _texts(found: Source, post: PostFile, node: Any, path: KeyPath) -> Iterator[Problem]:
    """Walk every text of a file as written, before facts are put in."""
    if isinstance(node, str):
        if found.name != "post.yaml":
            yield from _literal_facts(found, node, path)
    elif isinstance(node, list):
        for index, item in enumerate(node):
            yield from _texts(found, post, item, (*path, index))
    elif isinstance(node, dict):
        yield from _languages(found, post, node, path)
        for key, value in node.items():
            yield from _texts(found, post, value, (*path, key))


def _languages(
    found: Source, post: PostFile, node: dict[Any, Any], path: KeyPath
) -> Iterator[Problem]:
    if not set(node) & set(post.post.languages) or "must_trigger" in path:
        return
    for language in post.post.languages:
        if language not in node:
            yield found.problem(path, f"has no “{language}”: write it in every language")
    for key in node:
        if key not in post.post.languages:
            yield found.problem((*path, key), f"“{key}” is not a language of this post")


def _literal_facts(found: Source, text: str, path: KeyPath) -> Iterator[Problem]:
    if "ask" in path or found.name in UNSPOKEN:
        return  # what people type, not what the bot says
    for kind, pattern in _LITERAL.items():
        if hit := pattern.search(text):
            yield found.problem(
                path, f"“{hit.group()}” is a {kind}: write it in post.yaml and refer to it"
            )
    if _NO_AREA_CODE.search(text):
        yield found.problem(path, "+51 618... does not dial: refer to {phones.hotline}")


def _phrases(draft: Draft) -> Iterator[Problem]:
    phrases, found = draft.get("phrases.yaml", Phrases), draft.sources["phrases.yaml"]
    if phrases is None:
        return
    if "services.yaml" in draft.sources and phrases.booking is None:
        what = "is missing: services.yaml needs its sentences"
        yield found.problem((), what, entry="booking")
    for phrase in every(phrases):
        for language, text in phrase.texts.items():
            yield from _phrase(found, phrase, language, text)


def _phrase(found: Source, phrase: Phrase, language: str, text: str) -> Iterator[Problem]:
    path = (*phrase.path, language)
    if placeholders(text) != phrase.takes:
        want = ", ".join(f"{{{one}}}" for one in sorted(phrase.takes)) or "none"
        yield found.problem(path, f"must use these placeholders: {want}")
    limit = TELEGRAM_LIMITS.get(phrase.path[-1])
    if limit and screen_length(text) > limit:
        what = f"is {screen_length(text)} characters; Telegram takes {limit}"
        yield found.problem(path, what)
    yield from _markup(found, path, text)


def _lengths(draft: Draft) -> Iterator[Problem]:
    """Check markup, and that an answer fits one message with all that may stand around it."""
    phrases = draft.get("phrases.yaml", Phrases)
    for found, index, topic in draft.topics():
        for language, text in topic.answer.items():
            path = ("topics", index, "answer", language)
            if placeholders(text):
                yield found.problem(path, "has a {placeholder} that nothing fills")
            yield from _markup(found, path, text)
            around = phrases.emergency_first.get(language, "") if phrases else ""
            length = screen_length(text) + screen_length(around) + _SOURCE_ROOM
            if length > MAX_SCREEN:
                what = f"comes to {length} characters on screen; Telegram takes {MAX_SCREEN}"
                yield found.problem(path, what)


_SOURCE_ROOM = 400
"""Characters kept for the source line and the head of a second answer."""


def _markup(found: Source, path: KeyPath, text: str) -> Iterator[Problem]:
    try:
        Rich.parse(text)
    except MarkupError as error:
        yield found.problem(path, str(error))
