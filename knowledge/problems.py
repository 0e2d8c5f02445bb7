"""What is wrong with a pack, as values: every problem of a run is reported at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to mend, found at one place.

    Attributes:
        file: the file's name relative to the pack's folder.
        line: 1-based line in that file; 0 where the whole file is meant.
        entry: the entry's id or key; empty where there is none.
        what: what is wrong and what to do, as one sentence for the pack's author.
        severity: an `error` refuses the pack, a `warning` asks for a look.
    """

    file: str
    line: int
    entry: str
    what: str
    severity: Literal["error", "warning"] = "error"

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        mark = "warning: " if self.severity == "warning" else ""
        return f"{where}: {self.entry + ': ' if self.entry else ''}{mark}{self.what}"


class PackError(Exception):
    """The pack cannot be used; `problems` says all that must be mended."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))
