"""The engine of the grammar: rules that replace symbols by the dates they mean.

A rule is a regular expression over the string of symbols and a function from its match to
mentions. What it matched becomes `@0`, `@1`, ...; later rules build on these ("day after @0").
No pattern nests repetitions, so the time stays proportional to the length of the message.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bot.calendar.spans import Frame, Mention

Result = Mention | Sequence[Mention] | None


@dataclass(slots=True)
class Reading:
    """A message while it is being read."""

    symbols: str
    frame: Frame
    mentions: list[Mention] = field(default_factory=list)

    def add(self, *found: Mention) -> str:
        """Keep `found` and return the symbols that stand for them."""
        self.mentions.extend(found)
        first = len(self.mentions) - len(found)
        return " and ".join(f"@{number}" for number in range(first, len(self.mentions)))

    def get(self, reference: str) -> Mention:
        """Return the mention that `@3` or `3` stands for."""
        return self.mentions[int(reference.lstrip("@"))]

    def left(self) -> list[Mention]:
        """Return the mentions still standing, in the order they were spoken of."""
        return [self.get(reference) for reference in re.findall(r"@\d+", self.symbols)]


Handler = Callable[[Reading, re.Match[str]], Result]


@dataclass(frozen=True, slots=True)
class Rule:
    """What to look for and what it means."""

    pattern: re.Pattern[str]
    meaning: Handler

    def apply(self, reading: Reading) -> None:
        """Replace every match whose meaning is a date."""

        def replace(match: re.Match[str]) -> str:
            found = self.meaning(reading, match)
            if not found:
                return match[0]
            return reading.add(*((found,) if isinstance(found, Mention) else found))

        reading.symbols = self.pattern.sub(replace, reading.symbols)


def rule(pattern: str) -> Callable[[Handler], Rule]:
    """Make the decorated function a rule; `pattern` matches whole symbols."""

    def make(meaning: Handler) -> Rule:
        return Rule(re.compile(rf"(?<= )(?:{pattern})(?= )"), meaning)

    return make


THE = r"(?:(?:the|el|la|los|las) )?"
OF = r"(?:of |in |to )?" + THE
MONTH = r"[mq](?P<month>\d+)"
YEAR = r"(?: (?:of |in )?" + THE + r"y(?P<year>\d{4}))?"
PARTS = r"p(?:morning|afternoon|evening|night)"
WEEKDAY = r"[wv](?P<weekday>\d)"
ANY_NUMBER = r"(?:n|o)"
