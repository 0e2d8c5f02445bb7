"""What the sender may rely on, whichever transport is chosen."""

import asyncio
import socket
from collections.abc import AsyncIterator

import pytest
from telegram import Bot
from telegram.error import (
    BadRequest,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TimedOut,
)

from bot.local import (
    ConnectionReset,
    FaultScript,
    Hang,
    LocalServer,
    LocalTelegram,
    ServerError,
    TooManyRequests,
)
from bot.local.faults import Fault
from bot.local.people import Person
from bot.transport.base import Timeouts
from bot.transport.errors import NotDelivered, NotDeliveredInTime
from tests.local.support import ANA, Ticker

from .conftest import Connect
from .support import breaking, hanging, http, peer, saying

BIG = b"\r\n--\x00\xff" * 1_500_000
"""Nine megabytes: more than the kernel buffers, and full of what could be taken for a boundary."""


PATIENCE = 20.0
"""Seconds until a wait that should have ended is called endless."""


@pytest.fixture(autouse=True)
def _durations(monkeypatch: pytest.MonkeyPatch) -> None:
    # Else python-telegram-bot warns that `retry_after` will be a timedelta one day.
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture
def telegram() -> LocalTelegram:
    telegram = LocalTelegram(Ticker())
    telegram.world.open_private_chat(Person(ANA, "Ana"))
    return telegram


@pytest.fixture
async def bot(telegram: LocalTelegram, connect: Connect) -> AsyncIterator[Bot]:
    async with LocalServer(telegram) as server:
        transport = await connect()
        async with Bot(
            telegram.token,
            f"{server.url}/bot",
            request=transport,
            get_updates_request=await connect(),
        ) as bot:
            yield bot
    telegram.check()


def said(telegram: LocalTelegram) -> list[str]:
    return [message.text.text for message in telegram.world.messages[ANA].values()]


async def test_what_is_sent_arrives_and_what_is_answered_returns(
    bot: Bot, telegram: LocalTelegram
) -> None:
    message = await bot.send_message(ANA, "¿Mañana? 100 % & +51\n🚨")
    assert message.text == "¿Mañana? 100 % & +51\n🚨"
    assert said(telegram) == [message.text]
    assert await bot.get_updates() == ()


async def test_a_refusal_is_told_in_telegrams_words(bot: Bot) -> None:
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(1, "x")


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (TooManyRequests(7), RetryAfter),
        (ServerError(500), NetworkError),
        (ServerError(502), NetworkError),
        (ServerError(504), NetworkError),
        (ConnectionReset(), NetworkError),
        (Hang(), TimedOut),
    ],
)
@pytest.mark.parametrize("carried_out", [False, True])
async def test_what_telegram_may_have_carried_out_is_never_called_undelivered(
    bot: Bot,
    telegram: LocalTelegram,
    fault: Fault,
    error: type[NetworkError],
    carried_out: bool,
) -> None:
    assert isinstance(telegram.faults, FaultScript)
    telegram.faults.next("sendMessage", fault, delivered=carried_out)
    with pytest.raises(error) as raised:
        await bot.send_message(ANA, "one")
    assert type(raised.value) is error
    assert said(telegram) == (["one"] if carried_out else [])
    await bot.send_message(ANA, "two")
    assert said(telegram)[-1] == "two"
    assert not telegram.faults.pending


@pytest.mark.parametrize(
    ("status", "error"),
    [
        ("400 Bad Request", BadRequest),
        ("401 Unauthorized", InvalidToken),
        ("403 Forbidden", Forbidden),
        ("404 Not Found", InvalidToken),
        ("409 Conflict", Conflict),
        ("302 Found", NetworkError),
        ("413 Content Too Large", NetworkError),
        ("503 Service Unavailable", NetworkError),
        ("599 Whatever", NetworkError),
    ],
)
async def test_a_status_alone_says_what_went_wrong(
    connect: Connect, secret: str, status: str, error: type[NetworkError]
) -> None:
    page = f"<html>cannot show /bot{secret}/getMe</html>".encode()
    async with peer(saying(http(page, status))) as server:
        transport = await connect()
        with pytest.raises(error) as raised:
            await transport.post(f"{server.url}/bot{secret}/getMe")
    assert type(raised.value) is error
    assert status[:3] in str(raised.value)
    assert "html" not in str(raised.value)


async def test_a_refused_connection_is_certainly_undelivered(connect: Connect) -> None:
    with socket.socket() as taken:  # bound and never listening: nobody else can answer
        taken.bind(("127.0.0.1", 0))
        transport = await connect()
        with pytest.raises(NotDelivered) as raised:
            await transport.post(f"http://127.0.0.1:{taken.getsockname()[1]}/bot1:x/getMe")
    assert not isinstance(raised.value, TimedOut)


async def test_an_unknown_host_is_certainly_undelivered(connect: Connect) -> None:
    # A name of 64 letters is refused before any name server is asked.
    transport = await connect(timeouts=Timeouts())
    with pytest.raises(NotDelivered):
        await transport.post(f"http://{'h' * 64}.invalid/bot1:x/getMe")


async def test_a_connection_not_made_in_time_is_certainly_undelivered(connect: Connect) -> None:
    async with peer(deaf=True) as server:  # never shakes hands on a key
        transport = await connect()
        with pytest.raises(NotDeliveredInTime):
            await transport.post(f"https://127.0.0.1:{server.port}/bot1:x/getMe")


async def test_waiting_for_a_free_connection_has_an_end_and_is_undelivered(
    connect: Connect,
) -> None:
    async with asyncio.timeout(PATIENCE), peer(hanging) as server:
        transport = await connect(pool_size=1, timeouts=Timeouts(read=None, pool=0.1))
        async with asyncio.TaskGroup() as tasks:
            first = tasks.create_task(transport.post(f"{server.url}/bot1:x/getMe"))
            await server.asked.wait()
            with pytest.raises(NotDeliveredInTime):
                await transport.post(f"{server.url}/bot1:x/getMe")
            first.cancel()
    assert len(server.heads) == 1


async def test_a_place_is_free_again_after_every_kind_of_end(connect: Connect) -> None:
    async with peer() as server:
        transport = await connect(pool_size=1)
        for reply in (breaking, saying(http(b"x", "502 Bad Gateway")), hanging, saying(http())):
            server.reply = reply
            task = asyncio.ensure_future(transport.post(f"{server.url}/bot1:x/getMe"))  # noqa: TID251 - it fails on purpose
            await asyncio.wait([task])
        assert task.result() is True
        assert len(server.heads) == 4


async def test_silence_after_the_request_leaves_it_in_doubt(connect: Connect) -> None:
    async with peer(hanging) as server:
        transport = await connect()
        with pytest.raises(TimedOut) as raised:
            await transport.post(f"{server.url}/bot1:x/getMe")
    assert not isinstance(raised.value, NotDelivered)
    assert len(server.heads) == 1


@pytest.mark.parametrize(
    "answer", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{", b"?\r\n\r\n"]
)
async def test_a_connection_that_breaks_within_the_answer_leaves_it_in_doubt(
    connect: Connect, answer: bytes
) -> None:
    async def half(writer: asyncio.StreamWriter) -> None:
        writer.write(answer)
        await writer.drain()
        writer.close()

    async with peer(half) as server:
        transport = await connect()
        with pytest.raises(NetworkError) as raised:
            await transport.post(f"{server.url}/bot1:x/getMe")
    assert not isinstance(raised.value, NotDelivered)


async def test_a_slow_answer_is_an_answer_as_long_as_it_goes_on(connect: Connect) -> None:
    answer = http()
    pieces = [answer[start : start + 12] for start in range(0, len(answer), 12)]
    async with peer(saying(*pieces, every=0.15)) as server:
        transport = await connect()
        assert len(pieces) * 0.15 > 0.5
        assert await transport.post(f"{server.url}/bot1:x/getMe") is True


async def test_a_call_may_bring_a_timeout_of_its_own(connect: Connect) -> None:
    async with peer(saying(b"", http(), every=0.6)) as server:
        transport = await connect()
        assert await transport.post(f"{server.url}/bot1:x/getMe", read_timeout=5) is True
        assert await transport.post(f"{server.url}/bot1:x/getMe", read_timeout=None) is True
        assert transport.read_timeout == 0.5


async def test_an_upload_that_nobody_takes_ends_and_is_in_doubt(connect: Connect) -> None:
    async with asyncio.timeout(PATIENCE), peer(deaf=True) as server:
        bot = Bot("1:x", f"{server.url}/bot", request=await connect())
        with pytest.raises(TimedOut) as raised:
            await bot.send_document(ANA, BIG)
    assert not isinstance(raised.value, NotDelivered)


async def test_a_large_file_arrives_whole(bot: Bot, telegram: LocalTelegram) -> None:
    await bot.send_document(ANA, BIG, filename='a "b" ñ.bin', write_timeout=5, read_timeout=5)
    document = next(iter(telegram.world.messages[ANA].values())).document
    assert document is not None
    assert document.body == BIG
    assert document.name == 'a "b" ñ.bin'


async def test_one_connection_serves_many_requests(connect: Connect) -> None:
    async with peer() as server:
        transport = await connect()
        for _ in range(20):
            await transport.post(f"{server.url}/bot1:x/getMe")
    assert (server.connections, len(server.heads)) == (1, 20)


async def test_cookies_are_not_kept_and_redirects_not_followed(connect: Connect) -> None:
    async with peer() as elsewhere, peer() as server:
        target = f"Location: {elsewhere.url}/bot1:x/getMe\r\nSet-Cookie: a=b\r\n"
        server.reply = saying(http(b"{}", "307 Temporary Redirect", target))
        transport = await connect()
        for _ in range(2):
            with pytest.raises(NetworkError):
                await transport.post(f"{server.url}/bot1:x/getMe")
        assert elsewhere.heads == []
        assert "Location" in target


@pytest.mark.parametrize(
    "body", [b"<html>log in to the hotel</html>", b"[]", b"{}", b"\xff", b"[" * 9999]
)
async def test_what_is_not_telegrams_answer_is_a_failure_of_the_network(
    connect: Connect, body: bytes
) -> None:
    async with peer(saying(http(body))) as server:
        transport = await connect()
        with pytest.raises(NetworkError, match="not Telegram's"):
            await transport.post(f"{server.url}/bot1:x/getMe")


async def test_each_success_is_noted_and_no_failure(connect: Connect) -> None:
    heard: list[int] = []
    async with peer() as server:
        transport = await connect(heard=lambda: heard.append(1))
        await transport.post(f"{server.url}/bot1:x/getMe")
        server.reply = saying(http(b"{}", "409 Conflict"))
        with pytest.raises(Conflict):
            await transport.post(f"{server.url}/bot1:x/getMe")
        server.reply = saying(http(b"<html>log in to the hotel</html>"))
        with pytest.raises(NetworkError):
            await transport.post(f"{server.url}/bot1:x/getMe")
    assert heard == [1]


async def test_opening_and_closing_twice_is_harmless(connect: Connect) -> None:
    async with peer() as server:
        transport = await connect()
        await transport.initialize()
        assert await transport.post(f"{server.url}/bot1:x/getMe") is True
        await transport.shutdown()
        await transport.shutdown()
        with pytest.raises(NetworkError, match="not initialized"):
            await transport.post(f"{server.url}/bot1:x/getMe")
        await transport.initialize()
        assert await transport.post(f"{server.url}/bot1:x/getMe") is True


async def test_a_file_is_fetched(connect: Connect) -> None:
    async with peer(saying(http(b"\x00\xff"))) as server:
        transport = await connect()
        assert await transport.retrieve(f"{server.url}/file/bot1:x/a.bin") == b"\x00\xff"
    assert server.heads[0].startswith("GET /file/")
