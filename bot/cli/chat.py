"""Talk to the bot in the terminal: no token, no network."""

import argparse
import asyncio
import contextlib
import locale
import os
import sys

from bot import logs
from bot.app import open_service
from bot.cli.options import clock_of, instant
from bot.config import Config
from bot.delivery.limits import UNLIMITED
from bot.introduction import introduce
from bot.local import Citizen, LocalRequest, LocalTelegram, Terminal, TerminalWords

NO_TOKEN = {
    "en": "No TELEGRAM_BOT_TOKEN is set, so this is the same bot here in the terminal.",
    "es": "No hay TELEGRAM_BOT_TOKEN, así que este es el mismo bot aquí en la terminal.",
}
WORDS = {
    "en": TerminalWords(),
    "es": TerminalWords(
        welcome="Escriba un mensaje o el número de un botón. Ctrl-D termina el chat.",
        edited="(cambiado)",
        document="Archivo: {name} ({size} bytes)",
        opens="Este botón abre {url}",
        copies="Este botón copia {text}",
        nothing="(sin respuesta)",
        unsendable="(Telegram no enviaría esto.)",
        goodbye="Hasta luego.",
    ),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the language of the pretended Telegram client, and the time."""
    parser.add_argument("--lang", help="language that the citizen's Telegram is set to")
    parser.add_argument("--now", type=instant, help="as if it were this instant (ISO 8601)")


def execute(options: argparse.Namespace) -> int:
    """Chat until the input ends."""
    logs.configure("ERROR")
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_chat(options.config, options))
    return 0


async def _chat(config: Config, options: argparse.Namespace) -> None:
    clock = clock_of(options)
    language = options.lang or (locale.getlocale()[0] or "en").partition("_")[0]
    words = WORDS.get(language, WORDS["en"])
    if not config.token:
        print(NO_TOKEN.get(language, NO_TOKEN["en"]))
    telegram = LocalTelegram(clock.now)
    service = await open_service(
        config,
        clock,
        telegram.token,
        database=None,
        request=lambda: LocalRequest(telegram),
        pace=UNLIMITED,
    )
    try:
        async with service.at_work():
            await introduce(service)
            citizen = Citizen(telegram, service.hand_in, language_code=language)
            terminal = Terminal(
                citizen, sys.stdin, sys.stdout, words=words, environment=os.environ
            )
            await terminal.run(first="/start")
    finally:
        await service.close()
