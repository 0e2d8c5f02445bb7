import asyncio
import io
import json
import logging
import re
import secrets
import sqlite3
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import aiosqlite
import pytest
from telegram import Bot
from telegram.error import BadRequest, Conflict, InvalidToken, TelegramError

from bot import logs
from bot.local import LocalRequest, LocalTelegram
from tests.local.support import NOON

ROSA = "Rosa Quispe, pasaporte 123456789"


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    """Leave logging as it was, for the tests of others in this process."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.captureWarnings(capture=False)
    for name in (*logs.OURS, "telegram", "httpx", "httpcore", "aiosqlite"):
        logging.getLogger(name).setLevel(logging.NOTSET)


@pytest.fixture(params=["text", "json"])
def lines(request: pytest.FixtureRequest) -> io.StringIO:
    """What is written at the most talkative level, in each format."""
    stream = io.StringIO()
    logs.configure("DEBUG", stream, as_json=request.param == "json")
    return stream


@pytest.fixture
def text() -> io.StringIO:
    stream = io.StringIO()
    logs.configure("INFO", stream)
    return stream


def token() -> str:
    return f"{10**9 + secrets.randbelow(10**9)}:{secrets.token_hex(18)[:35]}"


def raised(error: Exception) -> Exception:
    try:
        raise error
    except type(error) as caught:
        return caught


def by_message(secret: str) -> None:
    logging.getLogger("bot.x").warning(f"failed for {secret}")  # noqa: G004 - what is tried


def by_arguments(secret: str) -> None:
    logging.getLogger("bot.x").warning("request to https://host/bot%s/getMe failed", secret)


def by_exception(secret: str) -> None:
    logging.getLogger("bot.x").error("no", exc_info=raised(OSError(f"/bot{secret}/getMe")))


def by_a_cause(secret: str) -> None:
    error = RuntimeError("outer")
    error.__cause__ = raised(OSError(f"/bot{secret}/getMe"))
    logging.getLogger("bot.x").error("no", exc_info=error)


def by_extra(secret: str) -> None:
    logging.getLogger("bot.x").warning("no", extra={"address": f"/bot{secret}/getMe"})


def by_the_stack(secret: str) -> None:
    record = logging.makeLogRecord({"name": "bot.x", "msg": "no", "levelno": logging.ERROR})
    record.stack_info = f"Stack: /bot{secret}/getMe"
    logging.getLogger().handle(record)


def by_a_library(secret: str) -> None:
    logging.getLogger("library").error(f"/bot{secret}/getMe")  # noqa: G004 - what is tried


def by_the_loggers_name(secret: str) -> None:
    logging.getLogger(f"Bot[{secret}]").error("no")


def by_a_warning(secret: str) -> None:
    warnings.warn(f"/bot{secret}/getMe", stacklevel=1)


def by_an_address_that_is_escaped(secret: str) -> None:
    logging.getLogger("bot.x").warning("https://host/bot%s", secret.replace(":", "%3A"))


WAYS = (
    by_message,
    by_arguments,
    by_exception,
    by_a_cause,
    by_extra,
    by_the_stack,
    by_a_library,
    by_the_loggers_name,
    by_a_warning,
    by_an_address_that_is_escaped,
)


@pytest.mark.filterwarnings("always")
@pytest.mark.parametrize("way", WAYS)
def test_a_token_is_taken_out_whichever_way_it_comes(
    lines: io.StringIO, way: Callable[[str], None]
) -> None:
    secret = token()
    way(secret)
    assert "<token>" in lines.getvalue()
    assert secret.split(":")[1][:12] not in lines.getvalue()


@pytest.mark.parametrize("password", ["hunter2", "p@ss/w:rd", "x%40y", "ñandú"])
def test_the_password_of_an_address_is_taken_out(lines: io.StringIO, password: str) -> None:
    log = logging.getLogger("bot.x")
    log.warning("cannot reach postgresql://embassy:%s@db.example:5432/bot", password)
    log.error("no", exc_info=raised(OSError(f"proxy http://u:{password}@proxy.example:3128")))
    assert lines.getvalue().count(":<password>@") == 2
    assert password not in lines.getvalue()
    assert "db.example:5432/bot" in lines.getvalue()


def test_a_known_secret_is_taken_out_in_whole_and_by_its_secret_half() -> None:
    secret, stream = token(), io.StringIO()
    logs.configure(stream=stream, known=[secret, "a password of no address"])
    log = logging.getLogger("bot.x")
    log.warning("half: %s", secret.split(":")[1])
    log.warning("whole: %s", secret)
    log.warning("a password of no address")
    assert stream.getvalue().count("<secret>") == 3
    assert secret.split(":")[1][:12] not in stream.getvalue()


@pytest.mark.parametrize("name", ["telegram.ext", "httpx", "httpcore.http11", "aiosqlite", "any"])
@pytest.mark.parametrize("level", [logging.DEBUG, logging.INFO])
def test_libraries_do_not_chat_even_if_they_were_told_to(
    lines: io.StringIO, name: str, level: int
) -> None:
    logger = logging.getLogger(name)
    before = logger.level
    logger.setLevel(logging.DEBUG)
    logger.log(level, "Processing update {...}")
    logger.setLevel(before)
    assert lines.getvalue() == ""


def test_our_own_packages_speak_from_their_level_on(text: io.StringIO) -> None:
    for name in ("bot.a", "handlers.b", "knowledge.c", "botany"):
        logging.getLogger(name).debug("whisper")
        logging.getLogger(name).info("talk")
        logging.getLogger(name).warning("shout")
    said = re.findall(r"(\w+)\.?\w*: (\w+)$", text.getvalue(), re.MULTILINE)
    ours = [(name, word) for name in logs.OURS for word in ("talk", "shout")]
    assert said == [*ours, ("botany", "shout")]


async def test_an_update_that_cannot_be_read_is_not_printed(
    lines: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    """python-telegram-bot logs the whole of it, at CRITICAL."""

    async def unreadable(*_: object, **__: object) -> list[object]:
        return [{"update_id": 1, "message": {"date": ROSA, "chat": ROSA}}]

    monkeypatch.setattr(Bot, "_post", unreadable)
    with pytest.raises((TypeError, ValueError, AttributeError)):
        await Bot(token()).get_updates()
    assert "Error while parsing updates" in lines.getvalue()
    assert "Rosa" not in lines.getvalue()


async def test_the_databases_statements_are_not_printed(lines: io.StringIO) -> None:
    logging.getLogger("aiosqlite").setLevel(logging.DEBUG)
    async with aiosqlite.connect(":memory:") as connection:
        await connection.execute("SELECT ?", [ROSA])
    assert lines.getvalue() == ""


async def test_a_task_that_nobody_waits_for_tells_no_words(lines: io.StringIO) -> None:
    """asyncio writes the repr of the error into the message."""
    loop = asyncio.get_running_loop()
    error = raised(ValueError(ROSA))
    loop.default_exception_handler({"message": "Task exception was lost", "exception": error})
    assert "Task exception was lost" in lines.getvalue()
    assert "ValueError" in lines.getvalue()
    assert "Rosa" not in lines.getvalue()


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (ValueError(ROSA), False),
        (KeyError(ROSA), False),
        (BadRequest(f"can't parse entities: {ROSA}"), False),
        (ExceptionGroup(ROSA, [ValueError(ROSA)]), False),
        (sqlite3.OperationalError("database or disk is full"), True),
        (PermissionError(13, "Permission denied", "/data/bot.db"), True),
        (Conflict("terminated by other getUpdates request"), True),
        (InvalidToken("Unauthorized"), True),
    ],
)
def test_an_error_tells_its_kind_and_place_and_words_only_of_machines(
    lines: io.StringIO, error: Exception, told: bool
) -> None:
    logging.getLogger("bot.x").error("no", exc_info=raised(error))
    assert type(error).__name__ in lines.getvalue()
    assert "in raised" in lines.getvalue()
    assert "Rosa" not in lines.getvalue()
    assert (str(error) in lines.getvalue()) is told


def test_each_error_of_a_group_is_told(text: io.StringIO) -> None:
    group = ExceptionGroup("x", [raised(OSError("disk full")), raised(KeyError(ROSA))])
    logging.getLogger("bot.x").error("no", exc_info=raised(group))
    assert "OSError: disk full" in text.getvalue()
    assert "KeyError (" in text.getvalue()


def test_no_text_passes_for_a_line_of_its_own(text: io.StringIO) -> None:
    forged = "x\n2026-11-24T12:00:00.000000Z INFO bot.x: all is well\r\x1b[2K\u202e"
    logging.getLogger("bot.x").warning("%s", forged)
    assert re.findall(r"^\S+Z", text.getvalue(), re.MULTILINE) == [text.getvalue()[:27]]
    assert not set("\r\x1b\u202e") & set(text.getvalue())


def only_ours(stream: io.StringIO, template: str, *args: object) -> None:
    """Log to our handler and not to pytest's, which raises what ours must bear."""
    ours = [
        handler
        for handler in logging.getLogger().handlers
        if isinstance(handler, logging.StreamHandler) and handler.stream is stream
    ]
    assert len(ours) == 1
    record = {"name": "bot.x", "levelno": logging.WARNING, "msg": template, "args": args}
    ours[0].handle(logging.makeLogRecord(record))


def test_a_log_line_with_a_mistake_is_still_a_line(
    text: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    only_ours(text, "one %s and %s", token())
    assert "one %s and %s" in text.getvalue()
    assert capsys.readouterr() == ("", "")


def test_a_closed_stream_shows_nothing_elsewhere(
    text: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    text.close()
    only_ours(text, "%s", token())
    assert capsys.readouterr() == ("", "")


def test_an_update_is_one_line_of_text(text: io.StringIO) -> None:
    logs.update_served(123, 5_000_000_077, "answer", 12.3456)
    mark = logs.pseudonym(5_000_000_077)
    line = f"INFO bot.served: served update=123 citizen={mark} outcome=answer ms=12.3\n"
    assert text.getvalue()[28:] == line


def test_an_update_is_one_line_of_json() -> None:
    stream = io.StringIO()
    logs.configure(stream=stream, as_json=True)
    logs.update_served(123, 5_000_000_077, "answer", 12.3456)
    logs.update_served(124, None, "ignored", 0.04)
    first, second = map(json.loads, stream.getvalue().splitlines())
    assert first.pop("time").endswith("Z")
    assert first == {
        "level": "INFO",
        "logger": "bot.served",
        "message": "served",
        "update": 123,
        "citizen": logs.pseudonym(5_000_000_077),
        "outcome": "answer",
        "ms": 12.3,
    }
    assert second["citizen"] == "-"


def test_a_citizens_mark_is_theirs_alone_and_tells_nothing() -> None:
    marks = {logs.pseudonym(citizen) for citizen in range(10_000)}
    assert len(marks) == 10_000
    assert logs.pseudonym(7) == logs.pseudonym(7)
    assert all(re.fullmatch("[0-9a-f]{10}", mark) for mark in marks)


def test_after_a_restart_a_citizen_has_another_mark() -> None:
    code = "from bot import logs; print(logs.pseudonym(7))"
    marks = {subprocess.check_output([sys.executable, "-c", code]) for _ in range(2)}  # noqa: S603 - our own words
    assert len(marks) == 2


def crash(code: str) -> str:
    start = "from bot import logs; logs.configure(); logs.catch_crashes()"
    ran = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", f"{start}\n{code}"],
        check=False,
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[1],
    )
    return ran.stdout + ran.stderr


BY_THREAD = """
import threading

def fail():
    raise OSError({!r})

threading.Thread(target=fail).start()
"""

BY_GARBAGE = """
class Garbage:
    def __del__(self):
        raise OSError({!r})

Garbage()
"""


@pytest.mark.parametrize("code", ["raise OSError({!r})", BY_THREAD, BY_GARBAGE])
def test_a_crash_is_told_without_the_token(code: str) -> None:
    secret = token()
    said = crash(code.format(f"/bot{secret}/getMe"))
    assert "OSError: /bot<token>/getMe" in said
    assert secret.split(":")[1] not in said


def test_an_interruption_is_no_crash() -> None:
    assert crash("raise KeyboardInterrupt") == ""


def test_a_time_of_day_is_not_taken_for_a_token() -> None:
    said = "update 123456789: handled in 12 ms, https://t.me/embassy at 12:30"
    assert logs.redact(said) == said


async def test_a_wrong_token_is_not_told_by_the_library_that_refuses_it(
    lines: io.StringIO,
) -> None:
    secret = token()
    request = LocalRequest(LocalTelegram(lambda: NOON))
    bot = Bot(secret, request=request, get_updates_request=request)
    with pytest.raises(TelegramError) as refused:
        await bot.initialize()
    assert secret in str(refused.value)
    logging.getLogger("bot.x").error("no: %s", refused.value, exc_info=refused.value)
    assert "InvalidToken" in lines.getvalue()
    assert secret.split(":")[1][:12] not in lines.getvalue()
