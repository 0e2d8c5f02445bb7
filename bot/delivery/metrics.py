"""What is counted while the bot runs. Off by default, and then nothing is counted or imported."""

from typing import Protocol


class Metrics(Protocol):
    """Notes what happens. Words are from the code, never from a citizen, and no ids."""

    def received(self) -> None:
        """Note that an update was kept that was not known before."""
        ...

    def answered(self, outcome: str) -> None:
        """Note a question's outcome: answer, suggest or abstain."""
        ...

    def booking(self, change: str) -> None:
        """Note a change in the appointment book: booked, moved or cancelled."""
        ...

    def sent(self, result: str) -> None:
        """Note what became of an attempt to send: sent, retried, blocked, dropped."""
        ...


class NoMetrics:
    """Notes nothing."""

    def received(self) -> None:
        """Ignore it."""

    def answered(self, outcome: str) -> None:
        """Ignore it."""

    def booking(self, change: str) -> None:
        """Ignore it."""

    def sent(self, result: str) -> None:
        """Ignore it."""
