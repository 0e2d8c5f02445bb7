"""Groups as Telegram has them: privacy mode, mentions, replies, several people in one chat."""

import pytest

from bot.local import Chat, Citizen, LocalTelegram, UnmetError, feed

from .echo import AnyApplication
from .support import Ticker, refusal


@pytest.fixture
def desk(telegram: LocalTelegram) -> Chat:
    return telegram.group("Consular desk")


@pytest.fixture
def officer(ana: Citizen, desk: Chat) -> Citizen:
    return ana.in_group(desk)


async def test_in_privacy_mode_the_bot_is_not_told_of_ordinary_talk(officer: Citizen) -> None:
    await officer.says("lunch?", expect="silence")
    with pytest.raises(UnmetError, match="privacy mode"):
        await officer.says("lunch?")


async def test_a_mention_a_command_and_a_reply_reach_the_bot(
    telegram: LocalTelegram, officer: Citizen
) -> None:
    await officer.says(f"hello @{telegram.bot.username.upper()}")
    officer.sees("You said")
    await officer.says("/start")
    await officer.says(f"/start@{telegram.bot.username}")
    officer.sees("Welcome")
    await officer.says("thanks", reply_to=officer.reply)
    officer.sees("You said **thanks**")


async def test_what_is_meant_for_another_bot_does_not_reach_this_one(officer: Citizen) -> None:
    await officer.says("/start@other_bot", expect="silence")
    await officer.says("hello @other_bot", expect="silence")


async def test_without_privacy_mode_everything_reaches_the_bot(clock: Ticker) -> None:
    telegram = LocalTelegram(clock, reads_all_group_messages=True)
    officer = Citizen(telegram).in_group(telegram.group("Desk"))
    await officer.says("lunch?", expect="anything")
    assert len(telegram.world.updates) == 1


async def test_people_in_a_group_see_the_same_chat(
    telegram: LocalTelegram, application: AnyApplication, officer: Citizen
) -> None:
    eve = Citizen(telegram, feed(application), name="Eve").in_group(officer.chat)
    await officer.says("/start")
    eve.sees("Welcome, **Ana**!")
    await eve.says("/start")
    assert eve.screen == officer.screen
    assert eve.screen.startswith("Ana: /start\n\nEmbassy: Welcome, **Ana**!")


async def test_buttons_in_a_group_know_who_pressed_them(officer: Citizen) -> None:
    await officer.says("/start")
    await officer.says("x", reply_to=officer.reply)
    await officer.taps("Louder")
    officer.sees("LOUDER")


async def test_somebody_known_from_a_group_only_cannot_be_written_to_in_private(
    telegram: LocalTelegram, officer: Citizen
) -> None:
    await officer.says("/start")
    words = await refusal(telegram, "sendMessage", chat_id=officer.person.id, text="x")
    assert words == "Forbidden: bot can't initiate conversation with a user"


async def test_each_group_counts_its_own_messages(officer: Citizen, ana: Citizen) -> None:
    await ana.says("hola")
    await officer.says("/start")
    assert officer.reply.message_id == ana.shown_by_bot[0].message_id == 2
    assert officer.chat.id < -1_000_000_000_000
