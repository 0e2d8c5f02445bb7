"""The bytes between a bot and a Bot API server: calls in, answers out.

Both transports (in process and over HTTP) hand the same bytes to `decode`, so that what a test
sees is what Telegram would have seen.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

Json = dict[str, Any]

_PATH = re.compile(r"/bot(?P<token>[^/]+)/(?P<method>[^/]+)/?$")
_BOUNDARY = re.compile(r'boundary="?(?P<boundary>[^";]+)"?')
_FIELD = re.compile(r'\bname="(?P<name>[^"]*)"(?:;\s*filename="(?P<filename>[^"]*)")?')
_ANY_TYPE = "application/octet-stream"
_TYPE = re.compile(r"^content-type:\s*(?P<type>\S+)", re.IGNORECASE | re.MULTILINE)


_REASONS = {HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "Request Entity Too Large"}
"""Telegram's words where Python's differ between versions (3.13 says "Content Too Large")."""


class ApiError(Exception):
    """Telegram says no: the HTTP status, and its words without the prefix ("chat not found")."""

    def __init__(self, status: HTTPStatus, words: str, parameters: Json | None = None) -> None:
        """Build the refusal; `parameters` is the answer's own field, e.g. `retry_after`."""
        reason = _REASONS.get(status, status.phrase)
        super().__init__(f"{reason}: {words}" if words else reason)
        self.status = status
        self.parameters = parameters


def bad_request(words: str) -> ApiError:
    """The commonest refusal: 400, written as Telegram writes it."""
    return ApiError(HTTPStatus.BAD_REQUEST, words)


class UnmodelledError(Exception):
    """The bot used a part of the Bot API that the offline Telegram does not imitate."""


@dataclass(frozen=True)
class Upload:
    """A file that came with a call."""

    filename: str
    content_type: str
    body: bytes


@dataclass(frozen=True)
class Call:
    """One request of a bot. `method` is empty where the address is none of the Bot API."""

    token: str
    method: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, Upload] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """The server's reply: an HTTP status and a JSON body."""

    status: int
    body: bytes


def success(result: object) -> Answer:
    """The method worked and this came of it."""
    return Answer(HTTPStatus.OK, _encode({"ok": True, "result": result}))


def refusal(status: HTTPStatus, description: str, parameters: Json | None = None) -> Answer:
    """The method did not work, and why."""
    body: Json = {"ok": False, "error_code": int(status), "description": description}
    if parameters:
        body["parameters"] = parameters
    return Answer(status, _encode(body))


def decode(url: str, content_type: str, body: bytes) -> Call:
    """Read a request as a Bot API server does: query, form, multipart or JSON."""
    address = urlsplit(url)
    match = _PATH.search(unquote(address.path))
    if match is None:
        return Call(token="", method="")
    parameters = dict(parse_qsl(address.query, keep_blank_values=True))
    files: dict[str, Upload] = {}
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        _read_multipart(content_type, body, parameters, files)
    elif kind == "application/json":
        parameters |= {name: _as_text(value) for name, value in json.loads(body or b"{}").items()}
    else:
        parameters |= dict(parse_qsl(body.decode(), keep_blank_values=True))
    return Call(match["token"], match["method"], parameters, files)


def _read_multipart(
    content_type: str, body: bytes, parameters: dict[str, str], files: dict[str, Upload]
) -> None:
    for head, content in _parts(content_type, body):
        match = _FIELD.search(head)
        if match is None:
            raise bad_request("can't parse multipart form data")
        if match["filename"] is None:
            parameters[match["name"]] = content.decode()
            continue
        kind = _TYPE.search(head)
        files[match["name"]] = Upload(
            _unescape(match["filename"]), kind["type"] if kind else _ANY_TYPE, content
        )


def _parts(content_type: str, body: bytes) -> Iterator[tuple[str, bytes]]:
    match = _BOUNDARY.search(content_type)
    if match is None:
        raise bad_request("boundary field not found")
    fence = b"\r\n--" + match["boundary"].encode()
    for part in (b"\r\n" + body).split(fence)[1:-1]:
        head, _, content = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        yield head.decode(), content


def _unescape(name: str) -> str:
    """Undo the three escapes that HTML's form encoding makes in a file's name, and no others."""
    return name.replace("%22", '"').replace("%0D", "\r").replace("%0A", "\n")


def _as_text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _encode(body: Json) -> bytes:
    return json.dumps(body).encode()
