"""By which proxy an address is reached, decided once for each host."""

import ipaddress
import urllib.request
from urllib.parse import urlsplit

SCHEMES = ("http", "https")
"""What aiohttp speaks with a proxy; SOCKS needs python-telegram-bot's own transport."""


class ProxyError(ValueError):
    """The proxy cannot be used; the text does not repeat it, because it may hold a password."""


def checked(proxy: str) -> str:
    """Return `proxy` if it can be used.

    Raises:
        ProxyError: it is not of the form http://host:port or https://host:port.
    """
    address = urlsplit(proxy)
    if address.scheme not in SCHEMES:
        raise ProxyError(
            f"a proxy must start with http:// or https://, not {address.scheme or 'nothing'}://"
            " (for SOCKS choose the httpx transport)"
        )
    if not address.hostname:
        raise ProxyError("a proxy needs a host, e.g. http://proxy.example:3128")
    return proxy


def from_environment(scheme: str, host: str) -> str | None:
    """Return the proxy that HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY name, if any.

    This machine itself is never asked for by way of a proxy.

    Raises:
        ProxyError: the proxy they name cannot be used.
    """
    if _is_here(host) or urllib.request.proxy_bypass(host):
        return None
    named = urllib.request.getproxies()
    proxy = named.get(scheme) or named.get("all")
    if not proxy:
        return None
    return checked(proxy if "://" in proxy else f"http://{proxy}")


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
