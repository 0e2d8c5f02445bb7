from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from bot.calendar import Calendar, HoursAnswer, HoursContext, HoursDesk, HoursQuestion
from knowledge import source
from knowledge.facts import Facts
from knowledge.loader import shipped
from knowledge.model import PostFile
from knowledge.opening import CalendarFile

Ask = Callable[..., HoursAnswer | None]


def _lima() -> CalendarFile:
    folder: Path = shipped("lima")
    post = PostFile.model_validate(source.read(folder / "post.yaml", "post.yaml").data)
    data = source.read(folder / "calendar.yaml", "calendar.yaml").data
    hours = {name: channel["says"] for name, channel in data["channels"].items()}
    unknown: list[str] = []
    expanded = Facts(post, hours, {}).expand(data, lambda _, what: unknown.append(what))
    assert not unknown
    return CalendarFile.model_validate(expanded)


@pytest.fixture(scope="session")
def lima() -> CalendarFile:
    return _lima()


@pytest.fixture(scope="session")
def calendar(lima: CalendarFile) -> Calendar:
    return Calendar(lima)


@pytest.fixture(scope="session")
def desk(lima: CalendarFile) -> HoursDesk:
    return HoursDesk(lima)


@pytest.fixture(scope="session")
def ask(desk: HoursDesk) -> Ask:
    """Ask the desk at 18:00 on Tuesday 24 November 2026, unless told otherwise."""

    def put(
        text: str,
        language: str = "en",
        *,
        now: str = "2026-11-24T18:00-05:00",
        topic: str = "hours",
        context: HoursContext | None = None,
    ) -> HoursAnswer | None:
        at = datetime.fromisoformat(now)
        return desk.answer(HoursQuestion(text, language, at, topic, context))

    return put
