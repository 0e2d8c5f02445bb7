"""A request's parameters as the bytes of a form, as browsers and python-telegram-bot write it."""

import secrets
from urllib.parse import urlencode

from telegram.request import RequestData

_FORM = "application/x-www-form-urlencoded"


def encode(data: RequestData | None) -> tuple[str, bytes]:
    """Return the content type and the body. Files are read whole: ours are a few kilobytes."""
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
    """As HTML's form encoding has it; aiohttp's own encoder would show "%20" to the citizen."""
    return filename.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
