"""Who writes, and where: users and chats as the Bot API describes them."""

from dataclasses import dataclass
from typing import Literal

from bot.local.wire import Json

FIRST_PERSON_ID = 5_000_000_001
"""Beyond 32 bits, as the ids of new Telegram accounts are."""
FIRST_GROUP_ID = -1_002_000_000_001
"""The form of a supergroup's id."""


@dataclass(frozen=True)
class Person:
    """A Telegram account. Names are what their owner typed: anything at all."""

    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language_code: str = ""
    is_bot: bool = False

    @property
    def name(self) -> str:
        """First and last name, as a chat shows them."""
        return f"{self.first_name} {self.last_name}".rstrip()

    def as_json(self) -> Json:
        """The account as the Bot API's `User`."""
        optional = {
            "last_name": self.last_name,
            "username": self.username,
            "language_code": self.language_code,
        }
        return {
            "id": self.id,
            "is_bot": self.is_bot,
            "first_name": self.first_name,
            **{key: value for key, value in optional.items() if value},
        }


@dataclass(frozen=True)
class Chat:
    """A private chat with a person, or a supergroup that the bot is a member of."""

    id: int
    kind: Literal["private", "supergroup"]
    title: str = ""
    person: Person | None = None

    def as_json(self) -> Json:
        """The chat as the Bot API's `Chat`."""
        if self.person is None:
            return {"id": self.id, "type": self.kind, "title": self.title}
        names = self.person.as_json()
        shown = names.keys() & {"first_name", "last_name", "username"}
        return {"id": self.id, "type": self.kind} | {key: names[key] for key in shown}


def private_chat(person: Person) -> Chat:
    """The chat between this person and the bot; it has the person's id."""
    return Chat(person.id, "private", person=person)
