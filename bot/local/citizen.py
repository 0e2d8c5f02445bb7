"""A person with a telephone: says, taps, and sees what their chat shows."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Literal

from telegram import Update
from telegram.ext import Application

from bot.local import incoming
from bot.local.incoming import Media
from bot.local.keyboard import Button
from bot.local.people import Chat, Person, private_chat
from bot.local.screen import Screen, Shown, UnmetError
from bot.local.telegram import LocalTelegram
from bot.local.wire import Json

Deliver = Callable[[Json], Awaitable[None]]
"""Hands an update to the bot and returns when it has been handled."""

Expect = Literal["reply", "silence", "anything"]
"""`reply`: something visible must come of it; `silence`: nothing visible may."""

PATIENCE = 10.0
"""Seconds that a citizen waits for a bot that fetches its updates; a slower one is broken."""


def feed(application: Application[Any, Any, Any, Any, Any, Any]) -> Deliver:
    """A `Deliver` for a running application in this process."""

    async def deliver(update: Json) -> None:
        await application.process_update(Update.de_json(update, application.bot))

    return deliver


class Citizen(Screen):
    """Somebody who writes to the bot; what they see is read through `Screen`.

    Nothing ends in silence by accident: an action that brought nothing visible raises `UnmetError`
    unless the caller expected that.
    """

    def __init__(
        self,
        telegram: LocalTelegram,
        deliver: Deliver | None = None,
        *,
        name: str = "Ana",
        last_name: str = "",
        username: str = "",
        language_code: str = "en",
        user_id: int | None = None,
        chat: Chat | None = None,
        patience: float | None = None,
    ) -> None:
        """Somebody new, in a private chat with the bot unless `chat` is another.

        Without `deliver`, updates wait for the bot's `getUpdates`, and the citizen waits up to
        `patience` seconds for the first thing that comes of them; for what comes after it there is
        `eventually_sees`. With `deliver`, they look as soon as it returns, unless `patience` says
        to wait as well.
        """
        user_id = telegram.world.next_person_id() if user_id is None else user_id
        person = Person(user_id, name, last_name, username, language_code)
        super().__init__(telegram, person, chat or private_chat(person))
        self._deliver = deliver
        self._patience = (0.0 if deliver else PATIENCE) if patience is None else patience

    def answered_by(self, deliver: Deliver) -> None:
        """Let another `Deliver` take what they do from now on: the bot has been restarted."""
        self._deliver = deliver

    def in_group(self, group: Chat) -> "Citizen":
        """The same person, in a group."""
        person = self.person
        return Citizen(
            self.telegram,
            self._deliver,
            name=person.first_name,
            last_name=person.last_name,
            username=person.username,
            language_code=person.language_code,
            user_id=person.id,
            chat=group,
            patience=self._patience,
        )

    async def says(
        self, text: str, *, reply_to: Shown | None = None, expect: Expect = "reply"
    ) -> None:
        """Write a message; `/commands` and `@mentions` are noticed as Telegram notices them."""
        self._begin(f"said {text!r}")
        replied = reply_to.message_id if reply_to else None
        update = incoming.write(self._world, self.chat, self.person, text, replied)
        await self._act(update, expect)

    async def edits(self, text: str, *, expect: Expect = "reply") -> None:
        """Correct the last message they wrote."""
        self._begin(f"edited to {text!r}")
        await self._act(incoming.edit(self._world, self.own_last, text), expect)

    async def taps(self, label: str, *, on: Shown | None = None, expect: Expect = "reply") -> None:
        """Press the button that says exactly this, on the newest message that has it.

        `on` is a message as it was seen earlier: its old buttons are pressed even where they have
        changed since, as by a telephone that has not caught up.
        """
        shown, button = self._find(label, on)
        if button.data is None:
            raise UnmetError(f"[{label}] calls nobody: it opens {button.url or 'the clipboard'}.")
        await self.forges(button.data, on=shown, expect=expect)

    async def forges(self, data: str, *, on: Shown, expect: Expect = "reply") -> None:
        """Press a button with this data on a message, whether or not it has such a button."""
        self._begin(f"tapped {data!r}")
        update = incoming.tap(self._world, self.chat, self.person, on.message_id, data)
        self._tap = update["callback_query"]["id"]
        await self._act(update, expect)

    async def sends(self, kind: Media, caption: str = "", *, expect: Expect = "reply") -> None:
        """Send something that is not text."""
        self._begin(f"sent a {kind}")
        update = incoming.send_media(self._world, self.chat, self.person, kind, caption)
        await self._act(update, expect)

    async def sends_photo(self, caption: str = "", *, expect: Expect = "reply") -> None:
        """Send a photo."""
        await self.sends("photo", caption, expect=expect)

    async def sends_voice(self, *, expect: Expect = "reply") -> None:
        """Send a voice message."""
        await self.sends("voice", expect=expect)

    async def sends_sticker(self, *, expect: Expect = "reply") -> None:
        """Send a sticker."""
        await self.sends("sticker", expect=expect)

    async def sends_location(self, *, expect: Expect = "reply") -> None:
        """Send where they are."""
        await self.sends("location", expect=expect)

    async def sends_document(self, caption: str = "", *, expect: Expect = "reply") -> None:
        """Send a file."""
        await self.sends("document", caption, expect=expect)

    def deletes(self, shown: Shown) -> None:
        """Delete a message for both sides. The bot is not told."""
        incoming.delete(self._world, self.chat.id, shown.message_id)

    async def blocks_bot(self) -> None:
        """Block the bot: from now on it may not write here."""
        self._begin("blocked the bot")
        update = incoming.block(self._world, self.chat, self.person, blocked=True)
        await self._act(update, "anything")

    async def unblocks_bot(self) -> None:
        """Let the bot write again."""
        await self._act(
            incoming.block(self._world, self.chat, self.person, blocked=False), "anything"
        )

    async def eventually_sees(self, *words: str) -> None:
        """Wait up to the patience of this citizen until all the words are on the screen."""
        await self._until(lambda: not self.missing(*words))
        self.sees(*words)

    def _begin(self, deed: str) -> None:
        if self.chat.id in self._world.blocked and deed != "blocked the bot":
            raise UnmetError(f"{self.person.name} has blocked the bot: nobody writes to it then.")
        if self.chat.kind == "private" and self.chat.id not in self._world.chats:
            self._world.open_private_chat(self.person)
        self._world.register(self.person)
        self.look_away(deed)

    async def _act(self, update: Json | None, expect: Expect) -> None:
        if update is not None and self._deliver is not None:
            await self._deliver(update)
        elif update is not None:
            self._world.updates.put(update)
        if expect == "reply" and update is None:
            raise UnmetError(f"The bot was not told that {self._deed}: Telegram's privacy mode.")
        if expect != "anything":
            await self._until(self._is_settled)
        self.telegram.check()
        self.judge(expect)

    async def _until(self, settled: Callable[[], bool]) -> None:
        try:
            async with asyncio.timeout(self._patience):
                while not settled():
                    await self._world.happening()
        except TimeoutError:
            pass  # Whoever asked looks at the screen next and says what is missing.

    def _find(self, label: str, on: Shown | None) -> tuple[Shown, Button]:
        places = [on] if on else list(reversed(self.shown_by_bot))
        for shown in places:
            found = [button for button in shown.keyboard if button.label == label]
            if len(found) > 1:
                raise UnmetError(f"There are {len(found)} buttons [{label}] on one message.")
            if found:
                return shown, found[0]
        visible = [text for shown in places for row in shown.keyboard.labels for text in row]
        raise UnmetError(f"No button [{label}]. Visible: {visible or 'none'}.\n{self.screen}")
