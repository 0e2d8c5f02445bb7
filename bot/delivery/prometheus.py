"""Metrics in the text format that Prometheus reads."""

import math
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    ProcessCollector,
    generate_latest,
)

Depths = Callable[[], Awaitable[tuple[int, int]]]
"""Counts the rows that wait in the inbox and in the outbox."""

_WORD = re.compile(r"[a-z_]{1,40}")


class PrometheusMetrics:
    """Counts since the process started, and measures when asked."""

    def __init__(self, depths: Depths, silence: Callable[[], float] | None = None) -> None:
        """Begin at zero.

        Args:
            depths: asked at each scrape.
            silence: seconds since Telegram last answered a poll; None with a webhook.
        """
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._depths = depths
        self._received = self._counter("updates_received", "Updates kept, each once.")
        self._answered = self._counter("answers", "Questions by what came of them.", "outcome")
        self._bookings = self._counter("appointments", "Changes in the book.", "change")
        self._sent = self._counter("sends", "Attempts to send, by what came of them.", "result")
        self._inbox = self._gauge("inbox_waiting", "Updates that are not handled yet.")
        self._outbox = self._gauge("outbox_waiting", "Messages that are not sent yet.")
        if silence:
            poll = self._gauge("last_poll_age_seconds", "Since Telegram last answered a poll.")
            poll.set_function(silence)

    @property
    def content_type(self) -> str:
        """The MIME type of `exposition`."""
        return CONTENT_TYPE_LATEST

    async def exposition(self) -> bytes:
        """Return all numbers; depths that the database does not tell are NaN."""
        inbox = outbox = math.nan
        with suppress(Exception):  # without the database the other numbers matter all the more
            inbox, outbox = await self._depths()
        self._inbox.set(inbox)
        self._outbox.set(outbox)
        return generate_latest(self._registry)

    def received(self) -> None:
        """Count an update."""
        self._received.inc()

    def answered(self, outcome: str) -> None:
        """Count a question's outcome."""
        self._answered.labels(_word(outcome)).inc()

    def booking(self, change: str) -> None:
        """Count a change in the appointment book."""
        self._bookings.labels(_word(change)).inc()

    def sent(self, result: str) -> None:
        """Count an attempt to send."""
        self._sent.labels(_word(result)).inc()

    def _counter(self, name: str, meaning: str, *labels: str) -> Counter:
        return Counter(f"embassy_bot_{name}", meaning, labels, registry=self._registry)

    def _gauge(self, name: str, meaning: str) -> Gauge:
        return Gauge(f"embassy_bot_{name}", meaning, registry=self._registry)


def _word(label: str) -> str:
    """A label that cannot be a number, a name or a sentence: those would be somebody's."""
    return label if _WORD.fullmatch(label) else "other"
