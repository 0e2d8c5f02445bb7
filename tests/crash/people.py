"""Citizens who use the bot while it is being killed: some ask, some book, move and cancel."""

import asyncio
import random
import time
from collections.abc import Callable, Iterator, Sequence

from bot.local import Citizen, LocalTelegram, Shown
from bot.local.citizen import Deliver
from bot.local.transcript import Entry

SECRET_WORD = "zqxavoir"  # noqa: S105 - a canary: it must stand nowhere but in the chat
CANARY = "Quispezq"
"""Family name of all who book."""

PATIENCE = 90.0
"""Seconds that somebody waits for anything; a bot that is killed all the time is slow."""

QUESTIONS = (
    f"where is the embassy {SECRET_WORD}",
    "can you check my wife's visa",
    "is this call about my grandson in jail a scam?",
    "how do I register a birth",
    "do you do notary services",
    "thanks",
)
"""With answers that do not depend on the hour, no two neighbours alike."""

LAST_WORDS = ("Booked", "Moved", "Cancelled")
"""What the bot says once something about an appointment is true, before its reference."""


DEEDS = (
    (f"book passport renewal the earliest for Ana {CANARY}", "Not booked yet"),
    ("move my appointment", "Passport renewal. Which day?"),
    ("cancel my appointment", "Not cancelled yet"),
)
"""What is said, and how the answer begins."""

LAST_STEPS = ("Confirm", "Yes")


class Person(Citizen):
    """A citizen who waits for one particular thing instead of the next best."""

    def __init__(
        self, telegram: LocalTelegram, number: int, deliver: Deliver | None = None
    ) -> None:
        super().__init__(telegram, deliver, name=f"C{number}", patience=0)
        self.number = number
        self.polled = deliver is None

    @property
    def answers(self) -> list[Entry]:
        """Messages that the bot has ever sent to this person, oldest first."""
        return [entry for entry in self._entries() if entry.kind == "message"]

    async def asks(self, questions: Sequence[str]) -> None:
        for question in questions:
            await self.says(question, expect="anything")

    async def answered(self, times: int) -> None:
        """Wait until so many messages have come."""
        await self.until(lambda: len(self.answers) >= times)

    async def hears(self, words: str) -> None:
        """Wait until a message with just these words has come."""
        await self.until(lambda: any(entry.text.text == words for entry in self.answers))

    async def says_and_sees(self, words: str, answer: str) -> Shown:
        """Say something; return the new message that comes of it and begins with `answer`."""
        seen = len(self.shown_by_bot)
        await self.says(words, expect="anything")
        await self.until(lambda: any(self._since(seen, answer)))
        return next(self._since(seen, answer))

    async def taps_and_sees(self, label: str, on: Shown, times: int = 1) -> Shown:
        """Press a button, maybe like somebody impatient; return the message it changed."""
        data = next(button.data for button in on.keyboard if button.label == label)
        for _ in range(times):
            await self.forges(data or "", on=on, expect="anything")
        await self.until(lambda: self.shown(on.message_id).text != on.text)
        return self.shown(on.message_id)

    async def until(self, met: Callable[[], bool], patience: float = PATIENCE) -> None:
        give_up = time.monotonic() + patience
        while not met():
            assert time.monotonic() < give_up, f"{self._deed}, in vain:\n{self.screen}"
            await asyncio.sleep(0.02)

    def _since(self, seen: int, beginning: str) -> Iterator[Shown]:
        return (shown for shown in self.shown_by_bot[seen:] if shown.text.startswith(beginning))

    def _entries(self) -> list[Entry]:
        entries = self.telegram.transcript
        return [one for one in entries if one.by_bot and one.chat_id == self.chat.id]


async def ask(person: Person, chance: random.Random, expected: Sequence[str]) -> None:
    """Ask everything, in small bursts, without waiting for answers; then wait for the last."""
    left = list(QUESTIONS)
    while left:
        several = chance.randint(1, 4) if person.polled else 1
        await person.asks(left[:several])
        del left[:several]
        await asyncio.sleep(chance.uniform(0, 4 if person.polled else 2))
        if not person.polled:  # over a webhook, two at a time may arrive the other way round
            await person.hears(expected[-1 - len(left)])
    await person.hears(expected[-1])


async def use_the_book(person: Person, chance: random.Random, deeds: int) -> None:
    """Book, then move, then cancel, then book again ..., as many of these as `deeds`."""
    for deed in range(deeds):
        shown = await person.says_and_sees(*DEEDS[deed % len(DEEDS)])
        while not is_last_word(shown.text):
            label = shown.keyboard.labels[0][0]  # the first day, the first time, yes
            # Only the last step is tapped twice: its second tap is answered in a new message.
            times = chance.choice((1, 1, 2)) if label.startswith(LAST_STEPS) else 1
            shown = await person.taps_and_sees(label, shown, times)
        await asyncio.sleep(chance.uniform(0, 2))


def is_last_word(text: str) -> bool:
    return text.startswith(tuple(f"✅ {word} " for word in LAST_WORDS))
