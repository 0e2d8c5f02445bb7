"""Character references in Telegram HTML: `&lt;`, `&#39;`, `&#x27;`."""

import re

_REFERENCE = re.compile(r"&(?:#x(?P<hex>[0-9a-fA-F]*)|#(?P<dec>[0-9]*)|(?P<name>[A-Za-z]*))")

_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_LONGEST_REFERENCE = 9
"""Characters of a numeric reference before its semicolon; a longer one is left as it is."""
_LAST_CODE_POINT = 0x10FFFF


class HtmlError(ValueError):
    """Telegram refuses the markup; the text is what follows "can't parse entities: "."""


def decode_reference(source: str, at: int) -> tuple[str, int]:
    """Read the character reference at `source[at]`, an ampersand: the character, where it ends.

    What is no reference is the ampersand itself. Raises `HtmlError` for half a surrogate pair.
    """
    match = _REFERENCE.match(source, at)
    character = _character(match) if match else ""
    if match is None or not character:
        return "&", at + 1
    end = match.end()
    return character, end + 1 if source[end : end + 1] == ";" else end


def _character(match: re.Match[str]) -> str:
    if match["name"] is not None:
        return _NAMED.get(match["name"], "")
    digits, base = (match["dec"], 10) if match["hex"] is None else (match["hex"], 16)
    if not digits or len(match[0]) > _LONGEST_REFERENCE:
        return ""
    code = int(digits, base)
    if code == 0 or code >= _LAST_CODE_POINT:
        return ""
    if 0xD800 <= code <= 0xDFFF:
        raise HtmlError(
            "Text contains invalid Unicode characters after decoding HTML entities,"
            " check for unmatched surrogate code units"
        )
    return chr(code)
