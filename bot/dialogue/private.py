"""Numbers that nobody should send in a chat: of passports, Social Security, cards."""

import re

_PRIVATE = re.compile(
    r"(?<![\w+])(?:"
    r"[A-Za-z]?\d{8,9}"  # U.S. passports: nine digits, or a letter and eight; Peruvian DNI: eight
    r"|\d{3}[- ]\d{2}[- ]\d{4}"  # Social Security
    r"|\d{4}(?:[ -]?\d{4}){2}[ -]?\d{1,7}"  # cards: 13 to 19 digits
    r")(?!\w)"
)


def holds_private_number(text: str) -> bool:
    """Say whether `text` seems to hold such a number. The number itself is not returned."""
    return _PRIVATE.search(text) is not None
