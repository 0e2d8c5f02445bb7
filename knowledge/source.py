"""Reads one YAML file safely, remembering the line of everything in it.

PyYAML alone keeps the last of duplicate keys, follows aliases into memory bombs and reads `NO`
as false; here each of these becomes a `Problem` with its line.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from knowledge.problems import Problem

MAX_BYTES = 512 * 1024
"""The largest file of the shipped pack is a tenth of this; a bomb is larger."""

MAX_DEPTH = 20
"""The deepest shipped file has 7 levels; the C composer crashes at some ten thousand."""

KeyPath = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """One file's content, where everything stands in it, and what was wrong with it."""

    name: str
    data: Any = None
    lines: dict[KeyPath, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def line(self, path: Sequence[str | int]) -> int:
        """Return the 1-based line of `path`, or of the nearest thing around it."""
        for end in range(len(path), -1, -1):
            if (found := self.lines.get(tuple(path[:end]))) is not None:
                return found
        return 0

    def problem(self, path: Sequence[str | int], what: str, entry: str | None = None) -> Problem:
        """Say what is wrong at `path`; `entry` names it, else the nearest id above it does."""
        named = self.entry(path) if entry is None else entry
        return Problem(self.name, self.line(path), named, what)

    def entry(self, path: Sequence[str | int]) -> str:
        """Return the id of the innermost list item on `path`, else the path itself."""
        node, found = self.data, ""
        for step in path:
            try:
                node = node[step]
            except (KeyError, IndexError, TypeError):
                break
            if isinstance(node, dict) and isinstance(node.get("id"), str):
                found = node["id"]
        return found or ".".join(str(step) for step in path)


def read(file: Path, name: str) -> Source:
    """Read `file`; problems are returned in the source, never raised."""
    text = text_of(file, name)
    return Source(name, problems=(text,)) if isinstance(text, Problem) else parse(text, name)


def text_of(file: Path, name: str) -> str | Problem:
    """Return the text of a file, or why it cannot be read."""
    try:
        raw = file.read_bytes()
    except OSError as error:
        what = f"cannot be read ({error.strerror}): check name and permissions"
        return Problem(name, 0, "", what)
    if len(raw) > MAX_BYTES:
        what = f"is {len(raw):,} bytes; split it: at most {MAX_BYTES:,} are read"
        return Problem(name, 0, "", what)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        return Problem(name, line, "", "is not UTF-8: save the file with UTF-8 encoding")


def parse(text: str, name: str) -> Source:
    """Parse YAML `text`; problems are returned in the source, never raised."""
    try:
        if problems := [*_unsafe(text, name)]:
            return Source(name, problems=tuple(problems))
        loader = yaml.CSafeLoader(text)
        node = loader.get_single_node()
        if node is None:
            return _broken(name, 0, "is empty: write its content or remove the file")
        lines: dict[KeyPath, int] = {}
        problems = [*_walk(node, (), lines, name)]
        data = loader.construct_document(node)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 0
        return _broken(
            name, line, f"is not valid YAML: {error.problem or error}; check indent, quotes"
        )
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        return _broken(name, 0, f"is not valid YAML: {str(error).splitlines()[0]}")
    return Source(name, data, lines, tuple(problems))


def _broken(name: str, line: int, what: str) -> Source:
    return Source(name, problems=(Problem(name, line, "", what),))


def _unsafe(text: str, name: str) -> Iterator[Problem]:
    """Find aliases and depth in the stream of events, before anything is built of it."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        line = event.start_mark.line + 1 if event.start_mark else 0
        if isinstance(event, yaml.AliasEvent):
            what = f"“*{event.anchor}” is a YAML alias: write the content out, or make it a fact"
            yield Problem(name, line, "", what)
        elif isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                what = f"is nested more than {MAX_DEPTH} deep: check brackets and indent"
                yield Problem(name, line, "", what)
                return
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _walk(
    node: yaml.Node, path: KeyPath, lines: dict[KeyPath, int], name: str
) -> Iterator[Problem]:
    lines.setdefault(path, _line(node))
    if isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            yield from _walk(item, (*path, index), lines, name)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            inner = (*path, str(key.value))
            if inner in lines:
                yield Problem(
                    name,
                    _line(key),
                    ".".join(map(str, inner)),
                    f"key “{key.value}” stands twice (first on line {lines[inner]}): keep one",
                )
                continue
            lines[inner] = _line(key)
            yield from _walk(value, inner, lines, name)


def _line(node: yaml.Node) -> int:
    return node.start_mark.line + 1 if node.start_mark else 0
