"""What an author of calendar.yaml can get wrong, and is told."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from pydantic import ValidationError

from knowledge.loader import shipped
from knowledge.opening import CalendarFile
from knowledge.source import read

Change = Callable[[dict[str, Any]], object]


def _data() -> dict[str, Any]:
    data: dict[str, Any] = read(shipped("lima") / "calendar.yaml", "calendar.yaml").data
    return data


def _day(**keys: object) -> dict[str, object]:
    reason = {"en": "training", "es": "capacitación"}
    return {"date": "2026-12-01", "channels": ["office"], "closed": True, "reason": reason, **keys}


def _exceptional(**keys: object) -> Change:
    return lambda data: data.update(exceptional=[_day(**keys)])


def _office(**keys: object) -> Change:
    return lambda data: data["channels"]["office"].update(keys)


MISTAKES: list[tuple[Change, str]] = [
    (lambda data: data.update(timezone="Lima"), "no time zone"),
    (lambda data: data.update(hours={}), "Extra inputs"),
    (_office(weekly={"mon-fri": ["8-11:30"]}), "no window"),
    (_office(weekly={"mon-fri": ["11:30-08:00"]}), "begin before it ends"),
    (_office(weekly={"mon-fri": ["08:00-11:30", "11:00-12:00"]}), "overlap"),
    (_office(weekly={"fri-mon": ["08:00-11:30"]}), "runs backwards"),
    (_office(weekly={"monday": ["08:00-11:30"]}), "no weekday"),
    (_office(weekly={"mon-fri": ["08:00-11:30"], "wed": []}), "two spans"),
    (_office(weekly={}), "needs either weekly hours"),
    (_office(closed_on=["last wednesday"]), "no weekday of the month"),
    (_office(holidays="no"), "Input should be 'closed', 'open' or 'unstated'"),
    (_office(holidays_of=["CL"]), "no country of this file"),
    (_office(always=True), "needs either weekly hours"),
    (lambda data: data["channels"]["hotline"].pop("always_says"), "go together"),
    (lambda data: data["countries"][1].update(skip=["6-7"]), "no day of the year"),
    (_exceptional(windows=["08:00-10:00"]), "closed day has no windows"),
    (_exceptional(until="2026-11-30"), "lies before"),
    (_exceptional(channels=["library"]), "is no channel"),
    (_exceptional(date="2026-12-05", closed=False), "weekend needs `windows`"),
    (lambda data: data["sentences"].pop("open_day"), "open_day"),
    (lambda data: data["sentences"].update(good_luck={"en": "x", "es": "x"}), "good_luck"),
    (lambda data: data["sentences"]["open_day"].update(es="{day}: {hours}"), "placeholders"),
    (lambda data: data["sentences"]["no"].update(en="No, {name}."), "placeholders: none"),
    (lambda data: data["sentences"]["no"].pop("es"), "has no “es”"),
    (lambda data: data["words"]["ordinals"].pop("last"), "lack last"),
    (lambda data: data["channels"]["hotline"]["always_says"].update(en="Yes."), "placeholders"),
]


@pytest.mark.parametrize(("change", "said"), MISTAKES, ids=[said for _, said in MISTAKES])
def test_a_mistake_is_told(change: Change, said: str) -> None:
    data = _data()
    CalendarFile.model_validate(data)
    change(data)
    with pytest.raises(ValidationError, match=re.escape(said)):
        CalendarFile.model_validate(data)


def test_the_channels_stand_from_the_general_to_the_particular() -> None:
    expected = ["office", "phone", "hotline", "cusco_agent", "migraciones"]
    assert list(CalendarFile.model_validate(_data()).channels) == expected
