"""The real program, as a child process, over real HTTP."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.clock import SystemClock
from bot.local import Citizen, LocalServer, LocalTelegram

ROOT = Path(__file__).parents[1]

MESSAGES = (
    "where is the embassy",
    "i lost my passport!!",
    "necesito renovar mi pasaporte",
    "is this call about my grandson in jail a scam?",
    "can you check my wife's visa",
    "how do I register a birth",
    "thanks",
    "asdf",
    "atienden mañana?",
    "/help",
    "/language",
    "<b>& \u202e weird </b>",
    "a" * 4096,
    "🙂",
    "???",
    "quiero cancelar mi cita",
    "HELP ME",
    "/unknown",
    "mi hermano esta preso",
    "what time do you close",
)


@asynccontextmanager
async def child(
    telegram: LocalTelegram, tmp_path: Path
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run `embassy-bot run` against a local Bot API server, and stop it as an operator would."""
    async with LocalServer(telegram) as server:
        environment = {
            **os.environ,
            "TELEGRAM_BOT_TOKEN": telegram.token,
            "TELEGRAM_API_BASE_URL": server.url,
            "DATABASE_URL": f"sqlite:///{tmp_path / 'bot.db'}",
        }
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            "run",
            cwd=ROOT,
            env=environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            yield process
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()


async def test_a_hundred_messages_are_all_answered(tmp_path: Path) -> None:
    telegram = LocalTelegram(SystemClock().now)
    async with child(telegram, tmp_path) as process:
        people = [Citizen(telegram, name=f"C{n}", patience=60) for n in range(5)]
        for message in MESSAGES:
            for person in people:
                await person.says(message)
        process.send_signal(signal.SIGTERM)
        out, err = await asyncio.wait_for(process.communicate(), timeout=60)
    telegram.check()

    said = (out + err).decode()
    assert process.returncode == 0, said
    assert "failed with" not in said
    assert telegram.token.split(":")[1] not in said
    assert not any(message in said for message in MESSAGES if len(message) > 8)
    answers = [entry for entry in telegram.transcript if entry.by_bot and entry.kind == "message"]
    assert len(answers) == len(people) * len(MESSAGES) == 100
    assert telegram.token.encode() not in b"".join(
        path.read_bytes() for path in tmp_path.iterdir()
    )
