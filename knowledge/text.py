"""How a message becomes comparable tokens. Shared by search, guards and language detection."""

import re
import unicodedata

MAX_READ = 4096
"""Characters looked at: Telegram's own limit for a text message (Bot API, sendMessage)."""

MOST_FOLDED = 2 * MAX_READ
"""Characters kept after unfolding: accents double a text, one Arabic ligature makes eighteen."""

_APOSTROPHES = re.compile(r"['’‘`´ʼ]")
_TOKEN = re.compile(r"[^\W_]+")
_STRETCHED = re.compile(r"([a-z])\1{2,}")


def fold(text: str) -> str:
    """Lower-case `text`, without accents, apostrophes and stretched letters ("helpppp").

    Accents carry almost no meaning in what people type on phones; "ñ" becomes "n" for the same
    reason. Apostrophes go because "cant" and "can't" are typed alike. Never raises.
    """
    plain = text[:MAX_READ].casefold()
    if not plain.isascii():
        decomposed = unicodedata.normalize("NFKD", plain)[:MOST_FOLDED]
        plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    return _STRETCHED.sub(r"\1", _APOSTROPHES.sub("", plain))


def tokens(text: str) -> list[str]:
    """Return the folded words and numbers of `text`, in order."""
    return _TOKEN.findall(fold(text))
