"""Conversations as Markdown: what a citizen does, and below it, quoted, what the bot answers.

    # Title

    Telegram in `es`, at `2026-11-24T22:00:00-05:00`.

    **Citizen:** perdí mi pasaporte

    > The bot's words, with **bold** and [links](https://...)
    >
    > [A button] [Another]

    **Citizen** taps [A button]

    **Citizen** sends a photo

    **Another:** somebody else says something

    **Later,** at `2026-11-25T08:00:00-05:00`.

    **Citizen** looks

    **The bot** restarts.

Later the bot does what it does of its own accord; whoever looks sees what has come since then.
Everything else is prose and stays as it is. `make conversations` writes the bot's present answers.
"""

import re
import sys
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.local import Citizen, LocalTelegram
from tests.bench import Bench, TestClock, running, same_lots

FOLDER = Path(__file__).parent
README = FOLDER.parents[1] / "README.md"
BEGIN, END = "<!-- a recorded chat -->", "<!-- end of the chat -->"

_OPENING = re.compile(r"^Telegram in `(?P<language>\w+)`, at `(?P<at>[^`]+)`\.$")
_ACTS = re.compile(r"^\*\*(?P<who>Citizen|Another)(?P<deed>(:\*\*|\*\*) .+)$")
_SAYS = re.compile(r"^:\*\* (?P<text>.+)$")
_TAPS = re.compile(r"^\*\* taps \[(?P<label>.+)\]$")
_SENDS = re.compile(r"^\*\* sends an? (?P<kind>\w+)$")
_EDITS = re.compile(r"^\*\* edits to: (?P<text>.+)$")
_LOOKS = "** looks"
_RESTARTS = "**The bot** restarts."
_LATER = re.compile(r"^\*\*Later,\*\* at `(?P<at>[^`]+)`\.$")


def scripts() -> list[Path]:
    """All conversation files."""
    return sorted(FOLDER.glob("*.md"))


async def replay(text: str) -> str:
    """Return the conversation as it goes now: equal to `text` where the bot speaks as written."""
    lines = [line for line in text.splitlines() if not line.startswith(">")]
    written: list[str] = []
    with TemporaryDirectory() as folder:
        stage = Stage(Path(folder) / "bot.db")
        for run in _runs(_without_double_blanks(lines)):
            async with running(
                stage.clock, database=stage.file, telegram=stage.telegram, lots=stage.lots
            ) as bench:
                for line in run:
                    written.append(line)
                    if await stage.plays(line, bench):
                        written += ["", *_quoted(stage.view)]
    return "\n".join(written) + "\n"


def _runs(lines: list[str]) -> list[list[str]]:
    """Cut where the bot restarts."""
    runs: list[list[str]] = [[]]
    for line in lines:
        if line == _RESTARTS:
            runs.append([])
        runs[-1].append(line)
    return runs


class Stage:
    """What outlives a restart of the bot: the time, Telegram, the people, the database."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.clock = TestClock()
        self.telegram = LocalTelegram(self.clock.now)
        self.lots = same_lots()
        self._people: dict[str, Citizen] = {}
        self._present = ""

    @property
    def view(self) -> str:
        """What the last one to act sees."""
        return self._people[self._present].view or "(nothing new)"

    async def plays(self, line: str, bench: Bench) -> bool:
        """Do what `line` says; return whether there is something to see."""
        if opening := _OPENING.match(line):
            self.clock.instant = datetime.fromisoformat(opening["at"])
            self._language = opening["language"]
        elif later := _LATER.match(line):
            self.clock.instant = datetime.fromisoformat(later["at"])
            for person in self._people.values():
                person.look_away("waited")
            await bench.service.rounds.once()
            await bench.service.settle()
        elif acts := _ACTS.match(line):
            self._present = acts["who"]
            citizen = self._person(acts["who"], bench)
            return await _acts(acts["deed"], citizen)
        return False

    def _person(self, name: str, bench: Bench) -> Citizen:
        if name not in self._people:
            self._people[name] = bench.citizen(self._language, name)
        self._people[name].answered_by(bench.service.hand_in)
        return self._people[name]


async def _acts(deed: str, citizen: Citizen) -> bool:
    if says := _SAYS.match(deed):
        await citizen.says(says["text"])
    elif taps := _TAPS.match(deed):
        await citizen.taps(taps["label"])
    elif sends := _SENDS.match(deed):
        await citizen.sends(sends["kind"])  # type: ignore[arg-type]  # checked by the citizen
    elif edits := _EDITS.match(deed):
        await citizen.edits(edits["text"])
    elif deed != _LOOKS:
        return False
    return True


def _quoted(view: str) -> list[str]:
    return [f"> {line}".rstrip() for line in view.splitlines()]


def _without_double_blanks(lines: list[str]) -> list[str]:
    return [line for at, line in enumerate(lines) if line or (at and lines[at - 1])]


def excerpt() -> str:
    """Return what the README shows, without its title and opening."""
    return (FOLDER / "readme.md").read_text(encoding="utf-8").split("\n", 4)[4].strip()


async def update() -> None:
    """Write what the bot says now into every file, and its excerpt into the README."""
    for file in scripts():
        before = file.read_text(encoding="utf-8")
        after = await replay(before)
        if after != before:
            file.write_text(after, encoding="utf-8")
            sys.stdout.write(f"changed: {file.name}\n")
    before, _, rest = README.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    README.write_text(f"{before}{BEGIN}\n{excerpt()}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    import asyncio

    asyncio.run(update())
