"""Rows that remind: written and erased with their booking, said by one sweeper alone."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.booking.book import Booking, Cancel
from bot.dialogue.model import Memory
from bot.storage.repositories.reminders import Due
from bot.storage.store import DatabaseError, Stale, Store, open_store
from tests.storage.samples import (
    ANA,
    LUIS,
    NOW,
    SOON,
    apply,
    book,
    booking,
    enter,
    move,
    rows_of,
)

HOUR = timedelta(hours=1)
FIRST, SECOND = SOON - 24 * HOUR, SOON - 3 * HOUR
LATER = SOON + timedelta(days=7)


async def enters(store: Store, made: Booking, *due: datetime) -> None:
    await apply(store, made.citizen, replace(enter(made), reminders=due))


async def sweep(store: Store, now: datetime) -> list[Booking]:
    """Take whatever is due, as a sweeper does."""
    taken: list[Booking] = []
    while True:
        async with store.unit() as unit:
            due = await unit.reminders.first(now)
            if due is None:
                return taken
            taken += [one for one in [await unit.reminders.take(due, now)] if one]


async def take_and_fail(store: Store) -> None:
    async with store.unit() as unit:
        assert await unit.reminders.take(Due(ANA, booking().reference), FIRST)
        raise DatabaseError("the disk is full")


async def owed(where: str) -> Sequence[tuple[str, str]]:
    return [(row["reference"], row["due_at"]) for row in (await rows_of(where))["reminder"]]


async def test_nothing_is_due_before_its_time(store: Store) -> None:
    await enters(store, booking(), FIRST, SECOND)

    assert await sweep(store, FIRST - timedelta(microseconds=1)) == []
    assert await sweep(store, FIRST) == [booking()]
    assert await sweep(store, FIRST) == []
    assert await sweep(store, SECOND) == [booking()]
    assert await sweep(store, SECOND + HOUR) == []


async def test_all_that_is_due_of_an_appointment_is_one(store: Store) -> None:
    await enters(store, booking(), FIRST, SECOND, SOON - HOUR)

    assert await sweep(store, SECOND + HOUR) == [booking()]
    assert await sweep(store, SOON - HOUR) == [booking()]


async def test_who_waits_longest_comes_first(store: Store) -> None:
    await enters(store, booking(), SECOND)
    await enters(store, booking("LIM-B", LUIS, LATER), FIRST)

    assert [one.citizen for one in await sweep(store, SECOND)] == [LUIS, ANA]


async def test_a_cancelled_appointment_leaves_none(store: Store, place: str) -> None:
    await enters(store, booking(), FIRST, SECOND)
    await apply(store, ANA, Cancel(booking().reference))

    assert await owed(place) == []


async def test_a_moved_appointment_has_those_of_its_new_time(store: Store, place: str) -> None:
    await enters(store, booking(), FIRST, SECOND)
    moved = replace(move(booking(), LATER), reminders=(LATER - HOUR,))
    await apply(store, ANA, moved)

    assert len(await owed(place)) == 1
    assert await sweep(store, SECOND) == []
    assert await sweep(store, LATER - HOUR) == [moved.booking]


async def test_what_is_refused_leaves_none(store: Store, place: str) -> None:
    await enters(store, booking(), FIRST)
    with pytest.raises(Stale):
        await enters(store, booking("LIM-B", LUIS), FIRST)

    assert [reference for reference, _ in await owed(place)] == [booking().reference]


@pytest.mark.parametrize("by", ["age", "the citizen"])
async def test_no_row_outlives_its_booking(store: Store, place: str, by: str) -> None:
    await enters(store, booking(), FIRST, SECOND)
    async with store.unit() as unit:
        if by == "age":
            await unit.appointments.forget_before(LATER)
        else:
            await unit.appointments.forget_citizen(ANA)

    assert await owed(place) == []


async def test_nothing_is_said_of_what_has_begun(store: Store) -> None:
    await enters(store, booking(), SECOND)

    assert await sweep(store, SOON) == []
    # Nor is it lost, should the clock have been wrong.
    assert await sweep(store, SOON - timedelta(seconds=1)) == [booking()]


async def test_what_is_put_off_comes_once_and_later(store: Store) -> None:
    await enters(store, booking(), FIRST, SECOND)
    async with store.unit() as unit:
        taken = await unit.reminders.take(Due(ANA, booking().reference), FIRST)
        assert taken
        await unit.reminders.put_off(taken, SECOND)
    assert await sweep(store, SECOND - HOUR) == []

    assert await sweep(store, SECOND) == [booking()]
    assert await sweep(store, SECOND) == []


async def test_what_is_put_off_joins_what_comes_within_the_hour(store: Store, place: str) -> None:
    await enters(store, booking(), FIRST, SECOND)
    async with store.unit() as unit:
        taken = await unit.reminders.take(Due(ANA, booking().reference), FIRST)
        assert taken
        await unit.reminders.put_off(taken, SECOND - HOUR / 2)
        assert await unit.reminders.first(SECOND - HOUR / 2) is None
        await unit.reminders.put_off(taken, SECOND - HOUR)

    assert len(await owed(place)) == 2


async def test_who_saw_it_first_need_not_get_it(store: Store) -> None:
    await enters(store, booking(), FIRST)
    async with store.unit() as unit:
        seen = await unit.reminders.first(FIRST)
    assert seen
    await apply(store, ANA, Cancel(seen.reference))

    async with store.unit() as unit:
        assert await unit.reminders.take(seen, FIRST) is None


async def test_a_sweeper_and_a_citizen_who_cancels_do_not_lock_each_other_out(
    store: Store,
) -> None:
    await enters(store, booking(), FIRST)
    looked = asyncio.Event()

    async def cancels() -> None:
        async with store.unit() as unit:
            await unit.appointments.book(ANA, FIRST, lot=0)
            looked.set()
            await asyncio.sleep(0.1)  # long enough for the sweeper to go as far as it can
            await unit.appointments.apply(ANA, [Cancel(booking().reference)], FIRST)

    async def sweeps() -> Booking | None:
        await looked.wait()
        async with store.unit() as unit:
            taken = await unit.reminders.take(Due(ANA, booking().reference), FIRST)
            await unit.memories.load(ANA)
            return taken

    assert (await asyncio.gather(sweeps(), cancels()))[0] is None


async def test_a_rolled_back_sweep_has_taken_nothing(store: Store) -> None:
    await enters(store, booking(), FIRST)
    with pytest.raises(DatabaseError):
        await take_and_fail(store)

    assert await sweep(store, FIRST) == [booking()]


async def test_two_sweepers_and_a_restart_say_everything_once(store: Store, place: str) -> None:
    everyone = range(1, 41)
    for number in everyone:
        start = SOON + number * HOUR
        await enters(store, booking(f"LIM-{number}", number, start), FIRST, SECOND)
    other = await open_store(place)
    halves = await asyncio.gather(sweep(store, FIRST), sweep(other, FIRST))
    await other.close()
    again = await open_store(place)
    try:
        assert await sweep(again, FIRST) == []
        assert len(await sweep(again, SECOND)) == len(everyone)
    finally:
        await again.close()

    assert sorted(one.citizen for half in halves for one in half) == [*everyone]


async def test_the_language_is_known_as_long_as_there_is_an_appointment(store: Store) -> None:
    async with store.unit() as unit:
        await unit.memories.save(ANA, Memory(language="es"), NOW)
        await unit.memories.save(LUIS, Memory(language="es"), NOW)
    await enters(store, booking(), FIRST)

    async with store.unit() as unit:
        assert await unit.memories.forget_before(SECOND) == 1
        assert await unit.memories.load(ANA) == Memory(language="es")
        await unit.appointments.forget_before(LATER)
        assert await unit.memories.forget_before(LATER) == 1


async def test_what_has_begun_is_past_for_a_month(store: Store) -> None:
    first, second = booking(), booking("LIM-B", start=LATER, service="notary")
    for made in (first, second):
        await enters(store, made)
    assert (await book(store, now=LATER)).past == (second, first)
    assert (await book(store, now=SOON)).past == (first,)
    assert (await book(store, now=SOON - HOUR)).past == ()

    again = booking("LIM-C", start=LATER + timedelta(days=20))
    await apply(store, ANA, enter(again), now=LATER)  # which marks the others as past
    await apply(store, ANA, Cancel("LIM-C"))
    kept = SOON + timedelta(days=30)
    assert (await book(store, now=kept - HOUR)).past == (second, first)
    assert (await book(store, now=kept)).past == (second,)
