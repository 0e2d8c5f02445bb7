"""python-telegram-bot's transport, led to the offline Telegram instead of the network."""

import secrets
from typing import Any
from urllib.parse import urlencode

from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.local.faults import ConnectionReset, Hang
from bot.local.telegram import LocalTelegram

READ_TIMEOUT = 5.0
"""Seconds, as of the real transport. Nobody waits here: a call that hangs times out at once."""

_FORM = "application/x-www-form-urlencoded"


class LocalRequest(BaseRequest):
    """Give it to `Application.builder().request(...)` and `.get_updates_request(...)`.

    A request is written as the same bytes that the real transport would put on the wire.
    """

    def __init__(self, telegram: LocalTelegram) -> None:
        """Connect to this Telegram."""
        self._telegram = telegram
        self._open = True

    @property
    def read_timeout(self) -> float | None:
        """The default of the real transport, in seconds."""
        return READ_TIMEOUT

    async def initialize(self) -> None:
        """Open, or open again."""
        self._open = True

    async def shutdown(self) -> None:
        """Close; a request after this is a mistake of the application."""
        self._open = False

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: Any, **__: Any
    ) -> tuple[int, bytes]:
        """Send one request. Raises `TimedOut` and `NetworkError` as the real transport does."""
        del method  # Telegram takes GET and POST alike.
        if not self._open:
            raise RuntimeError("This LocalRequest is not initialized!")
        content_type, body = encode(request_data)
        answer = await self._telegram.exchange(url, content_type, body)
        match answer:
            case Hang():
                raise TimedOut
            case ConnectionReset():
                raise NetworkError("httpx.ReadError: ")
            case _:
                return answer.status, answer.body


def encode(data: RequestData | None) -> tuple[str, bytes]:
    """The content type and the body that the real transport would send."""
    if data is None:
        return _FORM, b""
    if not data.contains_files:
        return _FORM, urlencode(data.json_parameters).encode()
    boundary = secrets.token_hex(16)
    return f"multipart/form-data; boundary={boundary}", _multipart(data, boundary)


def _multipart(data: RequestData, boundary: str) -> bytes:
    parts = [
        _part(f'name="{name}"', "", value.encode()) for name, value in data.json_parameters.items()
    ]
    for name, (filename, content, content_type) in data.multipart_data.items():
        body = content if isinstance(content, bytes) else content.read()
        disposition = f'name="{name}"; filename="{_escape(filename)}"'
        parts.append(_part(disposition, f"Content-Type: {content_type}\r\n", body))
    fence = f"--{boundary}\r\n".encode()
    return b"".join(fence + part for part in parts) + f"--{boundary}--\r\n".encode()


def _part(disposition: str, header: str, body: bytes) -> bytes:
    head = f"Content-Disposition: form-data; {disposition}\r\n{header}\r\n"
    return head.encode() + body + b"\r\n"


def _escape(filename: str) -> str:
    """As HTML's form encoding has it."""
    return filename.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
