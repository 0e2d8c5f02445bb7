"""The offline Telegram: a Bot API server in memory, for one bot."""

import asyncio
import inspect
import secrets
from http import HTTPStatus
from typing import NoReturn, assert_never

from bot.local.faults import (
    ConnectionReset,
    Delay,
    Fault,
    Faults,
    FaultScript,
    Hang,
    ServerError,
    TooManyRequests,
)
from bot.local.methods import METHODS, Method
from bot.local.parameters import Parameters
from bot.local.people import Chat, Person
from bot.local.transcript import Entry
from bot.local.wire import Answer, ApiError, Call, UnmodelledError, decode, refusal, success
from bot.local.world import Clock, World

BOT_ID = 4_180_000_001

Broken = ConnectionReset | Hang
"""What a transport has to act out itself, because no bytes come back."""


class LocalTelegram:
    """Telegram's side of everything: hand it requests, read what came of them.

    What the bot asks for and is not imitated never passes in silence: the bot gets an error, and
    `unmodelled` keeps the complaint. Let every test end with `check()`; a `Citizen` checks after
    each thing they do.
    """

    def __init__(
        self,
        clock: Clock,
        *,
        bot_name: str = "Embassy",
        username: str = "embassy_offline_bot",
        reads_all_group_messages: bool = False,
        faults: Faults | None = None,
    ) -> None:
        """Start with no chats. `clock` gives aware instants; the machine's clock is never read.

        `reads_all_group_messages` is BotFather's privacy setting: off by default, so that in
        groups the bot gets only commands, mentions of it and replies to it.
        """
        bot = Person(BOT_ID, bot_name, username=username, is_bot=True)
        self.world = World(clock, bot, reads_all_group_messages=reads_all_group_messages)
        self.faults: Faults = faults or FaultScript()
        self.unmodelled: list[str] = []
        # Made at run time, so that nothing that looks like a token stands in the code.
        self.token = f"{BOT_ID}:{secrets.token_hex(18)[:35]}"

    @property
    def bot(self) -> Person:
        """The account of the bot."""
        return self.world.bot

    @property
    def transcript(self) -> list[Entry]:
        """Everything that happened, oldest first."""
        return self.world.transcript

    def group(self, title: str) -> Chat:
        """A new supergroup that the bot is a member of."""
        return self.world.open_group(title)

    def check(self) -> None:
        """Raise `AssertionError` where the bot used what is not imitated."""
        if self.unmodelled:
            raise AssertionError(
                "The offline Telegram does not imitate: " + "; ".join(self.unmodelled)
            )

    async def exchange(self, url: str, content_type: str, body: bytes) -> Answer | Broken:
        """Take the bytes of a request through the faults, and answer with bytes."""
        try:
            call = decode(url, content_type, body)
        except ApiError as error:
            return refusal(error.status, str(error))
        broken = await _enact(self.faults.before(call))
        if broken is not None:
            return broken
        answer = await self.call(call)
        return await _enact(self.faults.after(call)) or answer

    async def call(self, call: Call) -> Answer:
        """Answer one call, without faults."""
        if call.token != self.token:
            return self._stranger(call)
        try:
            method = self._method(call)
            result = method.run(self.world, Parameters(call))
            return success(await result if inspect.isawaitable(result) else result)
        except ApiError as error:
            return refusal(error.status, str(error), error.parameters)
        except UnmodelledError as error:
            self.unmodelled.append(f"{call.method}: {error}")
            return refusal(HTTPStatus.BAD_REQUEST, f"Bad Request: not imitated offline: {error}")

    def _stranger(self, call: Call) -> Answer:
        if call.token:
            return refusal(HTTPStatus.UNAUTHORIZED, "Unauthorized")
        self.unmodelled.append("an address that is not of the form /bot<token>/<method>")
        return refusal(HTTPStatus.NOT_FOUND, "Not Found")

    def _method(self, call: Call) -> Method:
        method = METHODS.get(call.method.lower())
        if method is None:
            self._no_such_method(call)
        sent = call.parameters.keys() | call.files.keys()
        if unknown := sent - method.takes - _attached(call):
            raise UnmodelledError(f"parameter {', '.join(sorted(unknown))}")
        return method

    def _no_such_method(self, call: Call) -> NoReturn:
        self.unmodelled.append(f"method {call.method}")
        raise ApiError(HTTPStatus.NOT_FOUND, "method not found")


def _attached(call: Call) -> set[str]:
    """Names of files that another parameter refers to."""
    prefix = "attach://"
    values = call.parameters.values()
    return {value.removeprefix(prefix) for value in values if value.startswith(prefix)}


async def _enact(fault: Fault | None) -> Answer | Broken | None:
    match fault:
        case None:
            return None
        case Delay(seconds):
            await asyncio.sleep(seconds)
            return None
        case TooManyRequests(seconds):
            words = f"Too Many Requests: retry after {seconds}"
            return refusal(HTTPStatus.TOO_MANY_REQUESTS, words, {"retry_after": seconds})
        case ServerError(status):
            return Answer(status, b"<html><body>Bad Gateway</body></html>")
        case ConnectionReset() | Hang():
            return fault
        case _:
            assert_never(fault)
