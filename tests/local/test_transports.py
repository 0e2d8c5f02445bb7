"""In process and over HTTP the server is told exactly the same."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from telegram import Bot, BotCommand, BotCommandScopeChat, LinkPreviewOptions, ReplyParameters
from telegram.request import HTTPXRequest

from bot.local import LocalRequest, LocalServer, LocalTelegram
from bot.local.people import Person
from bot.local.wire import Answer, Call

from .echo import CALENDAR, KEYS
from .support import ANA, Ticker


class Witness(LocalTelegram):
    """Remembers what it was told, but for the token, which differs."""

    def __init__(self) -> None:
        super().__init__(Ticker())
        self.told: list[tuple[str, dict[str, str], dict[str, tuple[str, str, bytes]]]] = []
        self.world.open_private_chat(Person(ANA, "Ana"))

    async def call(self, call: Call) -> Answer:
        files = {n: (f.filename, f.content_type, f.body) for n, f in call.files.items()}
        self.told.append((call.method, dict(call.parameters), files))
        return await super().call(call)


@asynccontextmanager
async def in_process(telegram: LocalTelegram) -> AsyncIterator[Bot]:
    request = LocalRequest(telegram)
    async with Bot(telegram.token, request=request, get_updates_request=request) as bot:
        yield bot


@asynccontextmanager
async def over_http(telegram: LocalTelegram) -> AsyncIterator[Bot]:
    transport = HTTPXRequest(httpx_kwargs={"trust_env": False})
    async with (
        LocalServer(telegram) as server,
        Bot(
            telegram.token,
            f"{server.url}/bot",
            request=transport,
            get_updates_request=transport,
        ) as bot,
    ):
        yield bot


async def everything(bot: Bot) -> None:
    message = await bot.send_message(
        ANA,
        "¿<b>Mañana</b>? 100 % & +51\n🚨",
        parse_mode="HTML",
        link_preview_options=LinkPreviewOptions(is_disabled=True),
        reply_markup=KEYS,
        disable_notification=True,
    )
    quoting = ReplyParameters(message.message_id, allow_sending_without_reply=True)
    await bot.send_message(ANA, "x", reply_parameters=quoting, protect_content=True)
    await bot.edit_message_text("y", ANA, message.message_id)
    await bot.edit_message_reply_markup(ANA, message.message_id, reply_markup=KEYS)
    await bot.send_document(ANA, CALENDAR, caption="ñ", filename='a "b" ñ.ics', reply_markup=KEYS)
    await bot.send_document(ANA, b"\r\n--\x00\xff", filename="x.bin")
    await bot.send_chat_action(ANA, "typing")
    scope = BotCommandScopeChat(ANA)
    await bot.set_my_commands([BotCommand("start", "Begin")], scope=scope, language_code="es")
    await bot.set_my_description("¿?", language_code="es")
    await bot.get_updates(offset=-1, limit=3, allowed_updates=["message", "callback_query"])


async def test_both_transports_tell_the_server_the_same() -> None:
    witnesses = Witness(), Witness()
    for witness, connect in zip(witnesses, (in_process, over_http), strict=True):
        async with connect(witness) as bot:
            await everything(bot)
        witness.check()
    here, there = (witness.told for witness in witnesses)
    assert len(here) == 11
    assert here == there
