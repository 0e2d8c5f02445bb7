"""References of bookings, like `LIM-7K4Q-9`: made, checked, and read as people give them.

A reference names a booking, it opens nothing: it is only ever looked up among the bookings of the
account that gives it. Four characters are 279,841 references. A post's live book (60 days of 40
appointments: 2,400) makes one draw in a hundred a repetition; the schema refuses that one and
another is drawn.
"""

import re
import unicodedata

ALPHABET = "23456789CFHJKMNPQRTVWXY"
"""No two look alike (of 0/O/Q/D, 1/I/L, 2/Z, 5/S, 6/G, 8/B, U/V one at most is left), and no vowel
makes a word of them. They are 23, a prime, which the check character rests on."""

BODY = 4
"""Characters before the check character."""

_RADIX = 8
"""The weights are its powers modulo 23. All differ and none is 0, so every single wrong character
and every swap of two shows; neighbours never add up to 23, so a doubled pair misread ("55" for
"22") shows as well."""

_LENGTH = BODY + 1
_WEIGHTS = tuple(pow(_RADIX, BODY - place, len(ALPHABET)) for place in range(_LENGTH))

_READ_AS = str.maketrans("O0DBSZGU", "QQQ8526V")
"""Characters that are in no reference, as the one they were misread from."""

_ALIKE = str.maketrans("01L", "OII")
"""Look-alikes of a prefix, which may hold any letter."""

_GAP = re.compile(r"[\s\-‐‑‒–—―−_.,:/#]+")
_READABLE = re.compile(rf"[0-9A-Z]{{{_LENGTH}}}")


def make(prefix: str, lot: int) -> str:
    """Return the reference that a random number falls on; 24 bits of it are enough."""
    values = []
    for _ in range(BODY):
        lot, value = divmod(lot, len(ALPHABET))
        values.append(value)
    check = -_weighed(values) % len(ALPHABET)
    code = "".join(ALPHABET[value] for value in (*values, check))
    return _written(prefix, code)


def tidy(text: str, prefix: str) -> str | None:
    """Return the reference that `text` is or holds, as it was made; None: it holds none.

    Upper and lower case, spaces, hyphens and look-alikes do not matter. Without its prefix it is
    read where it stands alone and has a digit, so that no word is mistaken for one.
    """
    plain = unicodedata.normalize("NFKC", text).upper()
    words = [word for word in _GAP.split(plain) if word]
    for code in (*_after(prefix, words), _alone(words)):
        if code and (found := _valid(code)):
            return _written(prefix, found)
    return None


def _after(prefix: str, words: list[str]) -> list[str]:
    """Return what follows the prefix, wherever it stands, in as many pieces as people leave."""
    alike = prefix.translate(_ALIKE)
    found = []
    for place, word in enumerate(words):
        if word[: len(prefix)].translate(_ALIKE) == alike:
            rest = "".join((word[len(prefix) :], *words[place + 1 : place + 1 + _LENGTH]))
            found.append(rest[:_LENGTH])
    return found


def _alone(words: list[str]) -> str | None:
    code = "".join(words)
    return code if len(code) == _LENGTH and any(map(str.isdigit, code)) else None


def _valid(code: str) -> str | None:
    if not _READABLE.fullmatch(code):
        return None
    read = code.translate(_READ_AS)
    if any(char not in ALPHABET for char in read):
        return None
    return read if _weighed([ALPHABET.index(char) for char in read]) == 0 else None


def _weighed(values: list[int]) -> int:
    pairs = zip(values, _WEIGHTS, strict=False)  # without the check character there is one less
    return sum(value * weight for value, weight in pairs) % len(ALPHABET)


def _written(prefix: str, code: str) -> str:
    return f"{prefix}-{code[:BODY]}-{code[BODY:]}"
