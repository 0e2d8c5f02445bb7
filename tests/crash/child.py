"""A bot in a process of its own: started, watched, stopped, killed."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from subprocess import PIPE
from typing import Any

from bot.local import LocalServer, LocalTelegram

ROOT = Path(__file__).parents[2]

GLANCE = 0.01
"""Seconds between looks at a process or its log."""


class Nursery:
    """The process that bears bots (`tests.crash.nursery`)."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def ask(self, **job: Any) -> int | None:
        assert self._process.stdin
        assert self._process.stdout
        print(json.dumps(job), file=self._process.stdin, flush=True)
        answer = self._process.stdout.readline()
        assert answer, "the nursery has died"
        return json.loads(answer)  # type: ignore[no-any-return] # as its protocol says


@contextmanager
def nursery() -> Iterator[Nursery]:
    """Start one; it takes seconds to learn. Whatever lives in it ends with it."""
    environ = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "PTB_TIMEDELTA": "1"}
    command = (sys.executable, "-m", "tests.crash.nursery")
    with subprocess.Popen(  # noqa: S603 - our own words
        command, cwd=ROOT, env=environ, stdin=PIPE, stdout=PIPE, text=True
    ) as process:
        yield Nursery(process)


def environ(telegram: LocalTelegram, server: LocalServer, file: Path) -> dict[str, str]:
    """What a bot is told of its surroundings."""
    return {
        "TELEGRAM_BOT_TOKEN": telegram.token,
        "TELEGRAM_API_BASE_URL": server.url,
        "DATABASE_URL": f"sqlite:///{file}",
    }


class Bot:
    """`embassy-bot run` on one database; starts and ends any number of times."""

    def __init__(self, nursery: Nursery, folder: Path, environ: Mapping[str, str]) -> None:
        self._nursery = nursery
        self._environ = dict(environ)
        self._log = folder / "bot.log"
        self._clock = folder / "clock"
        self._log.touch()
        self._heard = 0
        self.pid = 0
        self.forward(0)

    @property
    def said(self) -> str:
        """All that it ever wrote to its output, in all its lives."""
        return self._log.read_text()

    @property
    def said_last(self) -> str:
        """What it wrote in this life."""
        return self._log.read_bytes()[self._heard :].decode()

    @property
    def runs(self) -> bool:
        return self.pid != 0

    def forward(self, seconds: float) -> None:
        """Set its wall clock so far ahead of ours, or behind, at once and while it runs."""
        fresh = self._clock.with_suffix(".new")
        fresh.write_text(str(seconds))
        fresh.replace(self._clock)

    def start(self) -> None:
        assert not self.runs
        self._heard = self._log.stat().st_size
        log, clock = str(self._log), str(self._clock)
        job = {"do": "start", "log": log, "clock": clock, "environ": self._environ}
        self.pid = self._nursery.ask(**job) or 0

    async def serves(self, patience: float = 30.0) -> None:
        """Return when it takes updates."""
        await self.until(lambda: " as @" in self.said_last, patience)

    async def until(self, met: Callable[[], bool], patience: float = 30.0) -> None:
        """Wait until something is so; it must live that long."""
        give_up = time.monotonic() + patience
        while not met():
            assert not self.has_ended(), f"it ended meanwhile:\n{self.said_last}"
            assert time.monotonic() < give_up, f"in vain:\n{self.said_last}"
            await asyncio.sleep(GLANCE)

    def has_ended(self) -> bool:
        return not self.runs or self._poll() is not None

    def tell(self, number: signal.Signals) -> None:
        os.kill(self.pid, number)

    async def ended(self, patience: float = 30.0) -> int:
        """Return the exit code, once there is one; negative: the signal that killed it."""
        give_up = time.monotonic() + patience
        while (code := self._poll()) is None:
            assert time.monotonic() < give_up, f"it does not end:\n{self.said_last}"
            await asyncio.sleep(GLANCE)
        return code

    async def stopped(self) -> int:
        """Stop it as an operator would."""
        self.tell(signal.SIGTERM)
        return await self.ended()

    async def killed(self) -> int:
        """Kill it as a failing machine would."""
        self.tell(signal.SIGKILL)
        return await self.ended()

    def _poll(self) -> int | None:
        code = self._nursery.ask(do="poll", pid=self.pid)
        if code is not None:
            self.pid = 0
        return code
