"""A citizen notices what is wrong: each expectation is disappointed here on purpose."""

from dataclasses import replace

import pytest
from telegram import Update
from telegram.ext import MessageHandler, filters

from bot.local import Citizen, LocalTelegram, UnmetError, feed
from bot.local.keyboard import Keyboard

from .echo import AnyApplication, Context, message_of


async def test_saying_something_that_brings_no_answer_is_an_error(ana: Citizen) -> None:
    with pytest.raises(UnmetError, match="Ana said '/silent', and nothing came"):
        await ana.says("/silent")
    await ana.says("/silent", expect="silence")
    await ana.says("/silent", expect="anything")


async def test_an_answer_where_silence_was_expected_is_an_error(ana: Citizen) -> None:
    with pytest.raises(UnmetError, match="yet there came:\nYou said"):
        await ana.says("hola", expect="silence")


async def test_a_button_that_does_not_exist_is_an_error_that_lists_the_others(
    ana: Citizen,
) -> None:
    await ana.says("hola")
    with pytest.raises(UnmetError, match=r"No button \[Softer\].*'Louder', 'Drop it'"):
        await ana.taps("Softer")


async def test_a_button_with_nothing_behind_it_is_an_error(ana: Citizen) -> None:
    await ana.says("hola")
    with pytest.raises(UnmetError, match=r"it opens https://example\.org/more"):
        await ana.taps("Read more")


async def test_two_buttons_that_look_the_same_are_an_error(
    telegram: LocalTelegram, ana: Citizen
) -> None:
    await ana.says("hola")
    message = telegram.world.messages[ana.chat.id][ana.reply.message_id]
    twice = Keyboard((message.keyboard.rows[0][:1] * 2,))
    telegram.world.keep(replace(message, keyboard=twice))
    with pytest.raises(UnmetError, match=r"2 buttons \[Louder\]"):
        await ana.taps("Louder")


async def test_a_tap_that_is_never_answered_is_an_error(ana: Citizen) -> None:
    await ana.says("hola")
    with pytest.raises(UnmetError, match="still spinning"):
        await ana.forges("forget", on=ana.reply)


async def test_a_tap_that_is_answered_without_anything_to_see_is_an_error(ana: Citizen) -> None:
    await ana.says("hola")
    seen = ana.reply
    await ana.taps("Drop it")
    with pytest.raises(UnmetError, match="nothing came"):
        await ana.taps("Drop it", on=seen)


async def test_old_buttons_can_be_tapped_as_they_were_seen(ana: Citizen) -> None:
    await ana.says("hola")
    seen = ana.reply
    await ana.taps("Drop it")
    with pytest.raises(UnmetError, match="Visible: none"):
        await ana.taps("Louder")
    await ana.taps("Louder", on=seen)
    ana.sees("LOUDER")


async def test_the_newest_message_with_the_button_is_tapped(ana: Citizen) -> None:
    await ana.says("one")
    first = ana.reply
    await ana.says("two")
    second = ana.reply
    await ana.taps("Louder")
    assert ana.reply.message_id == second.message_id != first.message_id
    assert ana.last.message_id == second.message_id


async def test_words_that_are_not_on_the_screen_are_an_error(ana: Citizen) -> None:
    await ana.says("hola")
    with pytest.raises(UnmetError, match=r"Not to be seen: \['adiós'\]"):
        ana.sees("hola", "adiós")
    with pytest.raises(UnmetError, match=r"To be seen: \['hola'\]"):
        ana.does_not_see("adiós", "hola")
    ana.does_not_see("adiós")


async def test_only_what_is_new_is_looked_at(ana: Citizen) -> None:
    await ana.says("hola")
    await ana.says("adiós")
    ana.does_not_see("You said hola")
    assert "You said **hola**" in ana.screen


async def test_an_edit_hides_what_stood_there(ana: Citizen) -> None:
    await ana.says("hola")
    await ana.taps("Louder")
    ana.does_not_see("hola")
    assert "You said" not in ana.screen


async def test_several_replies_where_one_was_expected_are_an_error(ana: Citizen) -> None:
    await ana.says("/twice")
    with pytest.raises(UnmetError, match="2 replies instead of 1"):
        _ = ana.reply
    with pytest.raises(UnmetError, match="2 replies instead of 3"):
        ana.has_replies(3)


async def test_nothing_with_buttons_is_an_error(ana: Citizen) -> None:
    with pytest.raises(UnmetError, match="No message of the bot has buttons"):
        _ = ana.last


async def test_correcting_what_was_never_written_is_an_error(ana: Citizen) -> None:
    with pytest.raises(UnmetError, match="Ana has written nothing here"):
        await ana.edits("adiós")


async def test_a_message_that_is_gone_is_an_error(ana: Citizen) -> None:
    await ana.says("hola")
    seen = ana.reply
    ana.deletes(seen)
    assert "You said" not in ana.screen
    with pytest.raises(UnmetError, match="not on the screen"):
        ana.shown(seen.message_id)


async def test_nobody_writes_to_a_bot_they_have_blocked(ana: Citizen) -> None:
    await ana.says("hola")
    await ana.blocks_bot()
    with pytest.raises(UnmetError, match="has blocked the bot"):
        await ana.says("hola")
    await ana.unblocks_bot()
    await ana.says("hola")


@pytest.mark.parametrize("text", ["", " \n", "x" * 4097])
async def test_what_no_client_would_send_is_refused(ana: Citizen, text: str) -> None:
    with pytest.raises(ValueError, match="Telegram client"):
        await ana.says(text)


async def test_stickers_carry_no_words(ana: Citizen) -> None:
    with pytest.raises(ValueError, match="A sticker has no caption"):
        await ana.sends("sticker", "hola")


async def test_what_nobody_can_send_is_refused(ana: Citizen) -> None:
    with pytest.raises(ValueError, match="Nobody can send a dance; known: photo, "):
        await ana.sends("dance")  # type: ignore[arg-type]  # on purpose


async def test_what_is_not_imitated_fails_the_citizen_even_if_the_bot_swallows_it(
    ana: Citizen, application: AnyApplication
) -> None:
    async def dice(update: Update, context: Context) -> None:
        await message_of(update).reply_text("Here")
        try:
            await context.bot.send_dice(message_of(update).chat_id)
        except Exception:
            return

    application.add_handler(MessageHandler(filters.TEXT, dice), group=-1)
    with pytest.raises(AssertionError, match="does not imitate: method sendDice"):
        await ana.says("hola")


async def test_the_whole_chat_can_be_read_from_the_top(ana: Citizen) -> None:
    await ana.says("hola")
    await ana.sends_sticker()
    assert ana.screen == (
        "Ana: hola\n\n"
        "Embassy: You said **hola**\n[Louder] [Drop it]\n[Read more]\n\n"
        "Ana: <sticker>\n\n"
        "Embassy: Not for us, please keep it."
    )


async def test_each_citizen_sees_only_their_own_chat(
    telegram: LocalTelegram, application: AnyApplication, ana: Citizen
) -> None:
    eve = Citizen(telegram, feed(application), name="Eve")
    await ana.says("hola")
    await eve.says("hello")
    ana.sees("hola")
    ana.does_not_see("hello")
    eve.does_not_see("hola")
    await eve.taps("Louder")
    assert (eve.toasts, ana.toasts) == (["Louder!"], [])
    assert eve.person.id != ana.person.id
    assert ana.person.id > 2**32, "ids beyond 32 bits are the rule today"


async def test_without_patience_a_bot_that_never_fetches_is_an_error(
    telegram: LocalTelegram,
) -> None:
    eve = Citizen(telegram, name="Eve", patience=0.01)
    with pytest.raises(UnmetError, match="nothing came"):
        await eve.says("hello")
    with pytest.raises(UnmetError, match="Not to be seen"):
        await eve.eventually_sees("hello")
