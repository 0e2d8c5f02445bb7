"""The token stands in every address, and must stand nowhere else."""

import asyncio
import io
import logging
import socket
import traceback
from collections.abc import Iterator

import pytest
from telegram.error import TelegramError

from bot.transport import proxies

from .conftest import Connect
from .support import breaking, hanging, http, peer, saying


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Everything any library says, at its most talkative."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    for library in ("httpx", "httpcore"):  # kept quiet by `bot.logs`, and proved there
        logging.getLogger(library).setLevel(logging.WARNING)
    yield written
    root.removeHandler(handler)
    root.setLevel(before)


def everything(error: BaseException) -> str:
    """All that could be printed of an error: itself, its fields, and whatever it drags along."""
    seen: list[str] = []
    todo: list[BaseException | None] = [error]
    while todo:
        one = todo.pop()
        if one is None:
            continue
        seen += [str(one), repr(one), repr(vars(one)), repr(one.args)]
        seen += traceback.format_exception(one)
        todo += [one.__cause__, one.__context__]
    return "\n".join(seen)


def pieces(secret: str) -> Iterator[str]:
    """Every twelve characters of the part that is secret."""
    hidden = secret.partition(":")[2]
    return (hidden[start : start + 12] for start in range(len(hidden) - 11))


def leaks(secret: str, text: str) -> list[str]:
    return [piece for piece in pieces(secret) if piece in text]


def test_the_search_for_a_leak_finds_one(secret: str) -> None:
    assert leaks(secret, f"x{secret[20:40]}x")
    assert not leaks(secret, "nothing")


@pytest.mark.parametrize(
    "kind", ["break", "hang", "deaf", "refuse", "name", "page", "json", "address"]
)
async def test_no_failure_tells_the_token(
    connect: Connect, secret: str, kind: str, log: io.StringIO
) -> None:
    page = f"<p>http://api/bot{secret}/getMe".encode()
    answer = b'{"ok":false,"description":"no bot %s here"}' % secret.encode()
    replies = {
        "hang": hanging,
        "page": saying(http(page, "502 Bad Gateway")),
        "json": saying(http(answer, "400 Bad Request")),
    }
    async with peer(replies.get(kind, breaking), deaf=kind == "deaf") as server:
        with socket.socket() as closed:
            closed.bind(("127.0.0.1", 0))
            root = {
                "deaf": f"https://127.0.0.1:{server.port}",
                "refuse": f"http://127.0.0.1:{closed.getsockname()[1]}",
                "name": f"http://{'h' * 64}.invalid",
                "address": "http://[not an address",
            }.get(kind, server.url)
            transport = await connect()
            with pytest.raises(TelegramError) as raised:
                await transport.post(f"{root}/bot{secret}/sendMessage")
    assert raised.value.__cause__ is None
    assert raised.value.__context__ is None
    assert not leaks(secret, everything(raised.value) + log.getvalue())


async def test_what_citizens_wrote_is_not_logged_when_an_answer_is_garbled(
    connect: Connect, log: io.StringIO
) -> None:
    async with peer(saying(http(b'{"ok":true,"result":{"text":"my name is Rosa'))) as server:
        transport = await connect()
        with pytest.raises(TelegramError) as raised:
            await transport.post(f"{server.url}/bot1:x/getUpdates")
    assert "Rosa" not in everything(raised.value) + log.getvalue()


async def test_a_shutdown_under_way_tells_no_token(connect: Connect, secret: str) -> None:
    async with peer(hanging) as server:
        transport = await connect()
        task = asyncio.ensure_future(  # noqa: TID251 - ended below
            transport.post(f"{server.url}/bot{secret}/getUpdates")
        )
        await server.asked.wait()
        await transport.shutdown()
        await asyncio.wait([task])
    error = task.exception()
    assert isinstance(error, TelegramError)
    assert not leaks(secret, everything(error))


def test_a_proxy_that_cannot_be_used_is_refused_without_its_password() -> None:
    for proxy in ("socks5://u:hunter2@host:1", "u:hunter2@host", "http://"):
        with pytest.raises(proxies.ProxyError) as raised:
            proxies.checked(proxy)
        assert "hunter2" not in everything(raised.value)
