"""Train the product's search on any few-shot intent file and say how well it does.

    python -m benchmarks.fewshot FILE [--per-intent 10] [--seed 0] [--outside LABEL]

FILE is CSV with a header, JSON (a list of records, or CLINC150's form) or JSON lines; each record
has a text, an intent and a split. Rows whose split is `train` are learned, all others are asked.
No data set is shipped: use one you have, e.g. CLINC150, BANKING77 or HINT3.
"""

import argparse
import csv
import json
import random
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.search import Example, Search, Verdict

NAMES: Mapping[str, tuple[str, ...]] = {
    "text": ("text", "sentence", "utterance", "question"),
    "intent": ("intent", "label", "category"),
    "split": ("split", "set", "fold"),
}
"""What published files call the three columns."""


@dataclass(frozen=True, slots=True)
class Row:
    """One labelled line of a data set."""

    text: str
    intent: str
    split: str


@dataclass(frozen=True, slots=True)
class Score:
    """How a search did; shares are of the asked rows of that kind, 0 to 1.

    Attributes:
        asked: rows with an intent that was learned.
        best: the right intent had the largest margin of all intents.
        in_three: it was among the three offered.
        at_once: it was answered without asking back.
        wrong: another intent was answered.
        strangers: rows outside all intents.
        answered: share of strangers that got an answer.
        milliseconds: 99th percentile of one query's time.
    """

    asked: int
    best: float
    in_three: float
    at_once: float
    wrong: float
    strangers: int
    answered: float
    milliseconds: float


def read(file: Path) -> list[Row]:
    """Return the rows of a CSV, JSON or JSON-lines file.

    Raises:
        ValueError: a column is missing; the message names it.
    """
    text = file.read_text(encoding="utf-8-sig")
    return [_row(record) for record in _records(text, file.suffix.lower())]


def few(rows: Iterable[Row], per_intent: int, seed: int) -> list[Row]:
    """Return at most `per_intent` of the training rows of each intent, drawn by `seed`."""
    by_intent: dict[str, list[Row]] = {}
    for row in rows:
        if row.split == "train":
            by_intent.setdefault(row.intent, []).append(row)
    draw = random.Random(seed)  # noqa: S311 - a sample, not a secret
    return [
        row
        for intent in sorted(by_intent)
        for row in draw.sample(by_intent[intent], min(per_intent, len(by_intent[intent])))
    ]


def measure(rows: Sequence[Row], train: Sequence[Row], outside: str) -> Score:
    """Learn `train`, ask all rows of `rows` that are not for training."""
    search = Search.learn(
        [Example(row.text, row.intent) for row in train if row.intent != outside],
        [Example(row.text, row.intent) for row in train if row.intent == outside],
    )
    asked = [row for row in rows if row.split != "train"]
    found, times = _ask(search, asked)
    known = {row.intent for row in train} - {outside}
    told = [pair for pair in zip(asked, found, strict=True) if pair[0].intent in known]
    strange = [pair for pair in zip(asked, found, strict=True) if pair[0].intent not in known]
    return Score(
        asked=len(told),
        best=_share(row.intent == next(iter(v.suggestions), None) for row, v in told),
        in_three=_share(row.intent in v.suggestions for row, v in told),
        at_once=_share(v.decision == "answer" and v.label == row.intent for row, v in told),
        wrong=_share(v.decision == "answer" and v.label != row.intent for row, v in told),
        strangers=len(strange),
        answered=_share(v.decision == "answer" for _, v in strange),
        milliseconds=sorted(times)[int(0.99 * len(times))] if times else 0.0,
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the score of one file; returns the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--per-intent", type=int, default=10, help="phrasings learned of each")
    parser.add_argument("--seed", type=int, default=0, help="which phrasings are drawn")
    parser.add_argument("--outside", default="oos", help="intent of rows that fit no intent")
    given = parser.parse_args(arguments)
    rows = read(given.file)
    train = few(rows, given.per_intent, given.seed)
    if not train:
        parser.error("no row has the split “train”")
    sys.stdout.write(f"{measure(rows, train, given.outside)}\n")
    return 0


def _records(text: str, suffix: str) -> Iterator[Mapping[str, Any]]:
    if suffix == ".csv":
        yield from csv.DictReader(text.splitlines(keepends=True))
    elif suffix == ".jsonl":
        yield from (json.loads(line) for line in text.splitlines() if line.strip())
    else:
        data = json.loads(text)
        yield from _by_split(data) if isinstance(data, dict) else data


def _by_split(data: Mapping[str, Iterable[tuple[str, str]]]) -> Iterator[Mapping[str, str]]:
    """CLINC150's own form: `{"train": [[text, intent], ...], "oos_train": ...}`."""
    for name, pairs in data.items():
        split = "train" if name.endswith("train") else name
        yield from ({"text": text, "intent": intent, "split": split} for text, intent in pairs)


def _row(record: Mapping[str, Any]) -> Row:
    return Row(*(str(_column(record, name)).strip() for name in ("text", "intent", "split")))


def _column(record: Mapping[str, Any], wanted: str) -> Any:
    for name in NAMES[wanted]:
        if name in record:
            return record[name]
    raise ValueError(f"a record has no “{wanted}” (nor {', '.join(NAMES[wanted][1:])}): {record}")


def _ask(search: Search, rows: Iterable[Row]) -> tuple[list[Verdict], list[float]]:
    found, times = [], []
    for row in rows:
        start = time.perf_counter()
        found.append(search.query(row.text))
        times.append(1000 * (time.perf_counter() - start))
    return found, times


def _share(hits: Iterable[bool]) -> float:
    known = list(hits)
    return round(sum(known) / len(known), 4) if known else 0.0


if __name__ == "__main__":
    raise SystemExit(main())
