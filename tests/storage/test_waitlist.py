"""What the waiting list promises, on both engines."""

from datetime import timedelta

import pytest

from bot.booking.book import Cancel, Decline, JoinLine, LeaveLine, Offer, Slot, Waiting
from bot.booking.waitlist import InLine, Proposal
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
    place,
)

PASSPORT = JoinLine("passport")
LATE = SOON + timedelta(days=9)
UNTIL = NOW + timedelta(hours=1)
MOST = 3


async def offer(store: Store, citizen: int = ANA, number: int = 77) -> Offer:
    """Offer the first in line who is `citizen` the time of `SOON`."""
    async with store.unit() as unit:
        line = await unit.waitlist.line(NOW, MOST)
        entry = next(entry for entry in line if entry.citizen == citizen)
        slot = Slot("passport", SOON, 30)
        proposal = Proposal(entry, slot, place(), UNTIL, None, last=False)
        await unit.waitlist.offer(number, proposal, NOW)
    return Offer(number, slot, UNTIL, open=True)


async def line(store: Store, later: timedelta = timedelta()) -> list[int]:
    async with store.unit() as unit:
        return [entry.citizen for entry in await unit.waitlist.line(NOW + later, MOST)]


async def test_the_line_is_in_the_order_of_joining_whatever_the_clock_says(store: Store) -> None:
    await apply(store, LUIS, PASSPORT)
    await apply(store, ANA, PASSPORT, now=NOW - timedelta(days=400))

    assert await line(store) == [LUIS, ANA]
    assert (await book(store, ANA)).waits == (Waiting("passport", None, 2),)
    assert (await book(store, LUIS)).waits == (Waiting("passport", None, 1),)


async def test_nobody_waits_twice_for_the_same(store: Store) -> None:
    await apply(store, ANA, PASSPORT)
    with pytest.raises(Stale):
        await apply(store, ANA, PASSPORT)

    made = booking(start=LATE, service="notary")
    await apply(store, ANA, enter(made), JoinLine("notary", made.reference))
    with pytest.raises(Stale):
        await apply(store, ANA, JoinLine("notary", made.reference))
    assert len((await book(store)).waits) == 2


async def test_who_leaves_is_out_and_the_others_move_up(store: Store) -> None:
    await apply(store, LUIS, PASSPORT)
    await apply(store, ANA, PASSPORT)
    await apply(store, LUIS, LeaveLine("passport"))
    await apply(store, LUIS, LeaveLine("passport"))

    assert (await book(store, ANA)).waits == (Waiting("passport", None, 1),)
    assert await line(store) == [ANA]


async def test_what_is_offered_is_kept_for_one_and_taken_for_all_others(store: Store) -> None:
    await apply(store, ANA, PASSPORT)
    made = await offer(store)

    assert (await book(store, ANA)).waits == (Waiting("passport", None, 1, (made,)),)
    assert (await book(store, ANA)).taken == {}
    assert set((await book(store, LUIS)).taken) == {("acs", SOON), ("acs", SOON + STEP)}
    with pytest.raises(Stale):
        await apply(store, LUIS, hold())
    await apply(store, ANA, hold())
    with pytest.raises(Stale):
        await apply(store, LUIS, hold())


async def test_an_offer_ends_by_itself(store: Store) -> None:
    await apply(store, ANA, PASSPORT)
    await offer(store)

    assert (await book(store, LUIS, UNTIL)).taken == {}
    await apply(store, LUIS, enter(booking("LIM-B", LUIS)), now=UNTIL)
    async with store.unit() as unit:
        assert await unit.waitlist.tidy(UNTIL, MOST) == 1
        assert await unit.waitlist.tidy(UNTIL, MOST) == 0
    assert (await book(store, ANA, UNTIL)).waits[0].offers[0].open is False
    assert (await book(store, LUIS, UNTIL)).mine != ()


async def test_somebody_with_a_live_offer_is_offered_nothing_else(store: Store) -> None:
    made = booking(start=LATE, service="notary")
    await apply(store, ANA, PASSPORT, enter(made), JoinLine("notary", made.reference))
    assert await line(store) == [ANA, ANA]
    await offer(store)

    assert await line(store) == []


async def test_one_offer_a_day_and_never_the_same_time(store: Store) -> None:
    await apply(store, ANA, PASSPORT)
    made = await offer(store)
    await apply(store, ANA, Decline(made.id))

    assert await line(store, timedelta(hours=23)) == []
    async with store.unit() as unit:
        later = NOW + timedelta(days=1)
        assert await unit.waitlist.line(later, MOST) == (
            InLine(1, ANA, "passport", None, None, frozenset({SOON})),
        )
        assert await unit.waitlist.line(later, 1) == ()


async def test_a_declined_time_is_free_at_once_and_declining_twice_is_stale(store: Store) -> None:
    await apply(store, ANA, PASSPORT)
    made = await offer(store)
    with pytest.raises(Stale):
        await apply(store, LUIS, Decline(made.id))
    await apply(store, ANA, Decline(made.id))

    assert (await book(store, LUIS)).taken == {}
    assert len((await book(store, ANA)).waits) == 1
    with pytest.raises(Stale):
        await apply(store, ANA, Decline(made.id))


async def test_a_booking_ends_the_wait_for_any_time_of_its_service_alone(store: Store) -> None:
    await apply(store, ANA, PASSPORT, JoinLine("notary"))
    await offer(store)
    await apply(store, ANA, enter(booking(start=LATE)))

    assert [waiting.service for waiting in (await book(store)).waits] == ["notary"]
    assert set((await book(store, LUIS)).taken) == {("acs", LATE), ("acs", LATE + STEP)}


async def test_an_earlier_time_ends_the_wait_a_later_one_does_not(store: Store) -> None:
    made = booking(start=LATE)
    await apply(store, ANA, enter(made), JoinLine("passport", made.reference))
    later = move(made, LATE + timedelta(days=1))
    await apply(store, ANA, later)
    assert len((await book(store)).waits) == 1

    await offer(store)
    await apply(store, ANA, move(later.booking, SOON))
    assert (await book(store)).waits == ()
    assert set((await book(store, LUIS)).taken) == {("acs", SOON), ("acs", SOON + STEP)}


@pytest.mark.parametrize("way", ["cancel", "forget", "old", "pass"])
async def test_without_the_appointment_neither_wait_nor_offer_is_left(
    store: Store, way: str
) -> None:
    made = booking(start=LATE)
    await apply(store, ANA, enter(made), JoinLine("passport", made.reference))
    await offer(store)
    async with store.unit() as unit:
        match way:
            case "cancel":
                await unit.appointments.apply(ANA, [Cancel(made.reference)], NOW)
            case "forget":
                await unit.appointments.forget_citizen(ANA)
            case "old":
                await unit.appointments.forget_before(LATE + timedelta(days=30))
            case "pass":
                assert await unit.waitlist.tidy(LATE, MOST)

    assert (await book(store)).waits == ()
    assert ("acs", SOON) not in (await book(store, LUIS)).taken


async def test_who_has_had_all_offers_is_out(store: Store) -> None:
    await apply(store, ANA, PASSPORT)
    await offer(store)
    async with store.unit() as unit:
        assert await unit.waitlist.tidy(NOW, 1) == 0, "the last one is still open"
        await unit.waitlist.tidy(UNTIL, 1)

    assert (await book(store, now=UNTIL)).waits == ()


async def test_a_wait_that_leads_to_nothing_is_found_and_dropped_once(store: Store) -> None:
    await apply(store, ANA, PASSPORT)
    async with store.unit() as unit:
        assert await unit.waitlist.outdated({"passport"}, NOW) is None
        assert await unit.waitlist.outdated({"notary"}, NOW) == (1, ANA, "passport")
        late = NOW + timedelta(seconds=1)
        assert await unit.waitlist.outdated({"passport"}, late) == (1, ANA, "passport")
        assert await unit.waitlist.drop(1)
        assert not await unit.waitlist.drop(1)


async def test_a_chat_that_refuses_messages_is_remembered_while_it_waits(store: Store) -> None:
    await apply(store, ANA, PASSPORT)
    async with store.unit() as unit:
        await unit.outbox.drop_chat(ANA)
        await unit.appointments.forget_before(NOW)

    assert await line(store) == []


async def test_forgetting_a_citizen_ends_a_wait_without_an_appointment(store: Store) -> None:
    await apply(store, ANA, PASSPORT)
    await offer(store)
    async with store.unit() as unit:
        await unit.appointments.forget_citizen(ANA)

    assert (await book(store)).waits == ()
    assert (await book(store, LUIS)).taken == {}
