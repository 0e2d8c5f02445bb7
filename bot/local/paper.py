"""Words on a terminal: wrapped, marked, never wider than the window."""

import re
import unicodedata
from dataclasses import dataclass

from bot.local.formatted import FormattedText, Span

_ESCAPE = re.compile(r"\x1b\[[0-9;]*m")
_LIST_ITEM = re.compile(r"\s*(?:[-•]|\d+[.)])\s+")
_CODES = {"bold": "1", "italic": "3", "underline": "4", "strikethrough": "9", "dim": "2"}
_RESET = "\x1b[0m"


@dataclass(frozen=True)
class Paper:
    """How wide a line may be, in columns, and whether the terminal knows colours."""

    width: int
    coloured: bool = False

    def typeset(self, text: FormattedText) -> str:
        """The text in lines; without colours the marks are written out as `**bold**`."""
        shown = self._marked(_with_plain_links(text))
        return "\n".join(line for source in shown.split("\n") for line in self.wrap(source))

    def dim(self, words: str) -> str:
        """Words that are not the bot's."""
        return self._styled(words, "dim")

    def _styled(self, words: str, style: str) -> str:
        return f"\x1b[{_CODES[style]}m{words}{_RESET}" if self.coloured else words

    def wrap(self, line: str) -> list[str]:
        """The line in pieces that fit; a longer word, such as an address, stays whole."""
        item = _LIST_ITEM.match(line)
        indent = " " * columns(item[0]) if item else ""
        lines, current = [], ""
        for word in line.split(" "):
            candidate = f"{current} {word}" if current else word
            if current.strip() and columns(candidate) > self.width:
                lines.append(current)
                candidate = indent + word
            current = candidate
        return [*lines, current]

    def _marked(self, text: FormattedText) -> str:
        if not self.coloured:
            return text.markdown()
        places = sorted({0, *(p for span in text.spans for p in (span.start, span.end))})
        pieces = zip(places, [*places[1:], len(text.text)], strict=True)
        return "".join(self._piece(text, start, end) for start, end in pieces)

    def _piece(self, text: FormattedText, start: int, end: int) -> str:
        words = text.text[start:end]
        around = [span.kind for span in text.spans if span.start <= start and end <= span.end]
        codes = [_CODES[kind] for kind in around if kind in _CODES]
        return f"\x1b[{';'.join(codes)}m{words}{_RESET}" if codes and words else words


def columns(text: str) -> int:
    """Columns that the text takes on a terminal: wide characters and emoji take two."""
    return sum(map(_columns_of, _ESCAPE.sub("", text)))


def _columns_of(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Cf", "Mn"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _with_plain_links(text: FormattedText) -> FormattedText:
    """Each link followed by its address in brackets, so that a terminal can open it."""
    links = sorted(span for span in text.spans if span.kind == "text_link")
    spans = [span for span in text.spans if span.kind != "text_link"]
    plain = text.text
    for link in reversed(links):
        if plain[link.start : link.end].rstrip("/") == link.argument.rstrip("/"):
            continue
        address = f" <{link.argument}>"
        plain = plain[: link.end] + address + plain[link.end :]
        spans = [_pushed(span, link.end, len(address)) for span in spans]
    return FormattedText(plain, tuple(spans))


def _pushed(span: Span, place: int, by: int) -> Span:
    """The mark after `by` characters were put in at `place`."""
    start = span.start + by if span.start >= place else span.start
    end = span.end + by if span.end > place else span.end
    return Span(start, end, span.kind, span.argument)
