"""Which addresses Telegram opens, and how it writes them."""

from urllib.parse import urlsplit

_OWN_SCHEMES = ("tg", "ton")


class LinkError(ValueError):
    """Telegram does not open this address; the text is Telegram's reason."""


def checked_link(address: str) -> str:
    """The address as Telegram keeps it: a bare domain gets `http://`, an empty path a slash.

    Raises `LinkError` for what Telegram refuses: `tel:`, `mailto:`, a host without a dot.
    """
    scheme, separator, rest = address.partition("://")
    if scheme.lower() in _OWN_SCHEMES or address.lower().startswith("tg:"):
        return address
    if not separator:
        scheme, rest = "http", address
    if scheme.lower() not in ("http", "https"):
        raise LinkError("Unsupported URL protocol")
    return _web_link(scheme.lower(), rest)


def _web_link(scheme: str, rest: str) -> str:
    try:
        parts = urlsplit(f"{scheme}://{rest}")
    except ValueError:
        raise LinkError("Wrong HTTP URL") from None
    try:
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        raise LinkError("Wrong port number specified in the URL") from None
    host = parts.hostname or ""
    if not host:
        raise LinkError("URL host is empty")
    if parts.username is not None or "." not in host or any(part.isspace() for part in host):
        raise LinkError("Wrong HTTP URL")
    query = f"?{parts.query}" if parts.query else ""
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    return f"{scheme}://{host}{port}{parts.path or '/'}{query}{fragment}"
