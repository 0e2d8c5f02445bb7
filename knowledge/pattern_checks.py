"""The pack's patterns at work on the pack itself: guards prove themselves, claims are searched."""

from collections.abc import Iterator, Mapping, Sequence

from knowledge.draft import Draft
from knowledge.guards import Guards
from knowledge.model import GuardFile, Never, NeverFile, OutsideFile
from knowledge.opening import CalendarFile
from knowledge.pattern_language import PatternError
from knowledge.patterns import Pattern, Patterns
from knowledge.phrases import Phrases, every
from knowledge.problems import Problem
from knowledge.services import ServicesFile
from knowledge.source import KeyPath, Source
from knowledge.text import tokens

Said = tuple[Source, KeyPath, str, str]
"""A text the bot can say: file, path, the topic it belongs to ("" for none), the text."""


def run(draft: Draft) -> Iterator[Problem]:
    """Yield what guards miss or mistake, and what texts must not claim."""
    yield from _guards(draft)
    yield from _never(draft)


def _guards(draft: Draft) -> Iterator[Problem]:
    file, found = draft.get("guards.yaml", GuardFile), draft.sources["guards.yaml"]
    if file is None:
        return
    rows = [("guards", at, "patterns", guard.patterns) for at, guard in enumerate(file.guards)]
    rows += [("guards", at, "unless", guard.unless) for at, guard in enumerate(file.guards)]
    try:
        draft.guards = Guards.from_file(file)
    except PatternError:  # say which ones
        for top, at, key, patterns in rows:
            for number, pattern in enumerate(patterns):
                if error := _unreadable(pattern, file.words):
                    yield found.problem((top, at, key, number), str(error))
    else:
        yield from _proofs(draft.guards, file, found)


def _proofs(guards: Guards, file: GuardFile, found: Source) -> Iterator[Problem]:
    known = {guard.id for guard in file.guards}
    for name, messages in file.must_trigger.items():
        if name not in known:
            yield found.problem(("must_trigger", name), f"“{name}” is no guard of this file")
            continue
        for at, message in enumerate(messages):
            if name not in {alarm.guard for alarm in guards.look(message)}:
                yield found.problem(("must_trigger", name, at), f"“{message}” goes unnoticed")
    for kind, messages in file.must_not_trigger.items():
        for at, message in enumerate(messages):
            for alarm in guards.look(message):
                if alarm.kind == kind:
                    what = f"“{message}” is taken for {alarm.guard} by “{alarm.pattern}”"
                    yield found.problem(("must_not_trigger", kind, at), what)


def _never(draft: Draft) -> Iterator[Problem]:
    file, found = draft.get("never.yaml", NeverFile), draft.sources["never.yaml"]
    if file is None:
        return
    readable: list[Never] = []
    for index, claim in enumerate(file.never):
        errors = [_unreadable(one, file.words) for one in (*claim.patterns, *claim.unless)]
        yield from (found.problem(("never", index), str(error)) for error in errors if error)
        if not any(errors):
            readable.append(claim)
    claims = _Claims(readable, file.words)
    for source, where, topic, text in _said(draft):
        for claim, words in claims.made_in(tokens(text), topic):
            yield source.problem(where, f"claims “{words}” ({claim.id}): {claim.why}")


class _Claims:
    """All forbidden claims, looked for in one pass over a text."""

    def __init__(self, claims: Sequence[Never], words: Mapping[str, Sequence[str]]) -> None:
        self._claim_of = {Pattern.compile(p, words): c for c in claims for p in c.patterns}
        self._denial_of = {Pattern.compile(p, words): c for c in claims for p in c.unless}
        self._claims, self._denials = Patterns(self._claim_of), Patterns(self._denial_of)

    def made_in(self, heard: Sequence[str], topic: str) -> Iterator[tuple[Never, str]]:
        """Yield each claim that is made and not denied, with its words."""
        denied = {
            (self._denial_of[match.pattern].id, at)
            for match in self._denials.find(heard)
            for at in match.own
        }
        for match in self._claims.find(heard):
            claim = self._claim_of[match.pattern]
            concerns = not claim.only_in or topic in claim.only_in
            if concerns and not any((claim.id, at) in denied for at in match.own):
                yield claim, " ".join(heard[match.start : match.end])


def _said(draft: Draft) -> Iterator[Said]:
    for found, index, topic in draft.topics():
        for language, text in topic.answer.items():
            yield found, ("topics", index, "answer", language), topic.id, text
        for language, text in topic.title.items():
            yield found, ("topics", index, "title", language), topic.id, text
    if outside := draft.get("outside.yaml", OutsideFile):
        for index, group in enumerate(outside.outside):
            for language, text in (group.reply or {}).items():
                yield (
                    draft.sources["outside.yaml"],
                    ("outside", index, "reply", language),
                    "",
                    text,
                )
    if phrases := draft.get("phrases.yaml", Phrases):
        for phrase in every(phrases):
            for language, text in phrase.texts.items():
                yield draft.sources["phrases.yaml"], (*phrase.path, language), "", text
    if calendar := draft.get("calendar.yaml", CalendarFile):
        for name, channel in calendar.channels.items():
            for language, text in channel.says.items():
                path = ("channels", name, "says", language)
                yield draft.sources["calendar.yaml"], path, "", text
    yield from _said_of_services(draft)


def _said_of_services(draft: Draft) -> Iterator[Said]:
    file = draft.get("services.yaml", ServicesFile)
    for name, service in file.services.items() if file else ():
        texts = {"title": service.title, "note": service.note or {}, "bring": service.bring}
        for key, localized in texts.items():
            for language, text in localized.items():
                for topic in (name, *service.topics):  # a service is often called as its topic
                    path = ("services", name, key, language)
                    yield draft.sources["services.yaml"], path, topic, text


def _unreadable(pattern: str, words: Mapping[str, Sequence[str]]) -> PatternError | None:
    try:
        Pattern.compile(pattern, words)
    except PatternError as error:
        return error
    return None
