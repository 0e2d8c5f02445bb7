"""The offline Telegram knows Telegram and the standard library, and nothing else at run time."""

import ast
import subprocess
import sys
from pathlib import Path

ROOM = Path(__file__).parents[2] / "bot" / "local"


def imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    return names


def test_only_telegram_and_the_standard_library_are_imported() -> None:
    known = {*sys.stdlib_module_names, "telegram"}
    strangers = {
        (path.name, name)
        for path in ROOM.glob("*.py")
        for name in imported(path)
        if name.partition(".")[0] not in known and not name.startswith("bot.local")
    }
    assert len(list(ROOM.glob("*.py"))) > 20
    assert strangers == {("server.py", "aiohttp")}


def test_the_server_is_the_only_one_to_need_aiohttp_and_only_when_it_serves() -> None:
    program = "import sys, bot.local; sys.exit('aiohttp' in sys.modules)"
    command = [sys.executable, "-c", program]
    assert subprocess.run(command, cwd=ROOM.parents[1], check=False).returncode == 0  # noqa: S603 - our own words
