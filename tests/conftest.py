"""Settings that all tests share."""

import os

# As `bot.cli.main` does: durations come as timedelta values, without a warning.
os.environ.setdefault("PTB_TIMEDELTA", "1")
