"""How it behaves on Telegram, seen from a citizen's side."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.dialogue.errands import ACTS
from bot.local import Citizen
from tests.bench import Bench, running


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def bench() -> AsyncIterator[Bench]:
    async with running() as started:
        yield started


pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(loop_scope="module")
async def ana(bench: Bench) -> Citizen:
    return bench.citizen("en")


@pytest_asyncio.fixture(loop_scope="module")
async def rosa(bench: Bench) -> Citizen:
    return bench.citizen("es", name="Rosa")


async def test_start_says_what_it_can_do_with_the_hotline_and_three_buttons(ana: Citizen) -> None:
    await ana.says("/start")

    ana.sees("American Citizen Services", "+51 1 618-2000", "lost, stolen")
    assert len([label for row in ana.reply.buttons for label in row]) == 3


async def test_start_speaks_the_language_of_the_citizens_telegram(rosa: Citizen) -> None:
    await rosa.says("/start")

    rosa.sees("Servicios a Ciudadanos Estadounidenses")


async def test_a_language_that_the_post_does_not_speak_gets_the_first_one(bench: Bench) -> None:
    jean = bench.citizen("fr-CA", name="Jean")
    await jean.says("/help")

    jean.sees("Just write your question")


async def test_a_chosen_language_holds_against_the_language_of_messages(ana: Citizen) -> None:
    await ana.says("/language")
    await ana.taps("Español")
    await ana.says("where is the embassy")

    ana.sees("La embajada queda en")


async def test_the_language_of_the_message_is_answered_and_remembered(ana: Citizen) -> None:
    await ana.says("donde queda la embajada")
    ana.sees("La embajada queda en")
    await ana.says("/help")

    ana.sees("Escriba su pregunta")


async def test_menus_and_descriptions_are_set_for_each_language(bench: Bench) -> None:
    bot = bench.service.application.bot
    for language, word in ((None, "What I can do"), ("es", "Lo que puedo hacer")):
        menu = await bot.get_my_commands(language_code=language)
        assert [command.command for command in menu][:2] == ["start", "help"]
        assert menu[0].description == word
    spanish = await bot.get_my_description(language_code="es")
    assert "Asistente automático" in spanish.description


@pytest.mark.parametrize("kind", ["photo", "document"])
async def test_documents_are_not_wanted(ana: Citizen, kind: str) -> None:
    await ana.sends(kind)  # type: ignore[arg-type]  # both are kinds of media

    ana.sees("I can only read text", "never send documents")


@pytest.mark.parametrize("kind", ["voice", "sticker", "location"])
async def test_what_cannot_be_read_is_said(ana: Citizen, kind: str) -> None:
    await ana.sends(kind)  # type: ignore[arg-type]  # all are kinds of media

    ana.sees("I can only read text")


async def test_the_words_under_a_photo_are_answered(ana: Citizen) -> None:
    await ana.sends_photo("someone was arrested, my brother, help")

    ana.has_replies(2)
    ana.sees("+51 1 618-2000", "never send documents")


async def test_a_corrected_message_is_answered_again(ana: Citizen) -> None:
    await ana.says("wheer iz it")
    await ana.edits("where is the embassy")

    ana.sees("Avenida Encalada")


async def test_an_unknown_command_helps(ana: Citizen) -> None:
    await ana.says("/bookme")

    ana.sees("I don't know that command", "/start")


async def test_a_very_long_message_is_answered_and_says_so(ana: Citizen) -> None:
    await ana.says("hello dear friends, I write because of my passport. " * 70)

    ana.sees("Your message is long")


async def test_in_a_group_it_is_silent_until_spoken_to(bench: Bench, ana: Citizen) -> None:
    group = bench.telegram.group("Americans in Lima")
    there = ana.in_group(group)
    await there.says("where is the embassy", expect="silence")
    await there.says(f"@{bench.telegram.bot.username} where is the embassy")

    there.sees("I answer in private only", f"https://t.me/{bench.telegram.bot.username}")
    assert not there.reply.buttons


async def test_a_forged_button_does_nothing_and_says_so(ana: Citizen) -> None:
    await ana.says("/start")
    shown = ana.reply
    for data in ("topic:nothing_here", "speak:xx", "x" * 64, "topic:"):
        await ana.forges(data, on=shown)
        ana.sees("That button is from an older message")


async def test_a_hostile_name_is_harmless(bench: Bench) -> None:
    mallory = bench.citizen("en", name="<b>&amp;</i>")
    await mallory.says("/start")

    mallory.sees("American Citizen Services")


async def test_every_answer_names_source_and_date_and_offers_a_next_step(bench: Bench) -> None:
    ana = bench.citizen("en")
    await ana.says("/start")
    start, checked = ana.reply, 0
    for topic, entry in bench.service.library.dialogue().pack.entries.items():
        await ana.forges(f"topic:{topic}", on=start)
        assert ana.reply.buttons, f"{topic} is a dead end"
        if entry.pages and topic not in ACTS:  # those are done, not told
            ana.sees("Source: ", "As of ")
            checked += 1
    assert checked >= 24


async def test_forgetting_erases_what_was_remembered(ana: Citizen) -> None:
    await ana.says("/language")
    await ana.taps("Español")
    await ana.says("/forget")
    await ana.says("/help")

    ana.sees("Just write your question")


async def test_a_citizen_who_blocks_the_bot_disturbs_nobody(bench: Bench) -> None:
    gone, ana = bench.citizen("en", name="Gone"), bench.citizen("en")
    await gone.says("/start")
    shown = gone.reply
    await gone.blocks_bot()
    await ana.says("where is the embassy")

    ana.sees("Avenida Encalada")
    assert shown
