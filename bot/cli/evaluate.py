"""Measure how well it understands, on labelled questions."""

import argparse
import hashlib
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.cli.ask import Question, answer
from bot.cli.options import clock_of, instant
from bot.dialogue.evaluation import Labelled, Score, evaluate
from bot.library import learner, load_pack
from knowledge import source

TITLES = (
    *("messages", "right", "+suggest", "wrong", "missed", "oos ans."),
    *("danger", "alarms", "visa leak", "language"),
)


NEUTRAL = "neutral"
"""Tag of messages that are in no language ("CRBA", "SOS"): any language of the reply is right."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the labelled questions."""
    parser.add_argument(
        "file",
        type=Path,
        help='lines of {"text", "intent", "also"?}, or a folder of YAML like tests/knowledge',
    )
    parser.add_argument("--now", type=instant, help="as if it were this instant (ISO 8601)")
    parser.add_argument("--failures", action="store_true", help="print what was misjudged")


def execute(options: argparse.Namespace) -> int:
    """Print the figures; return 1 if the labels cannot be read."""
    try:
        lines = list(read(options.file))
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    clock = clock_of(options)
    dialogue = learner(options.config)(load_pack(options.config, clock))
    groups = {"all": lines}
    if options.file.is_dir():
        groups["tuned on"] = [line for line in lines if not held_out(line.text)]
        groups["held out"] = [line for line in lines if held_out(line.text)]
    for language in sorted({line.language for line in lines if line.language}):
        groups[language] = [line for line in lines if line.language == language]
    scores = {
        name: evaluate(some, lambda text: answer(dialogue, Question(text, None, clock.now())))
        for name, some in groups.items()
    }
    print(table(scores))
    print(by_topic(scores["all"]))
    if options.failures:
        print(failures(scores["tuned on" if options.file.is_dir() else "all"]))
    return 0


def held_out(text: str) -> bool:
    """Say whether a line is of the third that nobody tunes on."""
    return int(hashlib.sha256(text.encode()).hexdigest(), 16) % 3 == 0


def read(path: Path) -> Iterator[Labelled]:
    """Read labelled questions.

    Raises:
        ValueError: a line is not as it should be; the text says which.
    """
    if path.is_dir():
        for file in sorted(path.glob("*.yaml")):
            yield from _read_yaml(file)
        return
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.strip():
            found = json.loads(line)
            if not isinstance(found, dict) or not {"text", "intent"} <= found.keys():
                raise ValueError(f'{path}:{number}: write {{"text": ..., "intent": ...}}')
            yield _labelled(found, found["intent"], found.get("lang"))


def _read_yaml(file: Path) -> Iterator[Labelled]:
    found = source.read(file, str(file))
    if found.problems:
        raise ValueError(str(found.problems[0]))
    for language, lines in found.data.items():
        for line in lines:
            row = {"text": line} if isinstance(line, str) else line
            yield _labelled(row, file.stem, language)


def _labelled(row: dict[str, object], intent: str, language: str | None) -> Labelled:
    also, tags = row.get("also", ()), row.get("tags", ())
    if not isinstance(also, list | tuple) or not isinstance(tags, list | tuple):
        raise ValueError(f"“also” and “tags” are lists: {row}")
    spoken = None if NEUTRAL in tags else language
    return Labelled(str(row["text"]), intent, tuple(also), tuple(tags), spoken)


def table(scores: dict[str, Score]) -> str:
    """Lay the figures of each group side by side."""
    head = " " * 10 + "".join(f"{title:>11}" for title in TITLES)
    return "\n".join([head, *(f"{name:10}{_figures(score)}" for name, score in scores.items())])


def _figures(score: Score) -> str:
    count, inside = score.verdicts, score.in_scope
    cells = (
        str(inside + score.out_of_scope),
        _percent(count["right"], inside),
        _percent(count["right"] + count["suggested"], inside),
        _percent(count["wrong"], inside),
        _percent(count["missed"], inside),
        _percent(count["answered"], score.out_of_scope),
        _percent(score.noticed, score.dangers),
        _percent(score.false_alarms, score.calm),
        str(score.visa_leaks),
        str(score.wrong_language),
    )
    return "".join(f"{cell:>11}" for cell in cells)


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "-"


def by_topic(score: Score) -> str:
    """One line a topic: how its messages were judged."""
    rows = (
        f"{topic:32}" + " ".join(f"{kind} {count}" for kind, count in sorted(kinds.items()))
        for topic, kinds in sorted(score.by_topic.items())
    )
    return "\n" + "\n".join(rows)


def failures(score: Score) -> str:
    """Each misjudged message, with what it was taken for."""
    return "\n" + "\n".join(_failure(*row) for row in _sorted(score))


def _sorted(score: Score) -> Iterable[tuple[Labelled, str, object]]:
    return sorted(score.misjudged, key=lambda row: (row[0].intent, row[1], row[0].text))


def _failure(line: Labelled, verdict: str, reply: object) -> str:
    taken = getattr(reply, "intent", None) or getattr(reply, "suggestions", ())
    return f"{line.intent:30} {verdict:10} {line.text!r} -> {taken}"
