"""Failures of which the sender may be sure; every other `NetworkError` leaves it in doubt."""

from telegram.error import NetworkError, TimedOut


class NotDelivered(NetworkError):
    """Telegram has not seen the request: it can be sent again without a double."""


class NotDeliveredInTime(TimedOut, NotDelivered):
    """Telegram has not seen the request, because the time to reach it was over."""
