"""What Telegram does to every text before anybody reads it: cleans, trims, measures."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from bot.local.formatted import FormattedText, Span, utf16_length
from bot.local.html_mode import parse_html
from bot.local.references import HtmlError
from bot.local.wire import UnmodelledError, bad_request

LONGEST_TEXT = 4096
"""UTF-16 units of a message, after the markup has been read (Bot API, sendMessage)."""
LONGEST_CAPTION = 1024
"""The same for the caption of a file (Bot API, sendDocument)."""

_CONTROL = {code: " " for code in range(32) if chr(code) not in "\n\r"}
_REMOVED = dict.fromkeys([0x0D, *range(0x2028, 0x202F), 0x0333, 0x033F, 0x030A])
"""Line separators, direction overrides and combining lines, which Telegram takes out."""
_CLEANING = {**_CONTROL, **_REMOVED}
_NEEDS_CLEANING = re.compile("[" + "".join(map(chr, _CLEANING)) + "]")
_DIRECTION_MARKS = re.compile("[\u200e\u200f]+(?=[\u200e\u200f])")
"""A run of direction marks: all but the last become zero-width non-joiners."""

_INVISIBLE = re.compile(
    "[ \n\u00a0\u1680\u180e\u2000-\u200f\u202e\u202f\u205f\u2800\u3000\ufeff\ufffc"
    "\U000e0000-\U000e007f]*"
)


def message_text(source: str, parse_mode: str) -> FormattedText:
    """The text of a message as Telegram will keep it. Raises `ApiError` in Telegram's words."""
    if not source:
        raise bad_request("message text is empty")
    text = tidy(_parsed(source, parse_mode))
    if _INVISIBLE.fullmatch(text.text):
        raise bad_request("text must be non-empty")
    if utf16_length(text.text) > LONGEST_TEXT:
        raise bad_request("message is too long")
    return text


def caption_text(source: str, parse_mode: str) -> FormattedText:
    """The caption of a file; it may be empty."""
    caption = tidy(_parsed(source, parse_mode))
    if utf16_length(caption.text) > LONGEST_CAPTION:
        raise bad_request("message caption is too long")
    return caption


def _parsed(source: str, parse_mode: str) -> FormattedText:
    mode = parse_mode.lower()
    if mode in ("", "none"):
        return FormattedText(source)
    if mode in ("markdown", "markdownv2"):
        raise UnmodelledError(f"parse mode {parse_mode}")
    if mode != "html":
        raise bad_request("unsupported parse_mode")
    try:
        return parse_html(source)
    except HtmlError as error:
        raise bad_request(f"can't parse entities: {error}") from error


def tidy(text: FormattedText) -> FormattedText:
    """Control characters out, white space off both ends; marks move along with their words."""
    return _trimmed(_cleaned(text))


def _cleaned(text: FormattedText) -> FormattedText:
    cleaned = text
    if _NEEDS_CLEANING.search(text.text):
        cleaned = FormattedText(
            text.text.translate(_CLEANING),
            _moved(text.spans, lambda place: len(text.text[:place].translate(_CLEANING))),
        )
    return replace(
        cleaned, text=_DIRECTION_MARKS.sub(lambda run: "\u200c" * len(run[0]), cleaned.text)
    )


def _trimmed(text: FormattedText) -> FormattedText:
    end = len(text.text.rstrip(" \n"))
    spans = [span for span in text.spans if span.start < end]
    # Telegram trims the beginning up to the first mark only: white space that carries one stays.
    first_mark = min((span.start for span in spans), default=end)
    begin = min(end - len(text.text[:end].lstrip(" \n")), first_mark)
    return FormattedText(
        text.text[begin:end], _moved(spans, lambda place: min(place, end) - begin)
    )


def _moved(spans: Iterable[Span], place: Callable[[int], int]) -> tuple[Span, ...]:
    moved = (replace(span, start=place(span.start), end=place(span.end)) for span in spans)
    return tuple(span for span in moved if span.start < span.end)
