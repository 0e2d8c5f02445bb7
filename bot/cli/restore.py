"""Put a copy back: into a new file, or an empty PostgreSQL database."""

import argparse
import asyncio
from pathlib import Path

from bot.app import database_of
from bot.storage.backup import restore


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take what to restore."""
    parser.add_argument("file", type=Path, help="a copy made by `backup`")


def execute(options: argparse.Namespace) -> int:
    """Restore, and say what is left behind on purpose."""
    restored = asyncio.run(restore(options.file, database_of(options.config)))
    print(
        f"Restored {restored.rows.get('booking', 0)} appointments and "
        f"{restored.rows.get('memory', 0)} citizens from {options.file}.\n"
        f"Not sent again: {restored.unsent} messages. Too late to answer: "
        f"{restored.unhandled} messages of citizens."
    )
    return 0
