"""The shipped pack as it is, and with one stretch of it changed; no bot around it."""

import shutil
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

from knowledge import loader
from knowledge.pack import Pack
from knowledge.problems import Problem

TODAY = date(2026, 11, 22)
ONE_GUARD = """
guards: [{id: fire, kind: emergency, patterns: [fire]}]
must_trigger: {fire: [fire]}
must_not_trigger: {visa: [hello]}
"""
Spoil = Callable[[str, str, str], tuple[Problem, ...]]


@cache
def shipped() -> Pack:
    """The shipped pack, loaded once for all tests of a process."""
    return loader.load(loader.shipped("lima"), {}, TODAY)


def copied(folder: Path, guards: bool = True) -> Path:
    """Copy the shipped pack into `folder`; return where it is.

    Its guards take most of the time that loading takes: `guards=False` leaves all but one out.
    """
    pack = Path(shutil.copytree(loader.shipped("lima"), folder / "pack"))
    if not guards:
        (pack / "guards.yaml").write_text(ONE_GUARD, encoding="utf-8")
    return pack


def changed(pack: Path, name: str, old: str, new: str) -> int:
    """Change the first `old` of a file to `new`; return the line it stands on."""
    file = pack / name
    text = file.read_text(encoding="utf-8")
    assert old in text, f"{name} no longer has {old!r}"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1
