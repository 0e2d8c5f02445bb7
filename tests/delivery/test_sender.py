"""Telegram's refusals, and what becomes of them."""

from collections.abc import AsyncIterator

import pytest
from telegram.error import NetworkError, RetryAfter
from telegram.ext import ApplicationBuilder, ExtBot

from bot.delivery.sender import MAX_WAITS, Sender
from bot.local import (
    Citizen,
    ConnectionReset,
    FaultScript,
    LocalRequest,
    LocalTelegram,
    TooManyRequests,
)
from bot.outgoing import Acknowledge, Edit, Key, Send
from tests.bench import TestClock


@pytest.fixture
def telegram() -> LocalTelegram:
    return LocalTelegram(TestClock().now)


@pytest.fixture
async def bot(telegram: LocalTelegram) -> AsyncIterator[ExtBot[None]]:
    requests = LocalRequest(telegram), LocalRequest(telegram)
    builder = ApplicationBuilder().token(telegram.token).request(requests[0])
    application = builder.get_updates_request(requests[1]).build()
    async with application:
        yield application.bot


@pytest.fixture
async def ana(telegram: LocalTelegram) -> Citizen:
    async def nobody_answers(_: object) -> None: ...

    citizen = Citizen(telegram, nobody_answers)
    await citizen.says("hi", expect="silence")
    return citizen


def script(telegram: LocalTelegram) -> FaultScript:
    assert isinstance(telegram.faults, FaultScript)
    return telegram.faults


async def test_a_message_arrives_with_its_buttons(bot: ExtBot[None], ana: Citizen) -> None:
    keyboard = ((Key("Yes", "a"), Key("No", "b")), (Key("Later", "c"),))
    await Sender(bot).carry_out([Send(ana.chat.id, "<b>Well?</b>", keyboard)])

    ana.sees("**Well?**")
    assert ana.reply.buttons == (("Yes", "No"), ("Later",))


async def test_too_many_requests_are_waited_out(
    bot: ExtBot[None], ana: Citizen, telegram: LocalTelegram
) -> None:
    for _ in range(MAX_WAITS):
        script(telegram).next("sendMessage", TooManyRequests(7))
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    await Sender(bot, sleep).carry_out([Send(ana.chat.id, "at last")])

    ana.sees("at last")
    assert waited == [7] * MAX_WAITS


async def test_endless_refusals_are_reported_and_not_swallowed(
    bot: ExtBot[None], ana: Citizen, telegram: LocalTelegram
) -> None:
    for _ in range(MAX_WAITS + 1):
        script(telegram).next("sendMessage", TooManyRequests(7))

    async def sleep(_: float) -> None: ...

    with pytest.raises(RetryAfter):
        await Sender(bot, sleep).carry_out([Send(ana.chat.id, "never")])


async def test_the_same_edit_twice_shows_it_once(bot: ExtBot[None], ana: Citizen) -> None:
    await Sender(bot).carry_out([Send(ana.chat.id, "one")])
    edit = Edit(ana.chat.id, ana.reply.message_id, "two")
    await Sender(bot).carry_out([edit, edit])

    ana.sees("two")
    ana.has_replies(1)


async def test_an_edit_of_a_deleted_message_is_sent_anew(bot: ExtBot[None], ana: Citizen) -> None:
    await Sender(bot).carry_out([Send(ana.chat.id, "one")])
    gone = ana.reply
    ana.deletes(gone)
    await Sender(bot).carry_out([Edit(ana.chat.id, gone.message_id, "two")])

    ana.sees("two")


async def test_a_tap_too_old_to_be_acknowledged_does_not_stop_the_answer(
    bot: ExtBot[None], ana: Citizen
) -> None:
    await Sender(bot).carry_out([Acknowledge("123456"), Send(ana.chat.id, "the answer")])

    ana.sees("the answer")


async def test_a_citizen_who_blocked_the_bot_ends_it_quietly(
    bot: ExtBot[None], ana: Citizen
) -> None:
    await ana.blocks_bot()
    await Sender(bot).carry_out([Send(ana.chat.id, "one"), Send(ana.chat.id, "two")])

    assert ana.replies == []


async def test_a_broken_connection_is_reported(
    bot: ExtBot[None], ana: Citizen, telegram: LocalTelegram
) -> None:
    script(telegram).next("sendMessage", ConnectionReset())

    with pytest.raises(NetworkError):
        await Sender(bot).carry_out([Send(ana.chat.id, "one")])
