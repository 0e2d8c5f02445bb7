"""Marks a sentence of the pack with the values that the code fills into it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Takes:
    """The values that the code fills into a phrase."""

    names: frozenset[str]

    def __init__(self, *names: str) -> None:
        object.__setattr__(self, "names", frozenset(names))
