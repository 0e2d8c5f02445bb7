"""Notices a bot that has gone deaf. `Updater.running` cannot: it stays true when polling died."""

import logging
from collections.abc import Awaitable, Callable

from bot.delivery.ports import Alarm, Time

log = logging.getLogger(__name__)

LOOK_EVERY = 5.0
"""Seconds between looks."""

RESTART_AFTER = 45.0
"""Seconds without an answer to `getUpdates` after which polling is begun anew: longer than an
honest poll and one that fails by a timeout take together, short enough for two new beginnings."""

GIVE_UP_AFTER = 120.0
"""Seconds after which the process ends, so that its supervisor starts it afresh."""


class Deaf(Exception):
    """Nothing arrives any more; the text says why the process ends."""


class Watchdog:
    """Begins polling anew, then ends the process."""

    def __init__(
        self,
        silence: Callable[[], float],
        stuck_for: Callable[[], float],
        restart: Callable[[], Awaitable[None]],
        *,
        time: Time,
        alarm: Alarm,
    ) -> None:
        """Watch.

        Args:
            silence: seconds since Telegram last answered a poll (`bot.delivery.health.Pulse`).
            stuck_for: seconds that an update has been waiting to be written (`Intake.stuck_for`).
            restart: begins polling anew.
            time: clocks.
            alarm: rings before the process ends.
        """
        self._silence = silence
        self._stuck_for = stuck_for
        self._restart = restart
        self._time = time
        self._alarm = alarm

    async def run(self) -> None:
        """Watch for ever.

        Raises:
            Deaf: nothing has arrived for too long.
        """
        restart_at = RESTART_AFTER
        while True:
            await self._time.sleep(LOOK_EVERY)
            stuck, age = self._stuck_for(), self._silence()
            if stuck >= GIVE_UP_AFTER:
                raise self._deaf(f"For {stuck:.0f} seconds no message could be written down.")
            if age < RESTART_AFTER:
                restart_at = RESTART_AFTER
            elif age >= GIVE_UP_AFTER and not stuck:
                raise self._deaf(f"For {age:.0f} seconds Telegram has not answered.")
            elif age >= restart_at and not stuck:  # while one is stuck, polling rightly rests
                restart_at = age + RESTART_AFTER
                await self._begin_anew(age)

    async def _begin_anew(self, age: float) -> None:
        log.warning("no answer from Telegram for %.0f seconds; polling begins anew", age)
        try:
            await self._restart()
        except Exception as error:  # out of reach still: the next look decides
            log.warning("polling could not begin (%s)", type(error).__name__)

    def _deaf(self, why: str) -> Deaf:
        self._alarm(f"{why} The bot ends and should be started again at once.")
        return Deaf(why)
