"""The same bot in a terminal: a citizen whose telephone is the keyboard."""

import asyncio
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from typing import TextIO

from bot.local.citizen import Citizen
from bot.local.keyboard import Button, Keyboard
from bot.local.lines import LineReader
from bot.local.paper import Paper, columns
from bot.local.transcript import VISIBLE, Entry

NARROWEST, WIDEST = 30, 96
"""Columns. Longer lines than the second are hard to read, whatever the window allows."""


@dataclass(frozen=True)
class TerminalWords:
    """What the terminal itself says; everything else is the bot's."""

    welcome: str = "Type a message, or the number of a button. Ctrl-D ends the chat."
    prompt: str = "> "
    edited: str = "(changed)"
    document: str = "File: {name} ({size} bytes)"
    opens: str = "This button opens {url}"
    copies: str = "This button copies {text}"
    nothing: str = "(no answer)"
    unsendable: str = "(Telegram would not send this.)"
    goodbye: str = "Goodbye."


@dataclass(frozen=True)
class _Choice:
    message_id: int
    button: Button


class Terminal:
    """A conversation between a citizen and the bot, typed and read.

    A number presses the button that carries it; a line that begins with a backslash is sent
    without it, for those who want to say just a number. What the bot says unasked appears at once.
    """

    def __init__(
        self,
        citizen: Citizen,
        source: TextIO,
        sink: TextIO,
        *,
        words: TerminalWords | None = None,
        width: int | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        """Let `citizen` type on `source` and read on `sink`.

        The width is the window's unless it is given. Colours appear only where `sink` is a
        terminal and `NO_COLOR` is not in `environment` (by default that of the process).
        """
        settings = os.environ if environment is None else environment
        self._citizen = citizen
        self._lines = LineReader(source)
        self._words = words or TerminalWords()
        self._width = width
        self._sink = sink
        self._coloured = sink.isatty() and not settings.get("NO_COLOR")
        self._echoes = not source.isatty()
        self._choices: dict[int, _Choice] = {}
        self._read = len(citizen.telegram.transcript)
        self._prompting = False

    async def run(self, *, first: str | None = None) -> None:
        """Converse until the input ends; `first` is said before anything is typed.

        Cancelled (Ctrl-C under `asyncio.run`), it says goodbye and lets the cancellation pass.
        """
        self._print(self._paper.dim(self._words.welcome))
        try:
            async with asyncio.TaskGroup() as tasks:
                listening = tasks.create_task(self._listen())
                if first is not None:
                    await self._turn(first)
                await self._converse()
                listening.cancel()
        finally:
            self._print(self._paper.dim(f"\n{self._words.goodbye}"))

    async def _converse(self) -> None:
        while True:
            self._prompt()
            line = await self._lines.next()
            self._prompting = False
            if line is None:
                return
            if self._echoes:
                self._print(line)
            if line.strip():
                await self._turn(line.strip())

    async def _listen(self) -> None:
        while True:
            # First look, then wait: something may have come before this task began to run.
            if self._prompting and self._fresh():
                self._print("")
                self._show()
                self._prompt()
            await self._citizen.telegram.world.happening()

    def _prompt(self) -> None:
        self._prompting = True
        self._sink.write(self._words.prompt)
        self._sink.flush()

    async def _turn(self, line: str) -> None:
        choice = self._choices.get(int(line)) if line.isascii() and line.isdigit() else None
        if choice is not None and choice.button.data is None:
            self._explain(choice.button)
            return
        try:
            if choice is None:
                await self._citizen.says(line.removeprefix("\\"), expect="anything")
            else:
                await self._press(choice)
        except ValueError:
            self._print(self._paper.dim(self._words.unsendable))
            return
        if not self._show():
            self._print(self._paper.dim(self._words.nothing))

    async def _press(self, choice: _Choice) -> None:
        shown = self._citizen.shown(choice.message_id)
        await self._citizen.forges(choice.button.data or "", on=shown, expect="anything")

    def _explain(self, button: Button) -> None:
        if button.url is not None:
            self._print(self._words.opens.format(url=button.url))
        else:
            self._print(self._words.copies.format(text=button.copies))

    def _fresh(self) -> list[Entry]:
        """What this citizen may see and has not yet been shown."""
        return [
            entry
            for entry in self._citizen.telegram.transcript[self._read :]
            if entry.by_bot and entry.kind in VISIBLE and entry.chat_id == self._citizen.chat.id
        ]

    def _show(self) -> bool:
        """Print what is new; whether there was anything."""
        fresh = self._fresh()
        self._read = len(self._citizen.telegram.transcript)
        if any(entry.keyboard for entry in fresh):
            self._choices.clear()
        for entry in fresh:
            self._print(f"\n{self._rendered(entry)}")
        self._print("")
        return bool(fresh)

    def _rendered(self, entry: Entry) -> str:
        self._forget(entry.message_id)
        text = self._paper.typeset(entry.text)
        if entry.kind in ("toast", "alert"):
            return f"({text})"
        parts = [text] if entry.kind != "keyboard" else []
        if entry.kind in ("edit", "keyboard"):
            parts.insert(0, self._paper.dim(self._words.edited))
        if entry.document is not None:
            name, size = entry.document.name, f"{len(entry.document.body):,}"
            parts.insert(0, self._words.document.format(name=name, size=size))
        return "\n".join(filter(None, [*parts, self._numbered(entry.message_id, entry.keyboard)]))

    def _forget(self, message_id: int | None) -> None:
        gone = [n for n, choice in self._choices.items() if choice.message_id == message_id]
        for number in gone:
            del self._choices[number]

    def _numbered(self, message_id: int | None, keyboard: Keyboard) -> str:
        numbers = count(max(self._choices, default=0) + 1)
        lines = []
        for row in keyboard.rows:
            line = ""
            for button in row:
                number = next(numbers)
                self._choices[number] = _Choice(message_id or 0, button)
                drawn = f"{self._paper.dim(str(number))} [{button.label}]"
                if line and columns(f"{line}   {drawn}") > self._paper.width:
                    lines.append(line)
                    line = ""
                line = f"{line}   {drawn}" if line else f"  {drawn}"
            lines.append(line)
        return "\n".join(lines)

    @property
    def _paper(self) -> Paper:
        window = self._width or shutil.get_terminal_size().columns
        return Paper(max(NARROWEST, min(window, WIDEST)), self._coloured)

    def _print(self, text: str) -> None:
        self._sink.write(f"{text}\n")
        self._sink.flush()
