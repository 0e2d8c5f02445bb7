from telegram import BotCommand

from bot.local import Citizen, LocalTelegram, feed

from .echo import CALENDAR, AnyApplication


async def test_a_citizen_says_something_and_sees_the_answer_with_its_buttons(ana: Citizen) -> None:
    await ana.says("hola")
    ana.sees("You said **hola**", "You said hola", "[Louder] [Drop it]")
    assert ana.reply.buttons == (("Louder", "Drop it"), ("Read more",))


async def test_a_tap_edits_the_message_and_shows_a_toast(ana: Citizen) -> None:
    await ana.says("hola")
    await ana.taps("Louder")
    ana.sees("LOUDER")
    assert ana.toasts == ["Louder!"]
    assert ana.reply.edited
    assert ana.screen.count("Embassy:") == 1


async def test_an_edit_without_buttons_takes_them_away(ana: Citizen) -> None:
    await ana.says("hola")
    await ana.taps("Drop it")
    assert ana.reply.buttons == ()
    assert ana.reply.text == "You said hola"
    assert ana.news[-1].kind == "keyboard", "only the buttons changed"


async def test_commands_are_recognised(ana: Citizen) -> None:
    await ana.says("/start")
    ana.sees("Welcome, **Ana**!")


async def test_hostile_names_stay_text(
    telegram: LocalTelegram, application: AnyApplication
) -> None:
    for name in ("<b>", "&amp;", '<a href="https://evil.example">', "**", "‮abc"):
        citizen = Citizen(telegram, feed(application), name=name, last_name="</b>")
        await citizen.says("/start")
        assert citizen.reply.text == f"Welcome, {name} </b>!".replace("‮", "")


async def test_a_document_arrives_with_its_bytes_and_its_name(ana: Citizen) -> None:
    await ana.says("/file")
    (document,) = ana.documents
    assert document.body == CALENDAR
    assert document.name == "a «date».ics"
    assert document.content_type == "text/calendar"
    ana.sees("Yours")


async def test_an_edited_message_reaches_the_bot_as_an_edit(ana: Citizen) -> None:
    await ana.says("hola")
    await ana.edits("adiós")
    ana.sees("Now: adiós")
    assert "Ana: adiós" in ana.screen
    assert "Ana: hola" not in ana.screen


async def test_what_is_not_text_reaches_the_bot(ana: Citizen) -> None:
    for send in (
        ana.sends_photo,
        ana.sends_voice,
        ana.sends_sticker,
        ana.sends_location,
        ana.sends_document,
    ):
        await send()
        ana.sees("Not for us")
    await ana.sends("contact")
    ana.sees("Not for us")
    await ana.sends_photo("my passport")
    assert "Ana: my passport" in ana.screen


async def test_several_replies_are_counted(ana: Citizen) -> None:
    await ana.says("/twice")
    ana.has_replies(2)
    assert [reply.text for reply in ana.replies] == ["One", "Two"]


async def test_the_transcript_tells_what_happened_in_order(
    telegram: LocalTelegram, ana: Citizen
) -> None:
    await ana.says("hola")
    await ana.taps("Louder")
    told = [(entry.by_bot, entry.kind, entry.text.text) for entry in telegram.transcript]
    assert told == [
        (False, "message", "hola"),
        (True, "typing", ""),
        (True, "message", "You said hola"),
        (False, "tap", "louder"),
        (True, "toast", "Louder!"),
        (True, "edit", "LOUDER"),
    ]
    assert str(telegram.transcript[-1]) == "bot edit: LOUDER [Louder] [Drop it]\n[Read more]"
    assert {entry.at for entry in telegram.transcript} == {telegram.world.now()}
    assert {entry.chat_id for entry in telegram.transcript} == {ana.chat.id}


async def test_the_bots_page_can_be_set_in_every_language(
    telegram: LocalTelegram, application: AnyApplication
) -> None:
    bot = application.bot
    await bot.set_my_commands([BotCommand("start", "Begin")])
    await bot.set_my_commands([BotCommand("start", "Empezar")], language_code="es")
    await bot.set_my_description("Answers", language_code="en")
    await bot.set_my_short_description("Short")
    await bot.set_my_name("Embassy")
    assert (await bot.get_my_commands(language_code="es"))[0].description == "Empezar"
    assert (await bot.get_my_commands())[0].description == "Begin"
    assert (await bot.get_my_description("en")).description == "Answers"
    assert (await bot.get_my_short_description("fr")).short_description == "Short"
    assert (await bot.get_my_name()).name == "Embassy"
    telegram.check()


async def test_the_bot_knows_itself(telegram: LocalTelegram, application: AnyApplication) -> None:
    me = await application.bot.get_me()
    assert me.username == telegram.bot.username
    assert me.is_bot


async def test_the_application_polls_the_offline_telegram_in_process(
    telegram: LocalTelegram, application: AnyApplication
) -> None:
    assert application.updater is not None
    citizen = Citizen(telegram)
    await application.start()
    await application.updater.start_polling()
    await citizen.says("hello")
    citizen.sees("You said **hello**")
    await citizen.taps("Louder")
    await citizen.eventually_sees("LOUDER")
    await application.updater.stop()
    await application.stop()
    assert len(telegram.world.updates) == 0
