import io
import logging

import pytest

from bot import logs


@pytest.fixture
def lines() -> io.StringIO:
    stream = io.StringIO()
    logs.configure("DEBUG", stream)
    return stream


def token() -> str:
    return f"{10**9 + 7}:" + "Zy9" * 12


def test_a_token_is_taken_out_of_message_arguments_and_traceback(lines: io.StringIO) -> None:
    secret = token()
    log = logging.getLogger("some.child.of.nobody")
    try:
        int(f"rejected {secret}")
    except ValueError:
        log.exception("request to https://api.telegram.org/bot%s/getMe failed", secret)

    assert "<token>" in lines.getvalue()
    assert secret.split(":")[1] not in lines.getvalue()


def test_libraries_that_log_addresses_are_quiet(lines: io.StringIO) -> None:
    logging.getLogger("httpx").info("HTTP Request: POST https://api.telegram.org/...")
    logging.getLogger("telegram.ext").debug("Processing update {...}")

    assert lines.getvalue() == ""


def test_a_time_of_day_is_not_taken_for_a_token() -> None:
    assert (
        logs.redact("update 123456789: handled in 12 ms") == "update 123456789: handled in 12 ms"
    )
