"""The command line: `embassy-bot COMMAND`. One module a command."""

import argparse
import os
import sys
from collections.abc import Sequence

from bot import __version__, config
from bot.cli import ask, backup, calendar, chat, check, evaluate, restore, run, schema
from bot.storage.store import DatabaseError
from knowledge.problems import PackError

COMMANDS = (run, chat, ask, check, calendar, evaluate, backup, restore, schema)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return the process's exit code.

    0: done. 1: something is wrong with pack, configuration or data. 2: wrong usage.
    """
    # python-telegram-bot 22 warns until one opts in to durations as timedelta values.
    os.environ.setdefault("PTB_TIMEDELTA", "1")
    options = _parser().parse_args(arguments)
    try:
        options.config = config.load(os.environ)
        return int(options.execute(options))
    except (config.ConfigError, PackError, DatabaseError) as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:  # the reader, e.g. `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="embassy-bot", description="Citizen services of an embassy, on Telegram."
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for module in COMMANDS:
        name = module.__name__.rpartition(".")[2]
        summary = (module.__doc__ or "").splitlines()[0]
        command = commands.add_parser(name, help=summary, description=summary)
        module.add_arguments(command)
        command.set_defaults(execute=module.execute)
    return parser
