"""Text with marks on it: what Telegram keeps once the markup has been read."""

from dataclasses import dataclass

from bot.local.wire import Json

_ARGUMENT = {"text_link": "url", "pre": "language", "custom_emoji": "custom_emoji_id"}
"""Under which name the Bot API gives a mark's argument."""

_FENCES = {
    "bold": ("**", "**"),
    "italic": ("__", "__"),
    "strikethrough": ("~~", "~~"),
    "spoiler": ("||", "||"),
    "code": ("`", "`"),
    "pre": ("```\n", "\n```"),
}
"""How a mark is shown in plain text; marks that are not listed are shown without one."""


def utf16_length(text: str) -> int:
    """Length as Telegram counts it: an emoji outside the basic plane counts two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@dataclass(frozen=True, order=True)
class Span:
    """A mark on `text[start:end]`, counted in Python's characters."""

    start: int
    end: int
    kind: str
    argument: str = ""


@dataclass(frozen=True)
class FormattedText:
    """Plain text and its marks, properly nested, sorted by where they begin."""

    text: str
    spans: tuple[Span, ...] = ()

    def entities(self) -> list[Json]:
        """The marks as the Bot API's `MessageEntity` objects, counted in UTF-16 units."""
        return [self._entity(span) for span in self.spans]

    def _entity(self, span: Span) -> Json:
        entity: Json = {
            "type": span.kind,
            "offset": utf16_length(self.text[: span.start]),
            "length": utf16_length(self.text[span.start : span.end]),
        }
        if span.kind == "text_mention":
            entity["user"] = {"id": int(span.argument), "is_bot": False, "first_name": ""}
        elif span.argument:
            entity[_ARGUMENT[span.kind]] = span.argument
        return entity

    def markdown(self) -> str:
        """The text with its marks visible: `**bold**`, `[label](address)`."""
        openings: dict[int, str] = {}
        closings: dict[int, str] = {}
        # Outer marks first: at one place they open before the inner ones and close after them.
        for span in sorted(self.spans, key=lambda span: (span.start, -span.end)):
            before, after = _fence(span)
            openings[span.start] = openings.get(span.start, "") + before
            closings[span.end] = after + closings.get(span.end, "")
        shown, read = "", 0
        for place in sorted(openings.keys() | closings.keys()):
            shown += self.text[read:place] + closings.get(place, "") + openings.get(place, "")
            read = place
        return shown + self.text[read:]


def _fence(span: Span) -> tuple[str, str]:
    if span.kind == "text_link":
        return "[", f"]({span.argument})"
    return _FENCES.get(span.kind, ("", ""))


NO_TEXT = FormattedText("")
