"""The same Telegram over real HTTP, asked by python-telegram-bot's own transport."""

from collections.abc import AsyncIterator

import pytest
from telegram import Bot
from telegram.error import BadRequest, InvalidToken
from telegram.ext import Application
from telegram.request import HTTPXRequest

from bot.local import Citizen, ConnectionReset, FaultScript, LocalServer, LocalTelegram

from .echo import CALENDAR, AnyApplication, with_handlers


def over_http() -> HTTPXRequest:
    # What proxies this machine may have are no business of a server on this machine.
    return HTTPXRequest(httpx_kwargs={"trust_env": False})


@pytest.fixture
async def server(telegram: LocalTelegram) -> AsyncIterator[LocalServer]:
    async with LocalServer(telegram) as server:
        yield server


@pytest.fixture
async def polling(server: LocalServer) -> AsyncIterator[AnyApplication]:
    application = with_handlers(
        Application.builder()
        .token(server.telegram.token)
        .base_url(f"{server.url}/bot")
        .request(over_http())
        .get_updates_request(over_http())
        .build()
    )
    assert application.updater is not None
    async with application:
        await application.start()
        await application.updater.start_polling()
        yield application
        await application.updater.stop()
        await application.stop()


@pytest.mark.usefixtures("polling")
async def test_a_bot_that_polls_over_http_is_spoken_with(telegram: LocalTelegram) -> None:
    eve = Citizen(telegram, name="Eve")
    await eve.says("hello")
    eve.sees("You said **hello**")
    await eve.taps("Louder")
    await eve.eventually_sees("LOUDER")
    assert eve.toasts == ["Louder!"]
    await eve.says("/file")
    assert [document.body for document in eve.documents] == [CALENDAR]
    assert eve.documents[0].name == "a «date».ics"
    await eve.says("/twice")
    await eve.eventually_sees("One", "Two")
    telegram.check()


async def test_every_update_is_confirmed_once_the_bot_has_stopped(
    telegram: LocalTelegram, server: LocalServer
) -> None:
    eve = Citizen(telegram, name="Eve")
    for word in ("a", "b", "c"):
        await eve.says(word, expect="anything")
    assert len(telegram.world.updates) == 3
    application = with_handlers(
        Application.builder()
        .token(telegram.token)
        .base_url(f"{server.url}/bot")
        .request(over_http())
        .get_updates_request(over_http())
        .build()
    )
    assert application.updater is not None
    async with application:
        await application.start()
        await application.updater.start_polling()
        await eve.eventually_sees("You said **c**")
        await application.updater.stop()
        await application.stop()
    assert len(telegram.world.updates) == 0


@pytest.mark.usefixtures("polling")
async def test_the_bot_goes_on_polling_after_broken_connections(telegram: LocalTelegram) -> None:
    assert isinstance(telegram.faults, FaultScript)
    telegram.faults.next("getUpdates", ConnectionReset())
    eve = Citizen(telegram, name="Eve")
    await eve.says("hello")
    await eve.says("hello again")
    eve.sees("You said **hello again**")
    assert not telegram.faults.pending


async def test_refusals_reach_the_bot_over_http(
    telegram: LocalTelegram, server: LocalServer
) -> None:
    async with Bot(telegram.token, f"{server.url}/bot", request=over_http()) as bot:
        with pytest.raises(BadRequest, match="Chat not found"):
            await bot.send_message(1, "x")


async def test_a_wrong_token_is_refused_over_http(server: LocalServer) -> None:
    with pytest.raises(InvalidToken):
        async with Bot("1:x", f"{server.url}/bot", request=over_http()):
            pytest.fail("a wrong token was accepted")
