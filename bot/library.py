"""The dialogue in force, renewed when the pack changes; a bad pack never replaces a good one."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

from bot.clock import Clock
from bot.config import Config
from bot.dialogue.respond import Dialogue
from knowledge import loader
from knowledge.pack import Pack
from knowledge.problems import PackError
from knowledge.search import Shelf

log = logging.getLogger(__name__)

LOOK_EVERY = 2.0
"""Seconds between looks at the files; a change is in force after two looks and the learning."""

Signature = frozenset[tuple[str, int, int]]
"""Name, time of change (ns) and size of every file."""


def pack_folder(name: str) -> Path:
    """Return the folder of a pack: a path with a separator is a path, else a shipped one."""
    return Path(name) if "/" in name or "\\" in name else loader.shipped(name)


def load_pack(config: Config, clock: Clock) -> Pack:
    """Load the configured pack.

    Raises:
        knowledge.problems.PackError: the pack has mistakes.
    """
    folder = pack_folder(config.file.pack)
    return loader.load(folder, config.file.post_settings, clock.now().date())


def learner(config: Config) -> Callable[[Pack], Dialogue]:
    """Return what makes a dialogue of a pack: learned at the first start, then remembered."""
    return partial(Dialogue, shelf=Shelf(config.cache_dir) if config.cache_dir else None)


class Library:
    """Holds the present dialogue and watches its files."""

    def __init__(
        self,
        folder: Path,
        load: Callable[[], Dialogue],
        report: Callable[[str], Awaitable[None]],
    ) -> None:
        """Load the pack.

        Args:
            folder: of the pack.
            load: reads it anew; raises `PackError` where it has mistakes.
            report: tells the post's staff about a refused change.

        Raises:
            PackError: the pack has mistakes now, at the start.
        """
        self._folder = folder
        self._load = load
        self._report = report
        self._used = self._seen = signature(folder)
        self._dialogue = load()

    def dialogue(self) -> Dialogue:
        """Return the dialogue in force."""
        return self._dialogue

    async def watch(self) -> None:
        """Renew for ever. Never raises but when cancelled."""
        while True:
            await asyncio.sleep(LOOK_EVERY)
            await self.look()

    async def look(self) -> None:
        """Renew if the files have changed and have been at rest since the last look."""
        before, self._seen = self._seen, signature(self._folder)
        if self._seen == self._used or self._seen != before:
            return
        self._used = self._seen
        try:
            self._dialogue = await asyncio.to_thread(self._load)
        except PackError as refused:
            log.warning("the changed pack is refused, the last good one serves on:\n%s", refused)
            await self._report(str(refused))
        else:
            log.info("the changed pack is in force")


def signature(folder: Path) -> Signature:
    """Return what tells one state of the files from another."""
    found = []
    for path in (*folder.rglob("*.yaml"), *folder.rglob("*.txt")):
        try:
            state = path.stat()
        except FileNotFoundError:  # removed while we looked
            continue
        found.append((str(path.relative_to(folder)), state.st_mtime_ns, state.st_size))
    return frozenset(found)
