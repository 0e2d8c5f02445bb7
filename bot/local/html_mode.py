"""Telegram's HTML parse mode, as strict and as lenient as the real one.

Strict: a tag it does not know, a tag that is not closed, an attribute without a name are errors,
in Telegram's words. Lenient: of the named characters only `&lt; &gt; &amp; &quot;` exist; any
other, such as `&nbsp;`, stays as it is written and the citizen reads "&nbsp;". A link that
Telegram cannot open (`tel:`, `mailto:`) silently loses its mark.
"""

import re
from dataclasses import dataclass, replace

from bot.local.formatted import FormattedText, Span
from bot.local.links import LinkError, checked_link
from bot.local.references import HtmlError, decode_reference

_KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "tg-emoji": "custom_emoji",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}

_SPACE = " \t\r\n\v\0"
_END = "\0"
"""Stands after the last character, so that scanning always meets something."""

_SPECIAL = re.compile(r"[<&]")
_TAG_NAME = re.compile(rf"[^{_SPACE}>]*")
_ATTRIBUTE_NAME = re.compile(rf"[^{_SPACE}=>/\"']*")
_BARE_VALUE = re.compile(r"[0-9A-Za-z.\-]*")
_SPACES = re.compile(r"[ \t\r\n\v]*")
_MENTION = re.compile(r"tg:/{0,2}user\?id=(?P<id>\d+)$", re.IGNORECASE)


@dataclass(frozen=True)
class _Tag:
    name: str
    argument: str
    start: int


def parse_html(source: str) -> FormattedText:
    """Read Telegram HTML. Raises `HtmlError` with Telegram's own words."""
    return _Reader(source).read()


class _Reader:
    def __init__(self, source: str) -> None:
        self._source = source + _END
        self._length = len(source)
        self._at = 0
        self._plain: list[str] = []
        self._written = 0
        self._open: list[_Tag] = []
        self._spans: list[Span] = []

    def read(self) -> FormattedText:
        while match := _SPECIAL.search(self._source, self._at):
            self._keep(self._source[self._at : match.start()])
            self._at = match.start()
            if match[0] == "&":
                self._keep(self._reference())
            elif self._source[self._at + 1] == "/":
                self._end_tag()
            else:
                self._start_tag()
        self._keep(self._source[self._at : self._length])
        if self._open:
            raise HtmlError(
                f'Can\'t find end tag corresponding to start tag "{self._open[-1].name}"'
            )
        return FormattedText("".join(self._plain), tuple(self._marks()))

    def _marks(self) -> list[Span]:
        """All marks, outer ones first; a language belongs to blocks only, not to inline code."""
        kept = (replace(s, argument="") if s.kind == "code" else s for s in self._spans)
        return sorted(kept, key=lambda span: (span.start, -span.end, span.kind))

    def _keep(self, text: str) -> None:
        self._plain.append(text)
        self._written += len(text)

    def _byte(self, at: int) -> int:
        return len(self._source[:at].encode())

    def _reference(self) -> str:
        """The character that `&...` at the reader's place means, or the ampersand itself."""
        character, self._at = decode_reference(self._source, self._at)
        return character

    def _take(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self._source, self._at)
        taken = match[0] if match else ""
        self._at += len(taken)
        return taken

    def _start_tag(self) -> None:
        begin = self._byte(self._at)
        self._at += 1
        name = self._take(_TAG_NAME).lower()
        if self._source[self._at] == _END:
            raise HtmlError(f"Unclosed start tag at byte offset {begin}")
        if name not in _KINDS:
            raise HtmlError(f'Unsupported start tag "{name}" at byte offset {begin}')
        argument = ""
        while self._source[self._at] != ">":
            self._take(_SPACES)
            if self._source[self._at] != ">":
                attribute, value = self._attribute(name, begin)
                argument = _argument(name, attribute, value) or argument
        self._at += 1
        if name == "span" and argument != "spoiler":
            raise HtmlError(f'Tag "span" must have class "tg-spoiler" at byte offset {begin}')
        self._open.append(_Tag(name, argument, self._written))

    def _attribute(self, tag: str, begin: int) -> tuple[str, str]:
        attribute = self._take(_ATTRIBUTE_NAME)
        if not attribute:
            raise HtmlError(f'Empty attribute name in the tag "{tag}" at byte offset {begin}')
        self._take(_SPACES)
        if self._source[self._at] != "=":
            self._must_go_on(f'Unclosed start tag "{tag}" at byte offset {begin}')
            return attribute, ""
        self._at += 1
        self._take(_SPACES)
        self._must_go_on(f'Unclosed start tag "{tag}" at byte offset {begin}')
        quote = self._source[self._at]
        value = self._quoted(quote) if quote in "\"'" else self._bare()
        self._must_go_on(f"Unclosed start tag at byte offset {begin}")
        return attribute, value

    def _must_go_on(self, complaint: str) -> None:
        if self._source[self._at] == _END:
            raise HtmlError(complaint)

    def _bare(self) -> str:
        begin = self._at
        value = self._take(_BARE_VALUE).lower()
        if self._source[self._at] not in _SPACE + ">":
            raise HtmlError(f"Unexpected end of name token at byte offset {self._byte(begin)}")
        return value

    def _quoted(self, quote: str) -> str:
        self._at += 1
        value: list[str] = []
        while self._source[self._at] not in (quote, _END):
            if self._source[self._at] == "&":
                value.append(self._reference())
            else:
                value.append(self._source[self._at])
                self._at += 1
        if self._source[self._at] == quote:
            self._at += 1
        return "".join(value)

    def _end_tag(self) -> None:
        begin = self._byte(self._at)
        if not self._open:
            raise HtmlError(f"Unexpected end tag at byte offset {begin}")
        self._at += 2
        name = self._take(_TAG_NAME).lower()
        self._take(_SPACES)
        if self._source[self._at] != ">":
            raise HtmlError(f"Unclosed end tag at byte offset {begin}")
        self._at += 1
        tag = self._open.pop()
        if name and name != tag.name:
            raise HtmlError(
                f"Unmatched end tag at byte offset {begin},"
                f' expected "</{tag.name}>", found "</{name}>"'
            )
        if self._written > tag.start:
            self._mark(tag)

    def _mark(self, tag: _Tag) -> None:
        kind, argument = _KINDS[tag.name], tag.argument
        if tag.name == "a":
            kind, argument = _link(argument or "".join(self._plain)[tag.start :])
        elif tag.name in ("pre", "code"):
            kind, argument = self._code(tag)
        elif tag.name == "blockquote" and argument:
            kind, argument = "expandable_blockquote", ""
        elif tag.name == "span":
            argument = ""
        elif tag.name == "tg-emoji" and not argument.strip("0").isdigit():
            raise HtmlError("Invalid custom emoji identifier specified")
        if kind:
            self._spans.append(Span(tag.start, self._written, kind, argument))

    def _code(self, tag: _Tag) -> tuple[str, str]:
        """A block and a piece of code around the same words are one block with a language."""
        same = self._spans and (self._spans[-1].start, self._spans[-1].end)
        if same == (tag.start, self._written) and self._spans[-1].kind in ("pre", "code"):
            inner = self._spans.pop()
            return "pre", inner.argument or tag.argument
        return tag.name, tag.argument if tag.name == "code" else ""


def _argument(tag: str, attribute: str, value: str) -> str:
    if (tag, attribute) in (("a", "href"), ("tg-emoji", "emoji-id")):
        return value
    if (tag, attribute) == ("code", "class") and value.startswith("language-"):
        return value.removeprefix("language-")
    if (tag, attribute) == ("span", "class") and value.startswith("tg-"):
        return value.removeprefix("tg-")
    if (tag, attribute) == ("blockquote", "expandable"):
        return "expandable"
    return ""


def _link(address: str) -> tuple[str, str]:
    if mention := _MENTION.match(address):
        return "text_mention", mention["id"]
    try:
        return "text_link", checked_link(address)
    except LinkError:
        return "", ""
