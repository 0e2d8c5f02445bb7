"""Bears bots: a process that has learnt the pack once and forks a bot whenever it is told to.

Learning takes seconds; a bot that is killed again and again would do little else. All that comes
after it is the real program: `bot.cli.main(["run"])` in a process of its own.

Each line of input is a job, each line of output its result, both as JSON:
`{"do": "start", "log", "clock", "environ"}` gives a process id, `{"do": "poll", "pid"}` its exit
code or null. The end of the input ends the nursery and whatever still lives in it.
"""

import json
import os
import signal
import sys
import traceback
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

from bot import app, config
from bot.cli import main, run
from bot.clock import SystemClock
from bot.library import learner, load_pack


@dataclass(frozen=True)
class AdjustableClock:
    """The machine's clock, put forward by the seconds that stand in a file."""

    file: Path

    def now(self) -> datetime:
        return SystemClock().now() + timedelta(seconds=float(self.file.read_text()))


class Nursery:
    """The bots that were born here and have not been seen dead."""

    def __init__(self) -> None:
        self._pack = load_pack(config.Config(), SystemClock())
        self._dialogue = learner(config.load(os.environ))(self._pack)
        self._alive: set[int] = set()

    def answer(self, job: dict[str, Any]) -> int | None:
        return self._start(job) if job["do"] == "start" else self._poll(job["pid"])

    def end(self) -> None:
        for pid in self._alive:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)

    def _start(self, job: dict[str, Any]) -> int:
        pid = os.fork()
        if pid == 0:
            self._live(job)
        self._alive.add(pid)
        return pid

    def _poll(self, pid: int) -> int | None:
        found, status = os.waitpid(pid, os.WNOHANG)
        if not found:
            return None
        self._alive.discard(pid)
        return os.waitstatus_to_exitcode(status)

    def _live(self, job: dict[str, Any]) -> NoReturn:
        code = 70
        try:
            _settle(job)
            clock = AdjustableClock(Path(job["clock"]))
            learnt = partial(app.open_service, learn=lambda _: self._dialogue)
            # In this process only, which is the program's from here on.
            vars(app)["load_pack"] = lambda *_: self._pack
            vars(run).update(clock_of=lambda _: clock, open_service=learnt)
            code = main(["run"])
        except BaseException:
            traceback.print_exc()
        finally:
            with suppress(OSError):
                sys.stdout.flush()
                sys.stderr.flush()
            os._exit(code)


def _settle(job: dict[str, Any]) -> None:
    log = os.open(job["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.environ.update(job["environ"])


def serve() -> None:
    nursery = Nursery()
    try:
        for line in sys.stdin:
            print(json.dumps(nursery.answer(json.loads(line))), flush=True)  # noqa: T201 - its output
    finally:
        nursery.end()


if __name__ == "__main__":
    serve()
