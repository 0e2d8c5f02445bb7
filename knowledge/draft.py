"""A pack on its way from files to use."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from pydantic import BaseModel

from knowledge.asked import Asked
from knowledge.guards import Guards
from knowledge.model import Topic, TopicFile
from knowledge.problems import Problem
from knowledge.source import Source

Model = TypeVar("Model", bound=BaseModel)


@dataclass(slots=True)
class Draft:
    """The files as read, their validated shapes, and the problems found so far."""

    sources: dict[str, Source]
    models: dict[str, BaseModel] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    guards: Guards | None = None
    """Compiled once, while they were checked."""
    asked: list[Asked] = field(default_factory=list)

    def get(self, name: str, model: type[Model]) -> Model | None:
        """Return the validated file `name`, or None where it had mistakes."""
        found = self.models.get(name)
        return found if isinstance(found, model) else None

    def need(self, name: str, model: type[Model]) -> Model:
        """Return the validated file `name`, which is known to be free of mistakes."""
        found = self.get(name, model)
        if found is None:
            raise LookupError(f"{name} is missing or has mistakes")
        return found

    def topics(self) -> Iterator[tuple[Source, int, Topic]]:
        """Yield every topic with the file and position it was written in."""
        for name, model in self.models.items():
            if isinstance(model, TopicFile):
                for index, topic in enumerate(model.topics):
                    yield self.sources[name], index, topic
