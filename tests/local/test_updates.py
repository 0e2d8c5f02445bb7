"""The queue of updates keeps the promises of `getUpdates`."""

import asyncio

import pytest

from bot.local import Citizen, LocalTelegram
from bot.local.wire import Json

from .support import Ticker, ask, refusal, result


@pytest.fixture
def eve(telegram: LocalTelegram) -> Citizen:
    return Citizen(telegram, name="Eve")


async def speak(eve: Citizen, *texts: str) -> None:
    for text in texts:
        await eve.says(text, expect="anything")


async def texts(telegram: LocalTelegram, **parameters: object) -> list[str]:
    updates: list[Json] = await fetch(telegram, **parameters)
    return [update["message"]["text"] for update in updates]


async def fetch(telegram: LocalTelegram, **parameters: object) -> list[Json]:
    found = (await ask(telegram, "getUpdates", **parameters))["result"]
    assert isinstance(found, list)
    return found


async def test_updates_stay_until_a_higher_offset_is_asked_for(
    telegram: LocalTelegram, eve: Citizen
) -> None:
    await speak(eve, "a", "b", "c")
    first = await fetch(telegram)
    ids = [update["update_id"] for update in first]
    assert ids == [ids[0], ids[0] + 1, ids[0] + 2]
    assert await texts(telegram) == ["a", "b", "c"]
    assert await texts(telegram, offset=ids[1]) == ["b", "c"]
    assert await texts(telegram) == ["b", "c"]
    assert telegram.world.updates.confirmed(ids[0])
    assert not telegram.world.updates.confirmed(ids[1])
    assert await texts(telegram, offset=ids[2] + 1) == []
    assert await texts(telegram) == []


async def test_a_limit_gives_the_oldest_and_keeps_the_rest(
    telegram: LocalTelegram, eve: Citizen
) -> None:
    await speak(eve, *map(str, range(101)))
    assert await texts(telegram, limit=2) == ["0", "1"]
    assert len(await texts(telegram)) == 100
    assert len(await texts(telegram, limit=1000)) == 100
    assert await texts(telegram, limit=0) == ["0"]


async def test_a_negative_offset_keeps_only_the_newest(
    telegram: LocalTelegram, eve: Citizen
) -> None:
    await speak(eve, "a", "b", "c")
    assert await texts(telegram, offset=-2) == ["b", "c"]
    assert await texts(telegram) == ["b", "c"]


async def test_an_offset_far_ahead_confirms_nothing(telegram: LocalTelegram, eve: Citizen) -> None:
    await speak(eve, "a")
    assert await texts(telegram, offset=2_000_000_000) == ["a"]


async def test_only_the_kinds_that_were_asked_for_are_kept(
    telegram: LocalTelegram, eve: Citizen
) -> None:
    assert await fetch(telegram, allowed_updates=["message"]) == []
    await speak(eve, "a")
    await eve.edits("b", expect="anything")
    assert [*(await fetch(telegram))[0]] == ["update_id", "message"]
    assert len(await fetch(telegram)) == 1
    await fetch(telegram, allowed_updates=[])
    await eve.edits("c", expect="anything")
    assert [*(await fetch(telegram))[1]] == ["update_id", "edited_message"]


async def test_what_is_not_fetched_within_a_day_is_lost(
    telegram: LocalTelegram, eve: Citizen, clock: Ticker
) -> None:
    await speak(eve, "a")
    clock.forward(hours=1)
    await speak(eve, "b")
    clock.forward(hours=23, seconds=1)
    assert await texts(telegram) == ["b"]


async def test_a_long_poll_answers_as_soon_as_something_comes(
    telegram: LocalTelegram, eve: Citizen
) -> None:
    async with asyncio.timeout(5), asyncio.TaskGroup() as tasks:
        waiting = tasks.create_task(texts(telegram, timeout=50))
        await asyncio.sleep(0)
        assert not waiting.done()
        await speak(eve, "a")
    assert waiting.result() == ["a"]


async def test_a_long_poll_ends_empty_handed(telegram: LocalTelegram) -> None:
    async with asyncio.timeout(30):
        assert await telegram.world.updates.get(0, 100, 0.01) == []


async def test_a_second_poller_ends_the_first(telegram: LocalTelegram, eve: Citizen) -> None:
    async with asyncio.timeout(5), asyncio.TaskGroup() as tasks:
        first = tasks.create_task(ask(telegram, "getUpdates", timeout=50))
        await asyncio.sleep(0)
        second = tasks.create_task(texts(telegram, timeout=50))
        await asyncio.sleep(0)
        await speak(eve, "a")
    assert first.result()["error_code"] == 409
    assert first.result()["description"] == (
        "Conflict: terminated by other getUpdates request;"
        " make sure that only one bot instance is running"
    )
    assert second.result() == ["a"]


async def test_a_webhook_ends_polling_until_it_is_deleted(
    telegram: LocalTelegram, eve: Citizen
) -> None:
    await speak(eve, "a")
    await fetch(telegram, offset=-1)
    await ask(telegram, "setWebhook", url="https://x.org/hook", allowed_updates=["message"])
    info = await result(telegram, "getWebhookInfo")
    assert info["url"] == "https://x.org/hook"
    assert info["pending_update_count"] == 1
    assert info["allowed_updates"] == ["message"]
    assert await refusal(telegram, "getUpdates") == (
        "Conflict: can't use getUpdates method while webhook is active;"
        " use deleteWebhook to delete the webhook first"
    )
    await ask(telegram, "setWebhook", url="")
    assert await texts(telegram) == ["a"]
    await ask(telegram, "deleteWebhook", drop_pending_updates=True)
    assert await texts(telegram) == []


async def test_a_webhook_ends_the_poll_under_way(telegram: LocalTelegram) -> None:
    async with asyncio.timeout(5), asyncio.TaskGroup() as tasks:
        waiting = tasks.create_task(ask(telegram, "getUpdates", timeout=50))
        await asyncio.sleep(0)
        await ask(telegram, "setWebhook", url="https://x.org/hook")
    assert waiting.result()["description"] == "Conflict: terminated by setWebhook request"
