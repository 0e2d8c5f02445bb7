"""Any history of several citizens keeps the invariants: a state machine against the ledger."""

import random
from collections import Counter
from datetime import date, timedelta
from functools import cache

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.booking.book import Book, Booking, Enter, Move, person_key
from bot.booking.desk import BookingDesk
from bot.booking.events import (
    Begin,
    ChooseBooking,
    ChooseDay,
    ChooseTime,
    Confirm,
    Control,
    Event,
    Heard,
    Purpose,
    Resume,
    Steer,
    Wish,
)
from bot.booking.form import AskBooking, AskDay, AskTime, Booked, Cancelled, Moved, Result, Scene
from bot.booking.slots import Slots
from bot.calendar.states import utc
from tests.booking.ledger import Ledger, StaleError, seats
from tests.booking.office import (
    ANA,
    FRIDAY,
    LUIS,
    MONDAY,
    NOW,
    TUESDAY,
    Citizen,
    calendar_with,
    heard,
    services,
)
from tests.booking.wellformed import check

SERVICES, PEOPLE = ("renewal", "birth"), (ANA, ANA.upper(), LUIS)
DAYS, CLOCKS = (FRIDAY, MONDAY, TUESDAY), ("08:30", "09:00", "10:30")
TRIES = 3
"""How often an update is handled again when somebody else was faster."""

whom = st.integers(0, 2)
services_, people = st.sampled_from(SERVICES), st.sampled_from(PEOPLE)
days, clocks = st.sampled_from(DAYS), st.sampled_from(CLOCKS)
minutes = st.sampled_from([0, 0, 1, 9, 11, 60, 24 * 60])


@cache
def desk_closed_on(closed: frozenset[int]) -> tuple[BookingDesk, Slots]:
    """The post with some of DAYS closed by its staff."""
    exceptional = [
        {
            "date": DAYS[number],
            "channels": ["office"],
            "closed": True,
            "reason": {"en": "Water", "es": "Agua"},
        }
        for number in sorted(closed)
    ]
    file, calendar = services(rest_minutes=[0, 30]), calendar_with(exceptional=exceptional)
    return BookingDesk(file, calendar), Slots(file, calendar)


class History(RuleBasedStateMachine):
    @initialize()
    def begin(self) -> None:
        self.ledger = Ledger()
        self.citizens = [Citizen(self.ledger, number=number) for number in range(3)]
        self.lots = random.Random(0)  # noqa: S311 - repeatable, no secret
        self.last: dict[int, tuple[Event, Result]] = {}
        self.now = self.latest = NOW
        self.closed: frozenset[int] = frozenset()
        self.acknowledged: dict[str, Booking] = {}

    # What citizens do

    @rule(
        who=whom,
        purpose=st.sampled_from(Purpose),
        service=st.sampled_from([None, *SERVICES]),
        person=st.sampled_from([None, *PEOPLE]),
        day=st.sampled_from([None, *DAYS]),
        clock=st.sampled_from([None, *CLOCKS]),
    )
    def start(
        self,
        who: int,
        purpose: Purpose,
        service: str | None,
        person: str | None,
        day: date | None,
        clock: str | None,
    ) -> None:
        self.does(who, Begin(purpose, heard(day, clock, service=service, person=person)))

    @rule(who=whom, service=services_, person=people, day=days, clock=clocks, waits=minutes)
    def book_in_a_sentence(
        self, who: int, service: str, person: str, day: date, clock: str, waits: int
    ) -> None:
        self.does(who, Begin(Purpose.BOOK, heard(day, clock, service=service, person=person)))
        self.time_passes(waits)
        self.does(who, Confirm())

    @rule(who=whom, service=services_, person=people)
    def book_the_earliest(self, who: int, service: str, person: str) -> None:
        self.does(who, Begin(Purpose.BOOK, Heard(service, Wish(earliest=True), person)))
        self.does(who, Confirm())

    @rule(who=whom, day=days, clock=clocks, waits=minutes, pick=st.integers(0, 5))
    def move_in_a_sentence(self, who: int, day: date, clock: str, waits: int, pick: int) -> None:
        if not self.ledger.book(who, self.now).mine:
            self.book_the_earliest(who, SERVICES[pick % 2], ANA)
        if mine := self.ledger.book(who, self.now).mine:
            reference = mine[pick % len(mine)].reference
            self.does(who, Begin(Purpose.MOVE, heard(day, clock), reference))
            self.time_passes(waits)
            self.does(who, Confirm())

    @rule(who=whom, pick=st.integers(0, 5))
    def cancel_in_a_sentence(self, who: int, pick: int) -> None:
        if mine := self.ledger.book(who, self.now).mine:
            self.does(who, Begin(Purpose.CANCEL, reference=mine[pick % len(mine)].reference))
            self.does(who, Confirm())

    @rule(who=whom, pick=st.integers(0, 20))
    def choose_what_is_offered(self, who: int, pick: int) -> None:
        if who not in self.last:
            return
        match self.last[who][1].says:
            case AskDay(listed) if listed:
                self.does(who, ChooseDay(listed[pick % len(listed)].day))
            case AskTime(_, times):
                self.does(who, ChooseTime(times[pick % len(times)].start))
            case AskBooking(bookings, _):
                self.does(who, ChooseBooking(bookings[pick % len(bookings)].reference))

    @rule(who=whom, person=people)
    def give_a_name(self, who: int, person: str) -> None:
        self.answers(who, Heard(person=person))

    @rule(who=whom, day=days, clock=clocks)
    def correct(self, who: int, day: date, clock: str) -> None:
        self.answers(who, heard(day, clock, control=Control.NO))

    @rule(who=whom, edition=st.sampled_from([None, 0, 1, 2]))
    def confirm(self, who: int, edition: int | None) -> None:
        self.answers(who, Confirm(edition))

    @rule(who=whom, control=st.sampled_from(Control))
    def steer(self, who: int, control: Control) -> None:
        self.answers(who, Steer(control))

    @rule(who=whom)
    def ask_something_else(self, who: int) -> None:
        self.answers(who, Resume())

    @rule(who=whom)
    def tap_the_same_again(self, who: int) -> None:
        if who in self.last:
            self.does(who, self.last[who][0])

    @rule(first=whom, second=whom)
    def two_at_once(self, first: int, second: int) -> None:
        """Both see the book as it was; the slower one is handled again."""
        if first != second:
            event = Begin(Purpose.BOOK, heard(TUESDAY, "09:00", service="birth", person=ANA))
            seen = self.ledger.book(second, self.now, 5)
            self.does(first, event)
            self.does(second, event, seen=seen)

    # What happens around them

    @rule(waits=minutes)
    def time_passes(self, waits: int) -> None:
        self.now += timedelta(minutes=waits)
        self.latest = max(self.latest, self.now)

    @rule(jump=st.sampled_from([-90, -11, 5]))
    def the_clock_jumps(self, jump: int) -> None:
        self.now += timedelta(minutes=jump)
        self.latest = max(self.latest, self.now)

    @precondition(lambda self: len(self.closed) < len(DAYS) - 1)
    @rule(number=st.integers(0, len(DAYS) - 1))
    def staff_close_a_day(self, number: int) -> None:
        self.closed |= {number}

    @rule()
    def staff_open_again(self) -> None:
        self.closed = frozenset()

    # How an update is handled

    def answers(self, who: int, event: Event) -> None:
        if self.citizens[who].draft:
            self.does(who, event)

    def does(self, who: int, event: Event, seen: Book | None = None) -> None:
        citizen, (desk, slots) = self.citizens[who], desk_closed_on(self.closed)
        for tried in range(TRIES):
            book = self.ledger.book(who, self.now, self.lots.getrandbits(64))
            if seen is not None and tried == 0:
                book = seen
            result = desk.step(citizen.draft, event, Scene(who, book, self.now))
            before = None if isinstance(event, Begin) else citizen.draft
            check(before, book, result, slots, self.now)
            self.check_times(result, slots)
            try:
                self.ledger.apply(who, result.changes, self.now)
            except StaleError:
                continue
            citizen.draft = result.draft
            self.last[who] = (event, result)
            self.acknowledge(result)
            return
        raise AssertionError("somebody else was faster each time, with nobody else there")

    def check_times(self, result: Result, slots: Slots) -> None:
        """Nothing is entered on a closed day or in the past, with the calendar as it is now."""
        for change in result.changes:
            if isinstance(change, Enter | Move):
                assert slots.at(change.booking.service, change.booking.start)
                assert utc(change.booking.start) > utc(self.now)

    def acknowledge(self, result: Result) -> None:
        if isinstance(result.says, Booked | Moved):
            self.acknowledged[result.says.booking.reference] = result.says.booking
        elif isinstance(result.says, Cancelled):
            self.acknowledged.pop(result.says.booking.reference)

    # What always holds

    @invariant()
    def no_seat_is_given_twice(self) -> None:
        places = [place for _, place in self.ledger.bookings.values()]
        counted = Counter(seat for place in places for seat in seats(place))
        assert max(counted.values(), default=0) <= 1
        assert all(1 <= place.window <= place.windows for place in places)

    @invariant()
    def one_for_a_service_and_a_person(self) -> None:
        standing = self.ledger.standing(self.latest)
        keys = Counter((one.citizen, one.service, person_key(one.person)) for one in standing)
        assert max(keys.values(), default=0) <= 1

    @invariant()
    def what_was_acknowledged_is_in_the_book(self) -> None:
        there = {name: booking for name, (booking, _) in self.ledger.bookings.items()}
        assert there == self.acknowledged

    @invariant()
    def a_citizen_holds_nothing_without_a_chosen_time(self) -> None:
        for citizen in self.citizens:
            if citizen.number in self.ledger.holds:
                held, _ = self.ledger.holds[citizen.number]
                over = utc(held.until) <= utc(self.latest)  # a clock set back revives it
                assert over or (citizen.draft and citizen.draft.start)


History.TestCase.settings = settings(
    max_examples=150,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],  # the first example builds a calendar
)
TestAnyHistory = History.TestCase
