"""What inbox, outbox and memories promise, on both engines."""

import asyncio
from collections.abc import Sequence
from datetime import date, datetime, timedelta

import pytest

from bot.booking.events import Purpose, Wish
from bot.booking.form import Draft, Step
from bot.calendar import Span
from bot.dialogue.model import Memory
from bot.outgoing import Acknowledge, Edit, Key, Outgoing, Send, SendFile
from bot.storage.store import Arrived, Owed, Store
from tests.storage.samples import ANA, LUIS, NOW

MINUTE = timedelta(minutes=1)


async def remembered(store: Store, chat: int) -> Memory:
    async with store.unit() as unit:
        return await unit.memories.load(chat)


async def remember(store: Store, chat: int, memory: Memory | None, now: datetime = NOW) -> None:
    async with store.unit() as unit:
        await unit.memories.save(chat, memory, now)


async def owe(store: Store, *acts: Outgoing, urgent: bool = True) -> None:
    async with store.unit() as unit:
        await unit.outbox.add(acts, NOW, update_id=1, urgent=urgent)


async def due(store: Store, now: datetime = NOW, limit: int = 100) -> Sequence[Owed]:
    async with store.unit() as unit:
        return await unit.outbox.due(now, limit)


async def test_a_file_comes_out_of_the_outbox_byte_for_byte(store: Store) -> None:
    every_byte = SendFile(ANA, "page.pdf", bytes(range(256)) * 300, "<b>yours</b>")
    await owe(store, every_byte)

    assert [row.act for row in await due(store)] == [every_byte]


def test_a_file_that_is_printed_by_accident_shows_none_of_its_content() -> None:
    assert "secret" not in repr(SendFile(ANA, "page.pdf", b"secret"))


async def test_a_stranger_is_remembered_as_nobody(store: Store) -> None:
    assert await remembered(store, ANA) == Memory()


async def test_what_is_saved_is_loaded_again(store: Store) -> None:
    wish = Wish((Span(date(2026, 11, 27), date(2026, 11, 27)),), earliest=True)
    draft = Draft(7, Purpose.MOVE, Step.TIME, "passport", wish, start=NOW, person="José «Pepe»")
    memory = Memory(language="es", language_chosen=True, misses=1, draft=draft)
    await remember(store, ANA, Memory(language="en"))
    await remember(store, ANA, memory)

    assert await remembered(store, ANA) == memory
    assert await remembered(store, LUIS) == Memory()


async def test_the_forgotten_are_gone(store: Store) -> None:
    await remember(store, ANA, Memory(language="es"))
    await remember(store, ANA, None)

    assert await remembered(store, ANA) == Memory()


async def test_those_who_have_not_written_for_long_are_forgotten(store: Store) -> None:
    await remember(store, ANA, Memory(language="es"), NOW - timedelta(days=31))
    await remember(store, LUIS, Memory(language="es"), NOW)

    async with store.unit() as unit:
        assert await unit.memories.forget_before(NOW - timedelta(days=30)) == 1
    assert await remembered(store, ANA) == Memory()
    assert (await remembered(store, LUIS)).language == "es"


async def test_a_failed_unit_changes_nothing(store: Store) -> None:
    async def failing() -> None:
        async with store.unit() as unit:
            await unit.memories.save(ANA, Memory(language="es"), NOW)
            await unit.inbox.add(1, ANA, "{}", NOW)
            await unit.outbox.add([Send(ANA, "x")], NOW, update_id=1)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await failing()

    assert await remembered(store, ANA) == Memory()
    assert await due(store) == []
    async with store.unit() as unit:
        assert await unit.inbox.waiting() == []


async def test_a_unit_that_is_cancelled_changes_nothing_and_blocks_nobody(store: Store) -> None:
    async def hanging() -> None:
        async with store.unit() as unit:
            await unit.memories.save(ANA, Memory(language="es"), NOW)
            await asyncio.Event().wait()

    for pause in (0, 0.001, 0.05):
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(hanging(), pause)

    assert await remembered(store, ANA) == Memory()


async def test_two_units_of_one_citizen_follow_one_another(store: Store) -> None:
    async def count() -> None:
        async with store.unit() as unit:
            memory = await unit.memories.load(ANA)
            await asyncio.sleep(0)
            await unit.memories.save(ANA, Memory(misses=memory.misses + 1), NOW)

    await asyncio.gather(*(count() for _ in range(20)))

    assert (await remembered(store, ANA)).misses == 20


async def test_an_update_is_kept_once(store: Store) -> None:
    async with store.unit() as unit:
        assert await unit.inbox.add(7, ANA, '{"a": 1}', NOW)
        assert not await unit.inbox.add(7, ANA, "other", NOW)
        assert await unit.inbox.waiting() == [Arrived(7, ANA, '{"a": 1}', 0)]


async def test_what_is_done_is_known_but_waits_no_more(store: Store) -> None:
    async with store.unit() as unit:
        for number in (9, 7, 8):
            await unit.inbox.add(number, ANA, "{}", NOW)
        await unit.inbox.done(8, NOW)

        assert [one.update_id for one in await unit.inbox.waiting()] == [7, 9]
        assert not await unit.inbox.add(8, ANA, "{}", NOW)


async def test_failures_are_counted_and_what_is_parked_waits_no_more(store: Store) -> None:
    async with store.unit() as unit:
        await unit.inbox.add(7, ANA, "{}", NOW)
        assert [await unit.inbox.failed(7) for _ in range(3)] == [1, 2, 3]
        assert (await unit.inbox.waiting())[0].tries == 3
        await unit.inbox.park(7, NOW)

        assert await unit.inbox.waiting() == []
        assert not await unit.inbox.add(7, ANA, "{}", NOW)
        assert await unit.inbox.failed(12345) == 0


async def test_updates_that_are_done_or_parked_are_erased_in_time(store: Store) -> None:
    async with store.unit() as unit:
        for number in (1, 2, 3):
            await unit.inbox.add(number, ANA, "{}", NOW)
        await unit.inbox.done(1, NOW)
        await unit.inbox.park(2, NOW + MINUTE)

        assert await unit.inbox.forget_before(NOW) == 0
        assert await unit.inbox.forget_before(NOW + MINUTE) == 1
        assert await unit.inbox.forget_before(NOW + timedelta(days=9)) == 1
        assert [one.update_id for one in await unit.inbox.waiting()] == [3]


async def test_acts_are_offered_as_they_were_owed_one_for_each_chat(store: Store) -> None:
    first = Send(ANA, "<b>1</b>", ((Key("Sí", "y"),),), reply_to=4)
    second = Edit(ANA, 5, "2")
    await owe(store, first, second, Send(LUIS, "3"), Acknowledge("c"))

    [one, three, tap] = await due(store)
    assert [one.act, three.act, tap.act] == [first, Send(LUIS, "3"), Acknowledge("c")]
    assert (one.tries, one.urgent, one.update_id) == (0, True, 1)
    async with store.unit() as unit:
        await unit.outbox.sent(one.id)
    assert [owed.act for owed in await due(store)] == [second, Send(LUIS, "3"), Acknowledge("c")]


async def test_urgent_acts_come_first_and_no_more_than_asked_for(store: Store) -> None:
    await owe(store, *(Send(chat, "reminder") for chat in range(1, 6)), urgent=False)
    await owe(store, Send(99, "answer"))

    assert [owed.act for owed in await due(store, limit=2)] == [
        Send(99, "answer"),
        Send(1, "reminder"),
    ]


async def test_what_is_put_off_holds_up_its_own_chat_only(store: Store) -> None:
    await owe(store, Send(ANA, "1"), Send(ANA, "2"), Send(LUIS, "3"))
    then = NOW + timedelta(seconds=1.5)
    async with store.unit() as unit:
        [first, _] = await unit.outbox.due(NOW, 9)
        await unit.outbox.later(first.id, then, 4)

    assert [owed.act for owed in await due(store)] == [Send(LUIS, "3")]
    assert [owed.act for owed in await due(store, then - timedelta(milliseconds=1))] == [
        Send(LUIS, "3")
    ]
    again = (await due(store, then))[0]
    assert (again.act, again.tries) == (Send(ANA, "1"), 4)


async def test_the_next_time_is_that_of_a_row_that_will_be_offered(store: Store) -> None:
    async with store.unit() as unit:
        assert await unit.outbox.next_due() is None
        await unit.outbox.add([Send(ANA, "1"), Send(ANA, "2")], NOW, update_id=None)
        assert await unit.outbox.next_due() == NOW
        [first] = await unit.outbox.due(NOW, 9)
        await unit.outbox.later(first.id, NOW + MINUTE, 1)

        assert await unit.outbox.next_due() == NOW + MINUTE


async def test_what_is_given_up_is_erased_and_counted(store: Store) -> None:
    await owe(store, Send(ANA, "1"), Send(LUIS, "2"))
    async with store.unit() as unit:
        for owed in await unit.outbox.due(NOW, 9):
            await unit.outbox.drop(owed.id)
            await unit.outbox.drop(owed.id)

        assert await unit.outbox.dropped() == 2
        assert await unit.outbox.next_due() is None


async def test_who_blocked_the_bot_gets_no_reminders_until_they_write_again(store: Store) -> None:
    await owe(store, Send(ANA, "1"), Send(ANA, "2"), Send(LUIS, "3"))
    async with store.unit() as unit:
        assert await unit.outbox.drop_chat(ANA) == 2
        assert await unit.outbox.drop_chat(ANA) == 0
    await owe(store, Send(ANA, "reminder"), urgent=False)
    assert [owed.act for owed in await due(store)] == [Send(LUIS, "3")]

    await owe(store, Send(ANA, "answer"))
    await owe(store, Send(ANA, "reminder"), urgent=False)

    async with store.unit() as unit:
        assert await unit.outbox.drop_chat(ANA) == 2
