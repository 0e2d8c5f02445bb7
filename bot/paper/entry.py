"""What a calendar is told about an appointment. Nothing that names a person: calendars are
copied to clouds and shared with colleagues.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid5

_SPACE = UUID("6f1f6c5e-4f0c-5d43-9a39-6a3f0f7a9b51")
"""Of the names made here alone. Another one would double every appointment already imported."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An appointment, as a citizen's calendar shows it.

    Attributes:
        reference: of the booking; begins with the prefix of the post's own book.
        sequence: of the booking; a calendar takes a file only if it is higher than what it has.
        start: aware, its zone one of the IANA database's: that zone stands in the file.
        alarms: how long before the start a calendar reminds.
        organizer: the post's address, and `organizer_name` who reads it.
    """

    language: str
    reference: str
    sequence: int
    start: datetime
    minutes: int
    title: str
    place: str
    about: str
    organizer: str
    organizer_name: str
    alarms: tuple[timedelta, ...] = ()

    @property
    def uid(self) -> str:
        """What stays the same when the appointment is moved or cancelled.

        Made of the reference alone, which begins with the post's prefix: names and addresses of a
        post change, and a calendar would then take the next file for another appointment.
        """
        return str(uuid5(_SPACE, self.reference))
