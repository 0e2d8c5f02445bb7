"""What Telegram shows beside the chat: the command menu and the bot's description."""

from telegram import BotCommand

import handlers
from bot.service import Service


async def introduce(service: Service) -> None:
    """Set the command menu and the texts beside the chat, in every language of the post.

    The first language is also what clients of any other language see.
    """
    bot, pack = service.application.bot, service.library.dialogue().pack
    phrases, booking = pack.phrases, pack.phrases.booking
    menu = {
        name: getattr(booking if name in handlers.BOOKING else phrases, f"command_{name}")
        for name in handlers.COMMANDS
        if booking or name not in handlers.BOOKING
    }
    for language in pack.languages:
        default = language == pack.languages[0]
        commands = [BotCommand(name, words[language]) for name, words in menu.items()]
        for code in [None, language] if default else [language]:
            await bot.set_my_commands(commands, language_code=code)
            await bot.set_my_description(phrases.description[language], language_code=code)
            await bot.set_my_short_description(
                phrases.short_description[language], language_code=code
            )
