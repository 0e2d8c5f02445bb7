"""Conversations as Markdown: what a citizen does, and below it, quoted, what the bot answers.

    # Title

    Telegram in `es`, at `2026-11-24T22:00:00-05:00`.

    **Citizen:** perdí mi pasaporte

    > The bot's words, with **bold** and [links](https://...)
    >
    > [A button] [Another]

    **Citizen** taps [A button]

    **Citizen** sends a photo

    **Later,** at `2026-11-25T08:00:00-05:00`.

Everything else is prose and stays as it is. `make conversations` writes the bot's present answers.
"""

import re
import sys
from datetime import datetime
from pathlib import Path

from bot.local import Citizen
from tests.bench import Bench, TestClock, running

FOLDER = Path(__file__).parent
README = FOLDER.parents[1] / "README.md"
BEGIN, END = "<!-- a recorded chat -->", "<!-- end of the chat -->"

_OPENING = re.compile(r"^Telegram in `(?P<language>\w+)`, at `(?P<at>[^`]+)`\.$")
_SAYS = re.compile(r"^\*\*Citizen:\*\* (?P<text>.+)$")
_TAPS = re.compile(r"^\*\*Citizen\*\* taps \[(?P<label>.+)\]$")
_SENDS = re.compile(r"^\*\*Citizen\*\* sends an? (?P<kind>\w+)$")
_EDITS = re.compile(r"^\*\*Citizen\*\* edits to: (?P<text>.+)$")
_LATER = re.compile(r"^\*\*Later,\*\* at `(?P<at>[^`]+)`\.$")


def scripts() -> list[Path]:
    """All conversation files."""
    return sorted(FOLDER.glob("*.md"))


async def replay(text: str) -> str:
    """Return the conversation as it goes now: equal to `text` where the bot speaks as written."""
    lines = [line for line in text.splitlines() if not line.startswith(">")]
    written: list[str] = []
    async with running(TestClock()) as bench:
        citizen: Citizen | None = None
        for line in _without_double_blanks(lines):
            written.append(line)
            if opening := _OPENING.match(line):
                bench.clock.instant = datetime.fromisoformat(opening["at"])
                citizen = bench.citizen(opening["language"])
            elif citizen and await _acts(line, citizen, bench):
                written += ["", *_quoted(citizen.view)]
    return "\n".join(written) + "\n"


async def _acts(line: str, citizen: Citizen, bench: Bench) -> bool:
    if says := _SAYS.match(line):
        await citizen.says(says["text"])
    elif taps := _TAPS.match(line):
        await citizen.taps(taps["label"])
    elif sends := _SENDS.match(line):
        await citizen.sends(sends["kind"])  # type: ignore[arg-type]  # checked by the citizen
    elif edits := _EDITS.match(line):
        await citizen.edits(edits["text"])
    elif later := _LATER.match(line):
        bench.clock.instant = datetime.fromisoformat(later["at"])
        return False
    else:
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
