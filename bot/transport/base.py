"""The contract of both transports: what an answer must be before it is believed."""

import json
import re
from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from telegram.error import NetworkError
from telegram.request import BaseRequest, RequestData

POOL_SIZE = 64
"""Connections at once. Telegram takes about 30 messages a second: at 0.2 s each that is six at a
time, and ten times as many for a bad day."""

NOT_TELEGRAMS = b"{}"
"""Stands for a failure's body that is not Telegram's: the HTTP status then speaks alone."""

_SECRET = re.compile(r"/bot(\d+:[^/]+)/")
"""The token in an address, for methods and files alike."""


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds for each stretch of a request; None waits for ever.

    The same five, with the same meaning and (but for `pool`) the same values as those of
    python-telegram-bot's own transport.
    """

    read: float | None = 5.0
    """Between two pieces of the answer."""
    write: float | None = 5.0
    """For each piece of the request to leave."""
    media_write: float | None = 20.0
    """The same where files are uploaded."""
    connect: float | None = 5.0
    """To find the host, reach it, and agree on a key; by way of the proxy if there is one."""
    pool: float | None = 5.0
    """For one of `POOL_SIZE` connections to be free. Waiting does no harm: nothing is sent yet."""


class Transport(BaseRequest):
    """A `BaseRequest` whose failures and answers can be relied on."""

    def __init__(self, timeouts: Timeouts, heard: Callable[[], None] | None) -> None:
        """Keep the defaults; `heard` is called after each request that Telegram granted."""
        self._timeouts = timeouts
        self._heard = heard

    @property
    def read_timeout(self) -> float | None:
        """Seconds, where a call names none of its own."""
        return self._timeouts.read

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = BaseRequest.DEFAULT_NONE,
        write_timeout: object = BaseRequest.DEFAULT_NONE,
        connect_timeout: object = BaseRequest.DEFAULT_NONE,
        pool_timeout: object = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Make one request; return Telegram's HTTP status and body.

        Raises:
            NotDelivered: Telegram has certainly not seen it.
            telegram.error.TimedOut: it may have been carried out, but no answer came in time.
            telegram.error.NetworkError: it may have been carried out; the connection broke.
        """
        usual = self._timeouts
        upload = request_data is not None and request_data.contains_files
        timeouts = Timeouts(
            read=_seconds(read_timeout, usual.read),
            write=_seconds(write_timeout, usual.media_write if upload else usual.write),
            connect=_seconds(connect_timeout, usual.connect),
            pool=_seconds(pool_timeout, usual.pool),
        )
        status, body = await self._exchange(url, method, request_data, timeouts)
        if not HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
            return status, _own_words(url, body)
        if self._heard and body.startswith(b"{"):  # a captive portal answers 200 as well
            self._heard()
        return status, body

    @abstractmethod
    async def _exchange(
        self, url: str, method: str, data: RequestData | None, timeouts: Timeouts
    ) -> tuple[int, bytes]:
        """Send and receive. Raises as `do_request` does, without a cause or context."""

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Read Telegram's answer.

        Unlike the method it replaces, it logs nothing: an answer holds what citizens wrote.

        Raises:
            telegram.error.NetworkError: it is not Telegram's, but a proxy's or a captive portal's.
        """
        answer = _json_object(payload)
        if answer is None:
            raise NetworkError("the answer is not Telegram's: it is no JSON object")
        return _Answer(answer)


class _Answer(dict[str, Any]):
    """An answer without a result must fail as an answer, or `KeyError` ends the polling."""

    def __missing__(self, key: str) -> Any:
        raise NetworkError(f"the answer is not Telegram's: it has no {key!r}")


def _own_words(url: str, body: bytes) -> bytes:
    """A failure's body, if Telegram wrote it. Proxies write pages that repeat the address."""
    if _json_object(body) is None:
        return NOT_TELEGRAMS
    secret = _SECRET.search(url)
    return body.replace(secret[1].encode(), b"<token>") if secret else body


def _json_object(body: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(body.decode(errors="replace"))
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _seconds(given: object, usual: float | None) -> float | None:
    """A call's own timeout, which may be None; python-telegram-bot marks an absent one."""
    return given if given is None or isinstance(given, int | float) else usual
