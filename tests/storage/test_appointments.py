"""What the appointment book promises, on both engines."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.booking.book import Book, Cancel, Held, LetGo
from bot.storage.executor import DatabaseError
from bot.storage.store import Stale, Store
from tests.storage.samples import (
    ANA,
    LUIS,
    NOW,
    SOON,
    STEP,
    apply,
    book,
    booking,
    enter,
    hold,
    move,
)

LATER = SOON + timedelta(hours=1)
SEATS = {("acs", SOON): frozenset({1}), ("acs", SOON + STEP): frozenset({1})}


async def test_what_was_cancelled_is_still_seen_by_its_citizen_alone_while_it_lies_ahead(
    store: Store,
) -> None:
    await apply(store, ANA, enter(booking()))
    await apply(store, ANA, Cancel(booking().reference))

    assert (await book(store)).mine == ()
    assert (await book(store)).cancelled == (replace(booking(), sequence=1),)
    assert (await book(store, LUIS)).cancelled == ()
    assert (await book(store, now=SOON + timedelta(days=1))).cancelled == ()


async def test_a_new_book_is_empty(store: Store) -> None:
    assert await book(store) == Book(lot=5)


async def test_what_is_held_is_ones_own_and_taken_for_others(store: Store) -> None:
    await apply(store, ANA, hold())

    assert (await book(store, ANA)).held == Held(hold().slot, hold().until)
    assert (await book(store, ANA)).taken == {}
    assert (await book(store, LUIS)).held is None
    assert (await book(store, LUIS)).taken == SEATS


async def test_a_second_hold_lets_the_first_go(store: Store) -> None:
    await apply(store, ANA, hold())
    await apply(store, ANA, hold(LATER))

    assert {cell for _, cell in (await book(store, LUIS)).taken} == {LATER, LATER + STEP}
    await apply(store, LUIS, hold())


async def test_nobody_can_hold_what_is_held(store: Store) -> None:
    await apply(store, ANA, hold())

    with pytest.raises(Stale):
        await apply(store, LUIS, hold())


async def test_a_hold_ends_by_itself(store: Store) -> None:
    await apply(store, ANA, hold(minutes=10))
    then = NOW + timedelta(minutes=10)

    assert (await book(store, ANA, then)).held is None
    assert (await book(store, LUIS, then)).taken == {}
    await apply(store, LUIS, enter(booking(citizen=LUIS)), now=then)
    assert (await book(store, LUIS, then)).taken == SEATS


async def test_what_is_let_go_is_free(store: Store) -> None:
    await apply(store, ANA, hold())
    await apply(store, ANA, LetGo())

    assert await book(store, ANA) == await book(store, LUIS) == Book(lot=5)


async def test_a_booking_takes_the_place_of_the_hold(store: Store) -> None:
    await apply(store, ANA, hold())
    await apply(store, ANA, enter(booking()))

    assert await book(store, ANA) == Book((booking(),), None, SEATS, recent=1, lot=5)
    assert await book(store, LUIS) == Book((), None, SEATS, recent=0, lot=5)


async def test_a_taken_place_is_refused_and_nothing_of_the_unit_is_kept(store: Store) -> None:
    await apply(store, ANA, enter(booking()))
    overlapping = enter(booking("LIM-B", LUIS, SOON + STEP))

    with pytest.raises(Stale):
        await apply(store, LUIS, hold(LATER), overlapping)

    assert await book(store, LUIS) == Book((), None, SEATS, recent=0, lot=5)


async def test_every_window_takes_one_and_there_are_no_more(store: Store) -> None:
    for number in (1, 2, 3):
        await apply(store, number, enter(booking(f"LIM-{number}", number), number, 3))

    assert (await book(store)).taken[("acs", SOON)] == {1, 2, 3}
    with pytest.raises(DatabaseError, match=r"(?i)check"):
        await apply(store, 4, enter(booking("LIM-4", 4), 4, 3))


async def test_a_reference_is_given_once(store: Store) -> None:
    await apply(store, ANA, enter(booking()))

    with pytest.raises(Stale):
        await apply(store, LUIS, enter(booking(citizen=LUIS, start=LATER)))


async def test_a_person_has_one_appointment_for_a_service_however_written(store: Store) -> None:
    await apply(store, ANA, enter(booking()))

    with pytest.raises(Stale):
        await apply(store, ANA, enter(booking("LIM-B", start=LATER, person="ana  PEREZ")))
    await apply(store, ANA, enter(booking("LIM-C", start=LATER, service="notary")))
    assert len((await book(store)).mine) == 2


async def test_two_accounts_may_know_two_people_of_one_name(store: Store) -> None:
    await apply(store, ANA, enter(booking()))
    await apply(store, LUIS, enter(booking("LIM-B", LUIS, LATER)))

    assert len((await book(store, LUIS)).mine) == 1


async def test_an_appointment_is_ahead_until_it_begins(store: Store) -> None:
    await apply(store, ANA, enter(booking()))
    end = SOON + timedelta(minutes=30)

    assert (await book(store, now=SOON - timedelta(seconds=1))).mine == (booking(),)
    assert (await book(store, now=SOON)).mine == ()
    assert (await book(store, now=end)).taken == {}


async def test_a_past_appointment_does_not_stand_in_the_way(store: Store) -> None:
    await apply(store, ANA, enter(booking()))
    end = SOON + timedelta(minutes=30)
    again = booking("LIM-B", start=SOON + timedelta(days=7))

    await apply(store, ANA, enter(again), now=end)

    assert (await book(store, now=end)).mine == (again,)


async def test_a_move_keeps_the_reference_and_frees_the_old_place(store: Store) -> None:
    await apply(store, ANA, enter(booking()))
    change = move(booking(), LATER)
    await apply(store, ANA, change)

    seen = await book(store)
    assert seen.mine == (change.booking,)
    assert {cell for _, cell in seen.taken} == {LATER, LATER + STEP}
    assert seen.recent == 2


async def test_a_place_that_was_left_rests(store: Store) -> None:
    await apply(store, ANA, enter(booking()))
    rests = NOW + timedelta(hours=2)
    await apply(store, ANA, move(booking(), LATER, rests))

    with pytest.raises(Stale):
        await apply(store, LUIS, hold(SOON))
    assert ("acs", SOON) in (await book(store, now=rests - timedelta(seconds=1))).taken
    assert ("acs", SOON) not in (await book(store, now=rests)).taken
    await apply(store, LUIS, enter(booking("LIM-B", LUIS)), now=rests)


async def test_a_move_by_one_step_overlaps_with_where_it_was(store: Store) -> None:
    await apply(store, ANA, enter(booking()))
    await apply(store, ANA, move(booking(), SOON + STEP, rests=NOW + timedelta(hours=2)))

    cells = sorted(cell for _, cell in (await book(store)).taken)
    assert cells == [SOON, SOON + STEP, SOON + 2 * STEP]


async def test_a_move_to_a_taken_place_leaves_everything_as_it_was(store: Store) -> None:
    await apply(store, ANA, enter(booking()))
    await apply(store, LUIS, enter(booking("LIM-B", LUIS, LATER)))
    before = await book(store)

    with pytest.raises(Stale):
        await apply(store, ANA, move(booking(), LATER))

    assert await book(store) == before


async def test_a_booking_that_was_moved_meanwhile_is_not_moved_again(store: Store) -> None:
    await apply(store, ANA, enter(booking()))
    await apply(store, ANA, move(booking(), LATER))

    with pytest.raises(Stale):
        await apply(store, ANA, move(booking(), LATER + timedelta(hours=1)))


async def test_only_the_owner_moves_and_cancels(store: Store) -> None:
    await apply(store, ANA, enter(booking()))

    with pytest.raises(Stale):
        await apply(store, LUIS, move(booking(), LATER))
    with pytest.raises(Stale):
        await apply(store, LUIS, Cancel(booking().reference))
    with pytest.raises(ValueError, match="their own"):
        await apply(store, LUIS, enter(booking("LIM-B", ANA, LATER)))
    assert (await book(store)).mine == (booking(),)


async def test_a_cancelled_time_can_be_booked_again(store: Store) -> None:
    await apply(store, ANA, enter(booking()))
    await apply(store, ANA, Cancel(booking().reference))

    assert (await book(store)).mine == ()
    await apply(store, LUIS, enter(booking("LIM-B", LUIS)))
    await apply(store, ANA, enter(booking("LIM-C", ANA, LATER)))
    assert (await book(store)).recent == 2


async def test_a_cancelled_time_rests_first_where_the_post_wants_that(store: Store) -> None:
    await apply(store, ANA, enter(booking()))
    rests = NOW + timedelta(hours=2)
    await apply(store, ANA, Cancel(booking().reference, rests))

    with pytest.raises(Stale):
        await apply(store, LUIS, enter(booking("LIM-B", LUIS)))
    await apply(store, LUIS, enter(booking("LIM-B", LUIS)), now=rests)


async def test_a_booking_is_cancelled_once(store: Store) -> None:
    await apply(store, ANA, enter(booking()))
    await apply(store, ANA, Cancel(booking().reference))

    with pytest.raises(Stale):
        await apply(store, ANA, Cancel(booking().reference))
    with pytest.raises(Stale):
        await apply(store, ANA, move(booking(), LATER))


async def test_bookings_and_moves_count_for_thirty_days(store: Store) -> None:
    await apply(store, ANA, enter(booking()))
    await apply(store, ANA, move(booking(), LATER), now=NOW + timedelta(days=1))
    await apply(store, ANA, Cancel(booking().reference), now=NOW + timedelta(days=1))

    assert (await book(store)).recent == 2
    assert (await book(store, now=NOW + timedelta(days=30))).recent == 1
    assert (await book(store, now=NOW + timedelta(days=31))).recent == 0
    assert (await book(store, LUIS)).recent == 0


async def test_appointments_are_listed_by_time(store: Store) -> None:
    first = booking("LIM-Z", person="Luis Pérez")
    await apply(store, ANA, enter(booking("LIM-A", start=LATER)), enter(first))

    assert [one.reference for one in (await book(store)).mine] == ["LIM-Z", "LIM-A"]


async def test_old_appointments_are_erased(store: Store) -> None:
    await apply(store, ANA, enter(booking()))
    far = booking("LIM-B", LUIS, SOON + timedelta(days=20))
    await apply(store, LUIS, enter(far), hold(LATER))

    async with store.unit() as unit:
        assert await unit.appointments.forget_before(SOON) == 0
        assert await unit.appointments.forget_before(SOON + timedelta(days=1)) == 1
    assert (await book(store, ANA)).taken == (await book(store, LUIS)).taken
    assert (await book(store, LUIS)).mine == (far,)


async def test_a_citizen_who_is_forgotten_leaves_free_places(store: Store) -> None:
    await apply(store, ANA, enter(booking()), hold(LATER))
    await apply(store, LUIS, enter(booking("LIM-B", LUIS, LATER + timedelta(hours=1))))
    async with store.unit() as unit:
        await unit.appointments.forget_citizen(ANA)

    assert (await book(store, ANA)).mine == ()
    assert (await book(store, ANA)).recent == 0
    assert len((await book(store, LUIS)).taken) == 2
    await apply(store, ANA, enter(booking()))
