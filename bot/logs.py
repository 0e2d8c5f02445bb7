"""Logging without secrets and without citizens.

Three rules, kept by the handler of the root logger, whatever a library has set on its own:

- Tokens and the passwords of addresses are taken out of everything that is written.
- Only our packages may speak below WARNING: aiosqlite logs every statement with its values at
  DEBUG, httpx every address with the token at INFO, python-telegram-bot every update at DEBUG.
- Of a library's words only the first line of its template is written, never what it filled in
  (python-telegram-bot logs whole updates at CRITICAL), and of an error only the kind and the
  place, unless it is of a kind whose words come from a machine.
"""

import hashlib
import hmac
import json
import logging
import re
import secrets
import sys
import threading
import traceback
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import cache
from typing import Any, TextIO

_TOKEN = re.compile(r"(?<!\d)\d{6,12}(?::|%3A)[A-Za-z0-9_-]{30,}", re.IGNORECASE)
"""A bot token as Telegram writes it: the bot's id, a colon, 35 characters."""

_PASSWORD = re.compile(r"(://[^\s:/@]*):\S+@")
"""In an address, up to the last @: passwords that nobody escaped hold slashes and more of them."""

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""What could colour, overwrite or turn round the lines of an operator's terminal."""

OURS = ("bot", "handlers", "knowledge")
"""Packages whose words we answer for."""

SHORTEST_SECRET = 8
"""Characters; a shorter known secret would be found inside ordinary words."""

PSEUDONYM = 10
"""Hexadecimal digits of a citizen's mark: among 10,000 citizens the odds that two share one are
1 in 20,000, and a line stays short."""

_MACHINE_SPOKEN = {
    "builtins.OSError",
    "sqlite3.Error",
    "telegram.error.NetworkError",
    "telegram.error.Forbidden",
    "telegram.error.Conflict",
    "telegram.error.InvalidToken",
    "telegram.error.RetryAfter",
}
_CITIZEN_SPOKEN = {"telegram.error.BadRequest"}
"""Repeats the text that it refuses, though it is a `NetworkError`."""

_STANDARD = {*vars(logging.makeLogRecord({})), "message", "asctime", "taskName"}
"""What every record has; all else came as `extra`."""

_PAST_ERROR = "... which led to:"

log = logging.getLogger(__name__)
served = logging.getLogger("bot.served")


def configure(
    level: str = "INFO",
    stream: TextIO = sys.stderr,
    *,
    as_json: bool = False,
    known: Iterable[str] = (),
) -> None:
    """Send all logging to `stream`, redacted. Replaces handlers set before.

    Args:
        level: from where on our own packages speak; libraries do from WARNING on.
        stream: where the lines go.
        as_json: one JSON object a line, for machines; else text, for the person at the terminal,
            who is there first.
        known: secrets to take out wherever they stand, whatever they look like.
    """
    handler = _Handler(stream)
    handler.setFormatter(_Json(known) if as_json else _Text(known))
    handler.addFilter(_may_speak)
    logging.basicConfig(
        level=max(logging.getLevelName(level), logging.WARNING), handlers=[handler], force=True
    )
    for name in OURS:
        logging.getLogger(name).setLevel(level)
    logging.captureWarnings(capture=True)


def catch_crashes() -> None:
    """Log what would end the process or a thread; Python itself would print it unredacted."""

    def crashed(kind: type[BaseException], error: BaseException, trace: Any) -> None:
        if not issubclass(kind, KeyboardInterrupt):
            log.critical("stopped by an error", exc_info=(kind, error, trace))

    def lost(args: Any) -> None:
        if args.exc_value is not None:
            log.critical("an error went nowhere", exc_info=args.exc_value)

    sys.excepthook = crashed
    threading.excepthook = lost
    sys.unraisablehook = lost


def update_served(update_id: int, citizen: int | None, outcome: str, milliseconds: float) -> None:
    """Log the one line of an update.

    Args:
        update_id: Telegram's.
        citizen: who wrote; logged as a mark that is another one after each start.
        outcome: a word of the code's, e.g. "answer"; nothing that a citizen wrote.
        milliseconds: from taking the update up to its transaction's end.
    """
    mark = "-" if citizen is None else pseudonym(citizen)
    fields = {"update": update_id, "citizen": mark, "outcome": outcome}
    served.info("served", extra={**fields, "ms": round(milliseconds, 1)})


def pseudonym(citizen: int) -> str:
    """Return a mark that tells citizens apart in one process's log, and says nobody's name."""
    return hmac.new(_key(), str(citizen).encode(), hashlib.sha256).hexdigest()[:PSEUDONYM]


def redact(text: str) -> str:
    """Replace bot tokens and the passwords of addresses in `text`."""
    return _PASSWORD.sub(r"\1:<password>@", _TOKEN.sub("<token>", text))


@cache
def _key() -> bytes:
    """Never written down: Telegram's ids are few enough to try them all with the key."""
    return secrets.token_bytes(32)


class _Handler(logging.StreamHandler[TextIO]):
    def handleError(self, record: logging.LogRecord) -> None:
        """Say nothing: logging's own complaint would show the record as it was."""


class _Redacted(logging.Formatter):
    """Takes a record apart into clean fields."""

    def __init__(self, known: Iterable[str]) -> None:
        super().__init__()
        # A token's second half is the secret one, and may stand alone.
        halves = {half for secret in known for half in (secret, secret.rpartition(":")[2])}
        long = [half for half in halves if len(half) >= SHORTEST_SECRET]
        self._known = sorted(long, key=len, reverse=True)

    def fields(self, record: logging.LogRecord) -> dict[str, Any]:
        """Return what may be written, by name."""
        fields: dict[str, Any] = {
            "time": f"{datetime.fromtimestamp(record.created, UTC):%Y-%m-%dT%H:%M:%S.%fZ}",
            "level": record.levelname,
            "logger": self._clean(record.name),
            "message": self._clean(_message(record)),
        }
        for name in _extra(record):
            value = vars(record)[name]
            fields[name] = value if isinstance(value, int | float) else self._clean(str(value))
        if record.exc_info and record.exc_info[1]:
            fields["error"] = self._clean("\n".join(_trace(record.exc_info[1])))
        if record.stack_info:
            fields["stack"] = self._clean(record.stack_info)
        return fields

    def _clean(self, text: str) -> str:
        for secret in self._known:
            text = text.replace(secret, "<secret>")
        return _CONTROL.sub("?", redact(text))


class _Text(_Redacted):
    """A line for people. What follows it is indented, so that no text passes for a new line."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        fields = self.fields(record)
        head = "{time} {level} {logger}: {message}".format(**fields)
        pairs = [f" {name}={fields[name]}" for name in _extra(record)]
        below = ["\n" + fields[name] for name in ("error", "stack") if name in fields]
        return "".join([head, *pairs, *below]).replace("\n", "\n    ")


class _Json(_Redacted):
    """A JSON object on one line."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        return json.dumps(self.fields(record), ensure_ascii=False)


def _may_speak(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.WARNING or _is_ours(record)


def _is_ours(record: logging.LogRecord) -> bool:
    return record.name.partition(".")[0] in OURS


def _extra(record: logging.LogRecord) -> list[str]:
    """The names of what came as `extra`; a library's could be anything."""
    return [name for name in vars(record) if name not in _STANDARD] if _is_ours(record) else []


def _message(record: logging.LogRecord) -> str:
    if not _is_ours(record) and record.name != "py.warnings":
        template = record.msg if isinstance(record.msg, str) else type(record.msg).__name__
        return template.partition("\n")[0]
    try:
        return record.getMessage()
    except Exception:  # a mistake in a log line must not become a second failure
        return str(record.msg)


def _trace(error: BaseException) -> Iterator[str]:
    """Where it happened, what led to it, and no words that could be a citizen's."""
    past = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if past:
        yield from _trace(past)
        yield _PAST_ERROR
    yield from (row.rstrip("\n") for row in traceback.format_tb(error.__traceback__))
    yield _kind(error)
    if isinstance(error, BaseExceptionGroup):
        for one in error.exceptions:
            yield from (f"  | {row}" for row in _trace(one))


def _kind(error: BaseException) -> str:
    kinds = {f"{kind.__module__}.{kind.__qualname__}" for kind in type(error).__mro__}
    name = type(error).__name__
    if kinds & _MACHINE_SPOKEN and not kinds & _CITIZEN_SPOKEN:
        return f"{name}: {str(error).partition(chr(10))[0]}"
    return f"{name} (its words are withheld: they may be a citizen's)"
