from pathlib import Path

import pytest

from knowledge import loader
from knowledge.problems import Problem
from tests.pack.packs import TODAY, Spoil, changed, copied


@pytest.fixture
def spoil(tmp_path: Path) -> Spoil:
    """Return a function that changes one stretch of the shipped pack and examines the result."""

    def change(name: str, old: str, new: str) -> tuple[Problem, ...]:
        pack = copied(tmp_path)
        changed(pack, name, old, new)
        return loader.examine(pack, {}, TODAY)[1]

    return change
