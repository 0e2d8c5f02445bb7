"""The pack's tiny markup: bold, links and lines, nothing else. Escaping happens here, once.

Text is parsed before values are filled in, so a value can never become markup.
"""

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

MAX_SCREEN = 4096
"""Telegram's limit for one message (Bot API, sendMessage: `text`), see `screen_length`."""

_PIECE = re.compile(
    r"\*\*(?P<bold>[^*\n]+)\*\*|\[(?P<label>[^\[\]\n]+)\]\((?P<url>https://[^\s()<>]+)\)"
)
_LEFTOVER = re.compile(r"\*\*|\]\(|<[a-zA-Z/]")
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


class MarkupError(ValueError):
    """A text has markup that means nothing here; the message says which."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text in one style."""

    text: str
    bold: bool = False
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Rich:
    """Text with bold stretches and links; an immutable value."""

    spans: tuple[Span, ...] = ()

    @classmethod
    def parse(cls, source: str) -> "Rich":
        """Read the markup of `source`.

        Raises:
            MarkupError: an unclosed `**`, a link that is not https, or an HTML tag.
        """
        spans = tuple(_spans(source))
        for span in spans:
            if left := _LEFTOVER.search(span.text):
                raise MarkupError(
                    f"“{left.group()}” is not markup here: use **bold** or [label](https://...)"
                )
        return cls(spans)

    @classmethod
    def plain(cls, text: str) -> "Rich":
        """Take `text` as it is: nothing in it is markup."""
        return cls((Span(text),))

    @classmethod
    def join(cls, parts: Iterable["Rich"], between: str = "\n\n") -> "Rich":
        """Put `parts` one after another, leaving out empty ones."""
        spans: list[Span] = []
        for part in parts:
            if part.spans:
                spans.extend([Span(between), *part.spans] if spans else part.spans)
        return cls(tuple(spans))

    def lines(self) -> tuple["Rich", ...]:
        """Return its lines, empty ones left out."""
        lines: list[list[Span]] = [[]]
        for span in self.spans:
            first, *others = span.text.split("\n")
            lines[-1].append(replace(span, text=first))
            lines.extend([replace(span, text=other)] for other in others)
        kept = (tuple(span for span in line if span.text) for line in lines)
        return tuple(Rich(line) for line in kept if line)

    def filled(self, values: Mapping[str, str]) -> "Rich":
        """Put `values` in place of `{name}`, as plain text.

        Raises:
            KeyError: the text asks for a value that is not given.
        """

        def fill(text: str) -> str:
            return _PLACEHOLDER.sub(lambda match: values[match[1]], text)

        return Rich(tuple(replace(span, text=fill(span.text)) for span in self.spans))

    @property
    def text(self) -> str:
        """What is read on screen, without links' addresses."""
        return "".join(span.text for span in self.spans)

    def as_text(self) -> str:
        """Plain text that loses nothing: links are followed by their address."""
        return "".join(
            f"{span.text} ({span.url})" if span.url and span.url != span.text else span.text
            for span in self.spans
        )

    def as_html(self) -> str:
        """Telegram's HTML (Bot API, "Formatting options")."""
        return "".join(map(_span_html, self.spans))


def placeholders(text: str) -> set[str]:
    """Return the names `text` wants filled in."""
    return set(_PLACEHOLDER.findall(text))


def screen_length(text: str) -> int:
    """Length as Telegram counts it for its limit of 4,096: UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def _spans(source: str) -> Iterator[Span]:
    at = 0
    for piece in _PIECE.finditer(source):
        if piece.start() > at:
            yield Span(source[at : piece.start()])
        if bold := piece["bold"]:
            yield Span(bold, bold=True)
        else:
            yield Span(piece["label"], url=piece["url"])
        at = piece.end()
    if at < len(source):
        yield Span(source[at:])


def _span_html(span: Span) -> str:
    text = html.escape(span.text, quote=False)
    if span.url:
        return f'<a href="{html.escape(span.url)}">{text}</a>'
    return f"<b>{text}</b>" if span.bold else text
