"""A clock that is never set back."""

from datetime import datetime, timedelta

from bot.delivery.ports import Time


class Onward:
    """The calendar's clock, carried on by the steady one where it is set back.

    What is owed is due at once or after a short pause. By a clock that was an hour fast and is
    set right, an answer that was put off for a second would wait for an hour.
    """

    def __init__(self, time: Time) -> None:
        """Go by the clocks of `time`."""
        self._time = time
        self._ahead = self._now_ahead()

    def now(self) -> datetime:
        """Return an instant that is not before any returned earlier; aware, in UTC."""
        self._ahead = max(self._ahead, self._now_ahead())
        return self._ahead + self._steady()

    def _now_ahead(self) -> datetime:
        return self._time.clock.now() - self._steady()

    def _steady(self) -> timedelta:
        return timedelta(seconds=self._time.monotonic())
