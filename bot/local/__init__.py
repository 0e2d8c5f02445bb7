"""The offline Telegram: the real bot without a network and without a token.

    telegram = LocalTelegram(clock)                       # a Bot API server in memory
    request = LocalRequest(telegram)                      # python-telegram-bot's transport to it
    builder = Application.builder().token(telegram.token).request(request)
    application = builder.get_updates_request(request).build()     # both, or it asks the network
    ana = Citizen(telegram, feed(application), language_code="es")
    await ana.says("perdí mi pasaporte")
    ana.sees("pasaporte", "[Reservar una cita]")
    await ana.taps("Reservar una cita")
    assert ana.reply.buttons == (("Confirmar",), ("Cancelar",))

- `LocalTelegram(clock)`: state, limits and refusals of a Bot API server. `transcript` is all that
  happened, in order (`Entry`); the bot's menus and texts lie in `world.menus`, `world.profile`.
  What is not imitated is refused and kept in `unmodelled`; `check()` raises for it.
- `Citizen(telegram, deliver)`: a person. Acts with `says`, `taps`, `sends_photo`, `edits`, ...;
  looks with `sees`, `reply`, `replies`, `screen`, `toasts`, `last`. What they expected and did not
  get raises `UnmetError`, an `AssertionError`. Without `deliver`, updates wait for `getUpdates`;
  one that posts them to the bot's webhook is a webhook.
- `LocalServer(telegram)`: the same over HTTP, for a bot in a process of its own (needs aiohttp).
- `FaultScript`, as `telegram.faults`: 429, 5xx, resets, hangs and delays, before or after a call
  is handled, over both transports.
- `Terminal(citizen, source, sink)`: a chat in the terminal.

It knows Telegram and nothing of this bot. Refusals are worded as in the server's public source;
where words are ours, the code says so. Not imitated: rate limits (plan a `TooManyRequests`),
webhook deliveries (`setWebhook` is noted), media groups, reply keyboards, inline mode, Markdown.
"""

from bot.local.citizen import Citizen, Deliver, feed
from bot.local.faults import (
    ConnectionReset,
    Delay,
    Faults,
    FaultScript,
    Hang,
    ServerError,
    TooManyRequests,
)
from bot.local.html_mode import parse_html
from bot.local.people import Chat, Person
from bot.local.references import HtmlError
from bot.local.request import LocalRequest
from bot.local.screen import Shown, UnmetError
from bot.local.server import LocalServer
from bot.local.telegram import LocalTelegram
from bot.local.terminal import Terminal, TerminalWords
from bot.local.transcript import Document, Entry

__all__ = [
    "Chat",
    "Citizen",
    "ConnectionReset",
    "Delay",
    "Deliver",
    "Document",
    "Entry",
    "FaultScript",
    "Faults",
    "Hang",
    "HtmlError",
    "LocalRequest",
    "LocalServer",
    "LocalTelegram",
    "Person",
    "ServerError",
    "Shown",
    "Terminal",
    "TerminalWords",
    "TooManyRequests",
    "UnmetError",
    "feed",
    "parse_html",
]
