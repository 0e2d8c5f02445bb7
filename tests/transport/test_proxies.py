"""By way of a proxy, given or found in the environment; and never further than needed."""

import asyncio
from base64 import b64encode

import pytest

from bot.transport import proxies
from bot.transport.aiohttp_request import AiohttpRequest
from bot.transport.errors import NotDelivered

from .conftest import Connect
from .support import SHORT, http, peer, saying

NAMES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


@pytest.fixture(autouse=True)
def _no_proxies_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


async def test_a_proxy_is_asked_for_the_whole_address_with_its_password(connect: Connect) -> None:
    async with peer() as proxy:
        transport = await connect(proxy=f"http://us:er@127.0.0.1:{proxy.port}")
        assert await transport.post("http://api.invalid/bot1:x/getMe") is True
    assert proxy.heads[0].startswith("POST http://api.invalid/bot1:x/getMe ")
    assert b64encode(b"us:er").decode() in proxy.heads[0]


async def test_a_proxy_that_refuses_to_connect_has_delivered_nothing(connect: Connect) -> None:
    refusal = saying(http(b"", "407 Proxy Authentication Required"))
    async with peer(refusal) as proxy:
        transport = await connect(proxy=f"http://127.0.0.1:{proxy.port}")
        with pytest.raises(NotDelivered):
            await transport.post("https://api.invalid/bot1:x/getMe")
    assert proxy.heads[0].startswith("CONNECT api.invalid:443 ")
    assert "1:x" not in "".join(proxy.heads)


async def test_a_proxy_that_is_not_there_has_delivered_nothing(connect: Connect) -> None:
    async with peer() as gone:
        pass
    transport = await connect(proxy=f"http://127.0.0.1:{gone.port}")
    with pytest.raises(NotDelivered):
        await transport.post("https://api.invalid/bot1:x/getMe")


async def test_the_environment_names_the_proxy(
    connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with peer() as proxy:
        monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{proxy.port}")
        transport = await connect(trust_env=True)
        for _ in range(2):
            assert await transport.post("http://api.invalid/bot1:x/getMe") is True
    assert (proxy.connections, len(proxy.heads)) == (1, 2)


async def test_the_environment_is_not_asked_when_it_is_not_trusted(
    connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with peer() as proxy:
        monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{proxy.port}")
        transport = await connect(trust_env=False)
        with pytest.raises(NotDelivered):
            await transport.post(f"http://{'h' * 64}.invalid/bot1:x/getMe")
    assert proxy.heads == []


@pytest.mark.parametrize(
    ("environment", "address", "proxy"),
    [
        ({}, ("https", "api.telegram.org"), None),
        ({"HTTPS_PROXY": "http://p:1"}, ("https", "api.telegram.org"), "http://p:1"),
        ({"https_proxy": "p:1"}, ("https", "api.telegram.org"), "http://p:1"),
        ({"ALL_PROXY": "http://p:1"}, ("https", "api.telegram.org"), "http://p:1"),
        ({"HTTP_PROXY": "http://p:1"}, ("https", "api.telegram.org"), None),
        (
            {"HTTPS_PROXY": "http://p:1", "NO_PROXY": ".telegram.org"},
            ("https", "api.telegram.org"),
            None,
        ),
        ({"ALL_PROXY": "http://p:1"}, ("http", "127.0.0.1"), None),
        ({"ALL_PROXY": "http://p:1"}, ("http", "::1"), None),
        ({"ALL_PROXY": "http://p:1"}, ("http", "localhost"), None),
    ],
)
def test_the_environment_is_read_as_other_programs_read_it(
    monkeypatch: pytest.MonkeyPatch,
    environment: dict[str, str],
    address: tuple[str, str],
    proxy: str | None,
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert proxies.from_environment(*address) == proxy


async def test_a_proxy_of_the_environment_that_cannot_be_used_is_said_to_be_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ALL_PROXY", "socks5://127.0.0.1:1")
    async with asyncio.timeout(5), AiohttpRequest(timeouts=SHORT) as transport:
        with pytest.raises(NotDelivered, match="ProxyError"):
            await transport.post("http://api.invalid/bot1:x/getMe")


def test_a_proxy_that_cannot_be_used_is_refused_at_once() -> None:
    with pytest.raises(proxies.ProxyError, match="socks5"):
        AiohttpRequest(proxy="socks5://127.0.0.1:1")
