"""An offline Telegram, a clock that moves when told, and a small bot to talk to."""

from collections.abc import AsyncIterator

import pytest
from telegram.ext import Application

from bot.local import Citizen, LocalRequest, LocalTelegram, feed

from .echo import AnyApplication, with_handlers
from .support import Ticker


@pytest.fixture
def clock() -> Ticker:
    return Ticker()


@pytest.fixture
def telegram(clock: Ticker) -> LocalTelegram:
    return LocalTelegram(clock)


@pytest.fixture
async def application(telegram: LocalTelegram) -> AsyncIterator[AnyApplication]:
    application = with_handlers(
        Application.builder()
        .token(telegram.token)
        .request(LocalRequest(telegram))
        .get_updates_request(LocalRequest(telegram))
        .build()
    )
    async with application:
        yield application


@pytest.fixture
def ana(telegram: LocalTelegram, application: AnyApplication) -> Citizen:
    return Citizen(telegram, feed(application), name="Ana", language_code="es")
