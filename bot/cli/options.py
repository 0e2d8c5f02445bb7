"""Options that several commands share."""

import argparse
from datetime import datetime

from bot.clock import Clock, FixedClock, SystemClock


def clock_of(options: argparse.Namespace) -> Clock:
    """Return the clock asked for with `--now`, or the machine's."""
    return FixedClock(options.now) if options.now else SystemClock()


def instant(text: str) -> datetime:
    """Read an ISO 8601 instant with its offset, for `--now`."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        message = f"{text!r} is no instant; write e.g. 2026-11-24T18:00:00-05:00"
        raise argparse.ArgumentTypeError(message)
    return found
