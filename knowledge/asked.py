"""`asked/<language>/<id>.txt`: the long lists of what people type, one message a line.

They belong to the topic or outside group of that id, like the `ask` of its YAML, and stand apart
so that an officer reads answers and a translator reads messages. Lines with a `#` first, and
empty ones, are for the reader.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from knowledge.problems import Problem
from knowledge.source import text_of

FOLDER = "asked"


@dataclass(frozen=True, slots=True)
class Asked:
    """One file.

    Attributes:
        name: below the pack's folder.
        language: of its messages.
        entry: id of the topic or outside group that they are about.
        messages: by the line each stands on, counted from 1.
    """

    name: str
    language: str
    entry: str
    messages: Mapping[int, str]

    def problem(self, line: int, what: str) -> Problem:
        """Say what is wrong on a line; 0 stands for the whole file."""
        return Problem(self.name, line, self.entry, what)


def read(folder: Path) -> Iterator[Asked | Problem]:
    """Yield every list of the pack in `folder`, or why one cannot be read."""
    for file in sorted(folder.glob(f"{FOLDER}/*/*.txt")):
        name = file.relative_to(folder).as_posix()
        text = text_of(file, name)
        if isinstance(text, Problem):
            yield text
        else:
            yield Asked(name, file.parent.name, file.stem, dict(_messages(text)))


def _messages(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.splitlines(), start=1):
        message = line.strip()
        if message and not message.startswith("#"):
            yield number, message
