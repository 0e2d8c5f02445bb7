"""Small tools of these tests."""

import json
from datetime import UTC, datetime, timedelta

from bot.local import LocalTelegram
from bot.local.wire import Call, Json

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
ANA = 5_000_000_077


class Ticker:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)


async def ask(telegram: LocalTelegram, method: str, **parameters: object) -> Json:
    """What the server answers, as JSON; values that are no text are sent as JSON."""
    sent = {
        name: value if isinstance(value, str) else json.dumps(value)
        for name, value in parameters.items()
    }
    answer = await telegram.call(Call(telegram.token, method, sent))
    body: Json = json.loads(answer.body)
    assert answer.status == body.get("error_code", 200)
    return body


async def result(telegram: LocalTelegram, method: str, **parameters: object) -> Json:
    body = await ask(telegram, method, **parameters)
    assert body["ok"], body
    found: Json = body["result"]
    return found


async def refusal(telegram: LocalTelegram, method: str, **parameters: object) -> str:
    body = await ask(telegram, method, **parameters)
    assert not body["ok"], body
    return str(body["description"])


def inline(*rows: list[Json]) -> Json:
    return {"inline_keyboard": list(rows)}


def button(label: str, data: str = "x") -> Json:
    return {"text": label, "callback_data": data}
