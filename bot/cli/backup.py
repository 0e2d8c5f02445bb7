"""Copy the data, consistently, while the bot serves."""

import argparse
import asyncio
import sys
from pathlib import Path

from bot.app import database_of
from bot.storage.backup import backup
from bot.storage.store import file_of, is_postgres


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take where to write."""
    parser.add_argument("file", type=Path, help="the copy; one that exists is replaced")


def execute(options: argparse.Namespace) -> int:
    """Write and verify the copy; it is a SQLite file whatever engine keeps the data."""
    where = database_of(options.config)
    if not is_postgres(where) and not file_of(where).exists():
        print(
            f"{file_of(where)}: there is no data yet. Check data_dir or DATABASE_URL.",
            file=sys.stderr,
        )
        return 1
    rows = asyncio.run(backup(where, options.file))
    print(
        f"{options.file}: written and verified, {rows.get('booking', 0)} appointments and "
        f"{rows.get('memory', 0)} citizens. It holds names: keep it as you keep the data."
    )
    return 0
