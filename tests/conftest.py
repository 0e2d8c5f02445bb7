"""Settings that all tests share."""

import os
from pathlib import Path

# As `bot.cli.main` does: durations come as timedelta values, without a warning.
os.environ.setdefault("PTB_TIMEDELTA", "1")

# What tests learn is kept apart from what the person at this machine uses.
os.environ["XDG_CACHE_HOME"] = str(Path(__file__).parent.parent / ".cache")
