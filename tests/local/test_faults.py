"""Faults look the same to the bot in process and over HTTP."""

import logging
from collections.abc import AsyncIterator

import pytest
from telegram import Bot
from telegram.error import NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.request import HTTPXRequest

from bot.local import (
    ConnectionReset,
    Delay,
    FaultScript,
    Hang,
    LocalRequest,
    LocalServer,
    LocalTelegram,
    ServerError,
    TooManyRequests,
)
from bot.local.faults import Fault
from bot.local.people import Person

from .support import ANA


@pytest.fixture(autouse=True)
def _durations(monkeypatch: pytest.MonkeyPatch) -> None:
    # Else python-telegram-bot warns that `retry_after` will be a timedelta one day.
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture
def plan(telegram: LocalTelegram) -> FaultScript:
    telegram.world.open_private_chat(Person(ANA, "Ana"))
    assert isinstance(telegram.faults, FaultScript)
    return telegram.faults


@pytest.fixture(params=["in process", "over HTTP"])
async def bot(request: pytest.FixtureRequest, telegram: LocalTelegram) -> AsyncIterator[Bot]:
    if request.param == "in process":
        async with Bot(telegram.token, request=LocalRequest(telegram)) as bot:
            yield bot
        return
    transport = HTTPXRequest(read_timeout=0.3, httpx_kwargs={"trust_env": False})
    async with (
        LocalServer(telegram) as server,
        Bot(telegram.token, f"{server.url}/bot", request=transport) as bot,
    ):
        yield bot


def delivered(telegram: LocalTelegram) -> list[str]:
    return [message.text.text for message in telegram.world.messages[ANA].values()]


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (TooManyRequests(7), RetryAfter),
        (ServerError(502), NetworkError),
        (ServerError(500), NetworkError),
        (ConnectionReset(), NetworkError),
        (Hang(), TimedOut),
    ],
)
@pytest.mark.parametrize("lost", [True, False], ids=["lost", "delivered"])
async def test_a_fault_happens_once_before_or_after_the_delivery(
    telegram: LocalTelegram,
    bot: Bot,
    plan: FaultScript,
    fault: Fault,
    error: type[TelegramError],
    lost: bool,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.CRITICAL)
    plan.next("sendMessage", fault, delivered=not lost)
    with pytest.raises(error) as raised:
        await bot.send_message(ANA, "one")
    assert type(raised.value) is error
    assert delivered(telegram) == ([] if lost else ["one"])
    await bot.send_message(ANA, "two")
    assert delivered(telegram)[-1] == "two"
    assert not plan.pending


async def test_the_seconds_to_wait_are_told(bot: Bot, plan: FaultScript) -> None:
    plan.next("sendMessage", TooManyRequests(7))
    with pytest.raises(RetryAfter, match="Retry in 0:00:07"):
        await bot.send_message(ANA, "x")


async def test_a_late_answer_is_an_answer(bot: Bot, plan: FaultScript) -> None:
    plan.next("sendMessage", Delay(0.01))
    plan.next("sendMessage", Delay(0.01), delivered=True)
    assert (await bot.send_message(ANA, "x")).text == "x"
    assert not plan.pending


async def test_a_fault_waits_for_its_method(bot: Bot, plan: FaultScript) -> None:
    plan.next("sendChatAction", ServerError(), times=2)
    await bot.send_message(ANA, "x")
    assert len(plan.pending) == 2


async def test_a_request_after_the_end_is_a_mistake_that_shows(telegram: LocalTelegram) -> None:
    request = LocalRequest(telegram)
    await request.shutdown()
    with pytest.raises(NetworkError, match="not initialized"):
        await request.post(f"https://host/bot{telegram.token}/getMe")
    await request.initialize()
    assert await request.post(f"https://host/bot{telegram.token}/getMe")
    assert request.read_timeout == 5.0
