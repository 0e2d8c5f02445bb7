"""Answer one question, or a file of them, without Telegram."""

import argparse
import json
import sys
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from bot.cli.options import clock_of, instant
from bot.dialogue.model import Memory, Reply, Turn
from bot.dialogue.respond import Dialogue
from bot.library import learner, load_pack


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the question and how to answer it."""
    parser.add_argument("text", nargs="?", help="the question")
    parser.add_argument("--lang", help="answer in this language")
    parser.add_argument("--now", type=instant, help="as if it were this instant (ISO 8601)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--explain", action="store_true", help="show why this answer")
    parser.add_argument(
        "--jsonl",
        action="store_true",
        help='read lines {"text", "lang"?, "now"?} from standard input, write a result a line',
    )


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, in which language if that was said, and when."""

    text: str
    language: str | None
    now: datetime


def execute(options: argparse.Namespace) -> int:
    """Print the answer or answers."""
    clock = clock_of(options)
    dialogue = learner(options.config)(load_pack(options.config, clock))
    if options.lang and options.lang not in dialogue.pack.languages:
        known = ", ".join(dialogue.pack.languages)
        print(f"This pack does not speak {options.lang!r}; it speaks: {known}.", file=sys.stderr)
        return 2
    if options.jsonl:
        return _many(dialogue, options, clock.now())
    if not options.text:
        print('Give a question: embassy-bot ask "is the embassy open tomorrow?"', file=sys.stderr)
        return 2
    question = Question(options.text, options.lang, clock.now())
    reply = answer(dialogue, question)
    if options.json:
        print(json.dumps(as_json(question.text, reply), ensure_ascii=False, indent=2))
    else:
        print(reply.text.as_text())
        print("".join(f"[{button.label}] " for button in reply.buttons))
    if options.explain:
        print(f"\n{dialogue.explain(question.text)}")
    return 0


def answer(dialogue: Dialogue, question: Question) -> Reply:
    """Answer as to a citizen never met before."""
    memory = Memory(language=question.language, language_chosen=question.language is not None)
    return dialogue.respond(Turn(question.text, question.now), memory)[0]


def as_json(text: str, reply: Reply) -> dict[str, Any]:
    """Return the result that is promised to programs (README, "For programs")."""
    return {
        "text": text,
        "lang": reply.language,
        "outcome": reply.outcome,
        "intent": reply.intent,
        "suggestions": list(reply.suggestions),
        "emergency": reply.emergency,
        "clarify": reply.clarify,
        "reply": reply.text.as_text(),
        "buttons": [button.label for button in reply.buttons],
        "calendar": [{**asdict(row), "date": row.date.isoformat()} for row in reply.calendar],
    }


def _many(dialogue: Dialogue, options: argparse.Namespace, now: datetime) -> int:
    failed = False
    for number, line in enumerate(sys.stdin, start=1):
        if not line.strip():
            continue
        try:
            question = read_question(line, options.lang, now)
        except ValueError as error:
            print(f"line {number}: {error}", file=sys.stderr)
            failed = True
            continue
        result = as_json(question.text, answer(dialogue, question))
        print(json.dumps(result, ensure_ascii=False), flush=True)
    return 1 if failed else 0


def read_question(line: str, language: str | None, now: datetime) -> Question:
    """Read a line of `--jsonl`; fields that it lacks are taken from the arguments.

    Raises:
        ValueError: the line is not such an object; the text says what to write.
    """
    found = json.loads(line)
    if not isinstance(found, dict) or not isinstance(found.get("text"), str):
        raise ValueError('write an object with a text: {"text": "are you open today?"}')
    if stated := found.get("now"):
        now = datetime.fromisoformat(stated)
        if now.tzinfo is None:
            raise ValueError(f"“now” needs its offset from UTC: {stated}")
    return Question(found["text"], found.get("lang") or language, now)
