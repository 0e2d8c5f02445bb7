"""Free times go to those who wait for them: in order, one at a time, to one at a time."""

import asyncio
import shutil
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path

import pytest

from bot.booking.book import (
    Book,
    Booking,
    Cancel,
    Change,
    Enter,
    JoinLine,
    LeaveLine,
    Offer,
    Place,
    Slot,
)
from bot.booking.slots import Slots
from bot.calendar import Calendar
from bot.delivery.offering import Offering
from bot.delivery.rounds import Rounds
from bot.dialogue.acts import DeclineOffer, StopWaiting, TakeOffer
from bot.dialogue.model import Memory, Reply, Turn
from bot.dialogue.respond import Dialogue
from bot.outgoing import Send
from bot.storage.store import Stale, Store, Unit, open_store
from handlers import views
from handlers.buttons import decode
from tests.bench import learned
from tests.delivery.support import VirtualTime
from tests.storage.postgres import Postgres, server

NOON = datetime.fromisoformat("2026-11-24T12:00:00-05:00")
SERVICE = "passport_renewal"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MOST, KEPT = 3, HOUR
"""As in the shipped pack."""


@cache
def slots() -> Slots:
    pack = learned().pack
    assert pack.services
    return Slots(pack.services, Calendar(pack.calendar))


@cache
def every_slot() -> tuple[Slot, ...]:
    """All times of the service within the horizon and a week beyond it, in order."""
    days = (date(2026, 11, 25) + timedelta(days=n) for n in range(67))
    return tuple(slot for day in days for slot in slots().of_day(SERVICE, day))


def place(slot: Slot, window: int) -> Place:
    desk = slots().desk(SERVICE)
    name = slots().file.services[SERVICE].desk
    return Place(name, slots().cells(slot), window, desk.windows)


@dataclass
class Clock:
    instant: datetime = NOON

    def now(self) -> datetime:
        return self.instant


@dataclass
class Office:
    """A post whose book is full, and the chore that serves its waiting list."""

    store: Store
    clock: Clock = field(default_factory=Clock)
    dialogue: Callable[[], Dialogue] = learned
    lots: Callable[[], int] = field(default_factory=lambda: count(1_000).__next__)

    @property
    def now(self) -> datetime:
        return self.clock.instant

    def rounds(self) -> Rounds[Unit]:
        """The chore as a process has it."""
        chore = Offering(self.dialogue, views.send, self.lots)
        time = VirtualTime().ports
        return Rounds(
            self.store.unit,
            (chore,),
            time=type(time)(self.clock, time.monotonic, time.sleep),
            owed=lambda: None,
        )

    async def goes_round(self) -> None:
        await self.rounds().once()

    async def apply(self, citizen: int, *changes: Change) -> None:
        async with self.store.unit() as unit:
            await unit.appointments.apply(citizen, changes, self.now)

    async def book(self, citizen: int = 0) -> Book:
        async with self.store.unit() as unit:
            return await unit.appointments.book(citizen, self.now, 5)

    async def is_full(self) -> None:
        """Let strangers take everything there is."""
        async with self.store.unit() as unit:
            for number, slot in enumerate(every_slot()):
                for window in range(1, slots().desk(SERVICE).windows + 1):
                    changes = (self.enter(900_000 + number * 10 + window, slot, window),)
                    await unit.appointments.apply(changes[0].booking.citizen, changes, self.now)

    def enter(self, citizen: int, slot: Slot, window: int = 1) -> Enter:
        booking = Booking(f"LIM-{citizen}", citizen, SERVICE, "Ana", slot.start, slot.minutes)
        return Enter(booking, place(slot, window))

    async def frees(self, *slots_: Slot, rests: datetime | None = None) -> None:
        """Let the stranger in window 1 of each of these times cancel."""
        for slot in slots_:
            stranger = 900_000 + every_slot().index(slot) * 10 + 1
            await self.apply(stranger, Cancel(f"LIM-{stranger}", rests))

    async def waits(self, *citizens: int) -> None:
        for citizen in citizens:
            await self.apply(citizen, JoinLine(SERVICE))

    async def taps(self, citizen: int, act: TakeOffer | DeclineOffer | StopWaiting) -> Reply:
        """Do what a handler does with a tap, in one transaction."""
        room = self.dialogue().waiting
        assert room
        async with self.store.unit() as unit:
            book = await unit.appointments.book(citizen, self.now, self.lots())
            turn = Turn("", self.now, "en", book, citizen)
            match act:
                case TakeOffer():
                    reply, _ = room.take(act, turn, Memory(), "en")
                case DeclineOffer():
                    reply = room.decline(act, turn, "en")
                case StopWaiting():
                    reply = room.stop(act, turn, "en")
            await unit.appointments.apply(citizen, reply.changes, self.now)
        return reply

    async def messages(self) -> list[Send]:
        """What is owed to citizens, in order; it is sent by this."""
        async with self.store.unit() as unit:
            owed = []
            while rows := await unit.outbox.due(self.now, 1_000):
                for row in rows:
                    assert isinstance(row.act, Send)
                    assert not row.urgent, "an offer must not go before an answer"
                    owed.append(row.act)
                    await unit.outbox.sent(row.id)
        return owed

    async def offers(self, citizens: Sequence[int]) -> dict[int, Offer]:
        """The live offer of each of them."""
        found = {}
        for citizen in citizens:
            live = [
                offer
                for waiting in (await self.book(citizen)).waits
                for offer in waiting.offers
                if offer.open and offer.until > self.now
            ]
            assert len(live) <= 1
            if live:
                found[citizen] = live[0]
        return found


@asynccontextmanager
async def office_in(where: str | Path | None) -> AsyncIterator[Office]:
    store = await open_store(where)
    try:
        yield Office(store)
    finally:
        await store.close()


@pytest.fixture(scope="module")
def full_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database in which strangers have taken everything; made once, copied for each test."""
    file = tmp_path_factory.mktemp("full") / "bot.db"

    async def fill() -> None:
        async with office_in(file) as office:
            await office.is_full()

    asyncio.run(fill())
    return file


@pytest.fixture
def file(full_book: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(full_book, tmp_path / "bot.db"))


@pytest.fixture
async def office(file: Path) -> AsyncIterator[Office]:
    async with office_in(file) as ready:
        yield ready


def spread(number: int) -> list[Slot]:
    """As many times, on days of their own, all far enough ahead to be offered."""
    days = {slot.start.date(): slot for slot in reversed(every_slot())}
    after = (NOON + 2 * DAY).date()
    return [slot for day, slot in sorted(days.items()) if day > after][:number]


async def test_nothing_is_offered_while_nothing_is_free(office: Office) -> None:
    await office.waits(1, 2, 3)
    await office.goes_round()

    assert await office.messages() == []


async def test_the_first_in_line_is_offered_a_free_time_with_three_ways_to_answer(
    office: Office,
) -> None:
    await office.waits(7, 3, 5)
    [slot] = spread(1)
    await office.frees(slot)
    await office.goes_round()

    [message] = await office.messages()
    assert message.chat_id == 7
    assert message.until == office.now + KEPT
    assert "A time is free" in message.html
    assert "1:00 p.m." in message.html
    offer = (await office.offers([7]))[7]
    assert (offer.slot.start, offer.until) == (slot.start, office.now + KEPT)
    assert [decode(key.data) for row in message.keyboard for key in row] == [
        TakeOffer(offer.id),
        DeclineOffer(offer.id),
        StopWaiting(SERVICE),
    ]


async def test_fifty_wait_and_ten_times_are_freed(office: Office) -> None:
    """Order, holds, expiry; nobody twice at once, no time to two, nobody lost."""
    line = [*range(50, 0, -1)]
    freed = spread(10)
    await office.waits(*line)
    await office.frees(*freed)
    offered: list[int] = []
    for hour in range(8):  # noon to eight in the evening
        await office.goes_round()
        await office.goes_round()
        live = await office.offers(line)
        offered += (wave := [message.chat_id for message in await office.messages()])
        assert wave == [*live] == line[hour * 10 : hour * 10 + 10]
        starts = Counter(offer.slot.start for offer in live.values())
        assert set(starts) == {slot.start for slot in freed}
        assert set(starts.values()) <= {1}
        if hour == 4:
            break
        office.clock.instant += HOUR

    assert offered == line, "each of them once, in the order of joining"
    office.clock.instant += HOUR
    await office.goes_round()
    assert await office.messages() == [], "at most one offer a day"
    office.clock.instant += DAY - 2 * HOUR
    await office.goes_round()
    assert [message.chat_id for message in await office.messages()][:3] == line[:3]
    waiting = [(await office.book(citizen)).waits for citizen in line]
    assert [len(waits) for waits in waiting] == [1] * 50, "nobody is lost"
    assert [waits[0].place for waits in waiting] == [*range(1, 51)]


async def test_nobody_is_offered_the_same_time_twice(office: Office) -> None:
    await office.waits(1)
    await office.frees(*spread(1))
    messages = []
    for _ in range(4):
        await office.goes_round()
        messages += await office.messages()
        office.clock.instant += DAY

    assert len(messages) == 1
    assert len((await office.book(1)).waits) == 1


async def test_after_the_last_offer_the_wait_is_over_and_the_message_has_said_so(
    office: Office,
) -> None:
    await office.waits(1)
    await office.frees(*spread(MOST + 2))
    messages = []
    for _ in range(MOST + 2):
        await office.goes_round()
        messages += await office.messages()
        office.clock.instant += DAY

    assert len(messages) == MOST
    assert ["the last one" in message.html for message in messages] == [False, False, True]
    assert (await office.book(1)).waits == ()


async def test_what_is_offered_can_be_taken_by_nobody_else(office: Office) -> None:
    await office.waits(1)
    [slot] = spread(1)
    await office.frees(slot)
    await office.goes_round()

    key = (place(slot, 1).desk, slots().cells(slot)[0])
    assert 1 in (await office.book(2)).taken[key]
    assert 1 not in (await office.book(1)).taken.get(key, ())
    with pytest.raises(Stale):
        await office.apply(2, office.enter(2, slot))


async def test_what_is_declined_goes_to_the_next_in_line_who_declined_waits_on(
    office: Office,
) -> None:
    await office.waits(1, 2)
    await office.frees(*spread(1))
    await office.goes_round()
    offer = (await office.offers([1]))[1]
    reply = await office.taps(1, DeclineOffer(offer.id))
    await office.goes_round()

    assert "free for others" in reply.text.text
    assert [message.chat_id for message in await office.messages()] == [1, 2]
    assert (await office.offers([1, 2]))[2].slot == offer.slot
    assert len((await office.book(1)).waits) == 1


async def test_nobody_can_take_or_decline_what_was_offered_to_somebody_else(
    office: Office,
) -> None:
    await office.waits(1)
    await office.frees(*spread(1))
    await office.goes_round()
    offer = (await office.offers([1]))[1]

    for act in (TakeOffer(offer.id), DeclineOffer(offer.id)):
        reply = await office.taps(2, act)
        assert "no longer kept" in reply.text.text
        assert reply.changes == ()
    assert (await office.offers([1])) == {1: offer}


async def with_booking(office: Office, citizen: int) -> Booking:
    """Somebody whose appointment is the last there is, and who waits for an earlier one."""
    last = [slot for slot in every_slot() if slot.start < NOON + 60 * DAY][-1]
    await office.frees(last)
    enter = office.enter(citizen, last)
    await office.apply(citizen, enter, JoinLine(SERVICE, enter.booking.reference))
    return enter.booking


async def test_one_tap_moves_the_appointment_to_the_offered_time(office: Office) -> None:
    before = await with_booking(office, 1)
    [slot] = spread(1)
    await office.frees(slot)
    await office.goes_round()
    [message] = await office.messages()
    offer = (await office.offers([1]))[1]
    reply = await office.taps(1, TakeOffer(offer.id))

    assert before.reference in message.html
    assert "stays as it is" in message.html
    assert "Moved" in reply.text.text
    [booking] = (await office.book(1)).mine
    assert (booking.reference, booking.start) == (before.reference, slot.start)
    assert booking.sequence == before.sequence + 1
    assert (await office.book(1)).waits == ()
    again = await office.taps(1, TakeOffer(offer.id))
    assert again.changes == ()


async def test_too_late_is_said_honestly_and_moves_nothing(office: Office) -> None:
    before = await with_booking(office, 1)
    await office.waits(2)
    await office.frees(*spread(1))
    await office.goes_round()
    offer = (await office.offers([1]))[1]
    await office.messages()
    office.clock.instant += KEPT
    await office.goes_round()
    reply = await office.taps(1, TakeOffer(offer.id))

    assert reply.text.text.startswith("That time is no longer kept for you.")
    assert (await office.book(1)).mine == (before,)
    assert 2 in await office.offers([2])


async def test_without_an_appointment_the_form_opens_with_the_time_held(office: Office) -> None:
    await office.waits(1)
    [slot] = spread(1)
    await office.frees(slot)
    await office.goes_round()
    offer = (await office.offers([1]))[1]
    reply = await office.taps(1, TakeOffer(offer.id))
    again = await office.taps(1, TakeOffer(offer.id))

    assert "Whose appointment" in reply.text.text
    assert "no longer" not in again.text.text
    held = (await office.book(1)).held
    assert held
    assert held.slot.start == slot.start
    with pytest.raises(Stale):
        await office.apply(2, office.enter(2, slot))
    await office.apply(1, office.enter(1, slot))
    assert (await office.book(1)).waits == (), "booked: the wait is over in the same transaction"


async def test_who_waits_for_earlier_is_offered_no_later_and_no_same_day(office: Office) -> None:
    days = spread(2)
    await office.frees(days[0], days[1])
    enter = office.enter(1, days[0])
    await office.apply(1, enter, JoinLine(SERVICE, enter.booking.reference))
    same = [slot for slot in every_slot() if slot.start.date() == days[0].start.date()][-1]
    await office.frees(same)
    await office.goes_round()

    assert await office.messages() == []


async def test_nothing_nearer_than_the_margin_is_offered(office: Office) -> None:
    near = [slot for slot in every_slot() if slot.start < NOON + 3 * DAY]
    assert near
    office.clock.instant = near[0].start - 47 * HOUR
    await office.waits(1)
    await office.frees(near[0])
    await office.goes_round()

    assert await office.messages() == []


async def test_what_rests_is_offered_when_it_is_free_again(office: Office) -> None:
    await office.waits(1)
    await office.frees(*spread(1), rests=NOON + 2 * HOUR)
    await office.goes_round()
    assert await office.messages() == []

    office.clock.instant += 2 * HOUR
    await office.goes_round()
    assert len(await office.messages()) == 1


async def test_at_night_nobody_is_offered_anything(office: Office) -> None:
    await office.waits(1)
    await office.frees(*spread(1))
    office.clock.instant = NOON.replace(hour=22)
    await office.goes_round()
    assert await office.messages() == []

    office.clock.instant = NOON.replace(hour=8) + DAY
    await office.goes_round()
    assert len(await office.messages()) == 1


async def test_a_chat_that_refuses_messages_is_passed_over_and_keeps_its_place(
    office: Office,
) -> None:
    await office.waits(1, 2)
    await office.frees(*spread(1))
    async with office.store.unit() as unit:
        await unit.outbox.drop_chat(1)
    await office.goes_round()

    assert [message.chat_id for message in await office.messages()] == [2]
    assert (await office.book(1)).waits[0].place == 1


async def test_who_may_book_no_more_is_passed_over_and_holds_nobody_up(office: Office) -> None:
    last = [slot for slot in every_slot() if slot.start < NOON + 60 * DAY][-6:]
    await office.frees(*last)
    for number, slot in enumerate(last):
        booking = Booking(f"LIM-{number}", 1, SERVICE, f"P{number}", slot.start, slot.minutes)
        await office.apply(1, Enter(booking, place(slot, 1)))
    await office.waits(1, 2)
    await office.frees(*spread(1))
    await office.goes_round()

    assert [message.chat_id for message in await office.messages()] == [2]


@pytest.mark.parametrize("way", ["book", "cancel", "forget", "stop", "pass"])
async def test_whatever_ends_the_wait_takes_the_offer_with_it(office: Office, way: str) -> None:
    before = await with_booking(office, 1)
    [slot, other] = spread(2)
    await office.frees(slot)
    await office.goes_round()
    assert 1 in await office.offers([1])
    match way:
        case "book":
            await office.frees(other)
            await office.taps(1, TakeOffer((await office.offers([1]))[1].id))
            async with office.store.unit() as unit:
                await unit.appointments.forget_citizen(1)
        case "cancel":
            await office.apply(1, Cancel(before.reference))
        case "forget":
            async with office.store.unit() as unit:
                await unit.appointments.forget_citizen(1)
        case "stop":
            await office.taps(1, StopWaiting(SERVICE, before.reference))
        case "pass":
            office.clock.instant = before.start + HOUR
            await office.goes_round()
            office.clock.instant = NOON + timedelta(minutes=5)

    assert (await office.book(1)).waits == ()
    await office.apply(2, office.enter(2, slot))


async def test_a_wait_without_an_appointment_ends_with_a_word_after_sixty_days(
    office: Office,
) -> None:
    await office.waits(1)
    office.clock.instant += 61 * DAY
    await office.goes_round()
    await office.goes_round()

    [message] = await office.messages()
    assert "has ended" in message.html
    assert (await office.book(1)).waits == ()


async def test_who_waits_for_a_service_that_is_given_no_more_is_told(office: Office) -> None:
    await office.apply(1, JoinLine("dog_licence"))
    await office.goes_round()

    [message] = await office.messages()
    assert "Dog licence" in message.html
    assert (await office.book(1)).waits == ()


async def test_a_restart_in_between_offers_nothing_twice(file: Path) -> None:
    async with office_in(file) as office:
        await office.waits(1, 2)
        await office.frees(*spread(1))
        await office.goes_round()
    async with office_in(file) as office:
        await office.goes_round()
        assert [message.chat_id for message in await office.messages()] == [1]


@pytest.mark.parametrize("jump", [-30 * DAY, -HOUR, 10 * DAY])
async def test_a_clock_that_jumps_keeps_the_order_and_offers_nothing_to_two(
    office: Office, jump: timedelta
) -> None:
    await office.waits(1, 2)
    office.clock.instant += jump
    await office.waits(3)
    office.clock.instant = NOON + HOUR
    await office.frees(*spread(3))
    await office.goes_round()
    office.clock.instant += jump
    await office.goes_round()
    office.clock.instant = NOON + HOUR
    await office.goes_round()

    first = [message.chat_id for message in await office.messages()][:3]
    assert first == [1, 2, 3]
    live = [offer.slot.start for offer in (await office.offers([1, 2, 3])).values()]
    assert len(live) == len(set(live))
    assert [(await office.book(n)).waits[0].place for n in (1, 2, 3)] == [1, 2, 3]


async def two_sweepers(first: str | Path, second: str | Path) -> None:
    """Let two processes' chores serve one line at the same time."""
    line, freed = [*range(1, 21)], spread(10)
    async with AsyncExitStack() as stack:
        offices = [await stack.enter_async_context(office_in(at)) for at in (first, second)]
        lots = count(1)
        for office in offices:
            office.lots = lots.__next__
        await offices[0].waits(*line)
        await offices[0].frees(*freed)
        await asyncio.gather(*(office.goes_round() for office in offices))

        messages = [message.chat_id for message in await offices[0].messages()]
        live = await offices[1].offers(line)
        assert messages == [*live] == line[:10]
        assert {offer.slot.start for offer in live.values()} == {slot.start for slot in freed}


async def test_two_sweepers_serve_one_line_in_order(file: Path) -> None:
    await two_sweepers(file, file)


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    with server() as running:
        yield running


async def test_two_sweepers_serve_one_line_in_order_on_postgresql(
    postgres: Postgres, caplog: pytest.LogCaptureFixture
) -> None:
    where = await asyncio.to_thread(postgres.new_place)
    async with office_in(where) as office:
        await office.is_full()
    await two_sweepers(where, where)

    assert caplog.messages == [], "they take turns; neither runs into the other"


async def test_leaving_the_line_frees_the_offered_time_for_the_next(office: Office) -> None:
    await office.waits(1, 2)
    await office.frees(*spread(1))
    await office.goes_round()
    await office.apply(1, LeaveLine(SERVICE))
    await office.goes_round()

    assert [message.chat_id for message in await office.messages()] == [1, 2]


def test_the_shipped_rules_are_those_these_tests_count_with() -> None:
    rules = slots().file.rules

    assert (rules.most_offers, timedelta(minutes=rules.offer_minutes)) == (MOST, KEPT)
    assert rules.quiet_hours
