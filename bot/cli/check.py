"""Check configuration and pack; all problems at once."""

import argparse

from bot.cli.options import clock_of, instant
from bot.config import Config
from bot.library import pack_folder
from knowledge import loader


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the day for staleness."""
    parser.add_argument("--now", type=instant, help="judge staleness as of this instant")


def execute(options: argparse.Namespace) -> int:
    """Print every problem; return 1 if the pack cannot be used."""
    config: Config = options.config
    folder = pack_folder(config.file.pack)
    today = clock_of(options).now().date()
    pack, problems = loader.examine(folder, config.file.post_settings, today)
    for problem in problems:
        print(problem)
    if pack is None:
        errors = sum(problem.severity == "error" for problem in problems)
        print(f"{errors} problem{'s' * (errors != 1)}: the pack in {folder} is not used.")
        return 1
    phrasings = sum(len(lines) for entry in pack.entries.values() for lines in entry.ask.values())
    print(
        f"{pack.post.name[pack.languages[0]]}: {len(pack.entries)} topics, "
        f"{phrasings} phrasings, {len(problems)} warnings. Loaded from {folder}."
    )
    return 0
