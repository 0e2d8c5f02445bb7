"""Common words of the languages, which look like a pack's word but are spelled as meant."""

from functools import cache
from importlib import resources

FOLDER = "ordinary"


@cache
def ordinary_words() -> frozenset[str]:
    """Return the words of all lists in the folder: one file a language, folded, by spaces."""
    lists = resources.files(__package__).joinpath(FOLDER).iterdir()
    texts = (file.read_text(encoding="utf-8") for file in lists if file.name.endswith(".txt"))
    return frozenset(word for text in texts for word in text.split())
