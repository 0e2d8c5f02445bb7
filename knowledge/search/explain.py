"""What in a message spoke for a reading: features added up to words people can check."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from knowledge.search.features import LETTERS, MEANING, Reader

MOST_REASONS = 8


def reasons(
    evidence: Mapping[str, float], tokens: Sequence[str], reader: Reader
) -> tuple[tuple[str, float], ...]:
    """Return what each word, pair of words or meaning added, strongest first.

    Args:
        evidence: what each known feature of the message added.
        tokens: the words of the message.
        reader: what the features were made with.
    """
    owners = {
        name: token
        for token in reversed(tokens)
        for name in reader.of_word(token)
        if name[0] == LETTERS
    }
    added: defaultdict[str, float] = defaultdict(float)
    for name, value in evidence.items():
        added[owners.get(name) or _shown(name)] += value
    ordered = sorted(added.items(), key=lambda pair: (-abs(pair[1]), pair[0]))
    return tuple((name, round(value, 3)) for name, value in ordered[:MOST_REASONS])


def _shown(name: str) -> str:
    return f"({name[1:]})" if name[0] == MEANING else name[1:]
