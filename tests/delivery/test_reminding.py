"""Every reminder once, at a civil hour, and true when it is read: whatever happens meanwhile."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from bot.booking.book import Booking, Cancel, Enter, Move
from bot.booking.reminders import schedule
from bot.calendar import Calendar
from bot.delivery.ports import Time
from bot.delivery.reminding import STUCK, Reminding
from bot.delivery.rounds import Rounds
from bot.dialogue.model import Memory, Reply
from bot.dialogue.respond import Dialogue
from bot.local import Citizen
from bot.outgoing import Send
from bot.storage.executor import as_text
from bot.storage.store import Store, Unit, open_store
from handlers import views
from tests.bench import NOON, Bench, TestClock, learned, running, shipped
from tests.delivery.support import Post
from tests.storage.samples import place

ANA, LUIS = 70_000_000_001, 70_000_000_002
START = datetime.fromisoformat("2026-12-04T09:00-05:00")
"""Of the first appointment: a Friday, ten days ahead."""
DUE = [
    datetime.fromisoformat(one)
    for one in ("2026-12-01T09:00-05:00", "2026-12-03T09:00-05:00", "2026-12-03T20:45-05:00")
]
"""When it is reminded of: three days and one day before; the evening before in place of 6:00."""
SOON, HEADS = "is in 3 days.", ("is in 3 days.", "is tomorrow.", "is tomorrow.")
SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)


def booking(reference: str = "LIM-7K4Q-9", citizen: int = ANA, start: datetime = START) -> Booking:
    return Booking(reference, citizen, "passport_renewal", "Ana Pérez", start, 15)


def reminders(made: Booking, now: datetime = NOON) -> tuple[datetime, ...]:
    services, calendar = shipped().services, Calendar(shipped().calendar)
    assert services
    return schedule(made, services.rules, now, calendar)


def enter(made: Booking) -> Enter:
    return Enter(made, place(made.start), reminders(made))


@dataclass
class Sweeper:
    """The chore on its rounds, and whoever carries out what it owes."""

    store: Store
    clock: TestClock
    rounds: Rounds[Unit]

    async def at(self, instant: datetime) -> list[Send]:
        """Go round at `instant`; return what was sent."""
        self.clock.instant = instant
        await self.rounds.once()
        return await self.sends()

    async def sends(self) -> list[Send]:
        sent: list[Send] = []
        while True:
            async with self.store.unit() as unit:
                owed = await unit.outbox.due(self.clock.now(), 1_000)
                for row in owed:
                    assert isinstance(row.act, Send)
                    assert not row.urgent
                    sent.append(row.act)
                    await unit.outbox.sent(row.id)
            if not owed:
                return sent

    async def through(self, first: datetime, last: datetime) -> list[tuple[datetime, Send]]:
        """Go round every hour, and each evening at 20:45; return what was sent, and when."""
        hours = int((last - first) / HOUR) + 1
        full = [first + number * HOUR for number in range(hours)]
        evenings = [one.replace(minute=45) for one in full if one.hour == DUE[2].hour]
        return [(now, one) for now in sorted([*full, *evenings]) for one in await self.at(now)]

    async def changes(self, citizen: int, *changes: Enter | Move | Cancel) -> None:
        async with self.store.unit() as unit:
            await unit.appointments.apply(citizen, changes, self.clock.now())


@asynccontextmanager
async def sweeping(
    where: Path | None = None, dialogue: Dialogue | None = None
) -> AsyncIterator[Sweeper]:
    store, clock = await open_store(where), TestClock()
    chore = Reminding(lambda: dialogue or learned(), views.send)
    try:
        yield Sweeper(
            store,
            clock,
            Rounds(store.unit, (chore,), time=Time(clock), owed=lambda: None),
        )
    finally:
        await store.close()


@pytest.fixture
async def sweeper() -> AsyncIterator[Sweeper]:
    async with sweeping() as ready:
        yield ready


def heads(sent: Sequence[Send]) -> list[str]:
    return [one.html.split("</b>")[0].removeprefix("🔔 <b>Your appointment ") for one in sent]


async def test_each_reminder_comes_once_and_in_its_time(sweeper: Sweeper) -> None:
    await sweeper.changes(ANA, enter(booking()))
    sent = await sweeper.through(NOON, START + DAY)

    assert [when for when, _ in sent] == DUE
    assert heads([one for _, one in sent]) == [*HEADS]
    assert {one.chat_id for _, one in sent} == {ANA}


async def test_restarts_repeat_and_lose_nothing(tmp_path: Path) -> None:
    sent: list[Send] = []
    async with sweeping(tmp_path / "bot.db") as first:
        await first.changes(ANA, enter(booking()))
    for due in DUE:
        for now in (due - SECOND, due, due + SECOND):
            async with sweeping(tmp_path / "bot.db") as anew:
                sent += await anew.at(now)

    assert heads(sent) == [*HEADS]


async def test_two_sweepers_on_one_database_send_one(tmp_path: Path) -> None:
    everyone = range(1, 31)
    async with sweeping(tmp_path / "bot.db") as one, sweeping(tmp_path / "bot.db") as other:
        for number in everyone:
            made = booking(f"LIM-{number}", number, START + number * HOUR)
            await one.changes(number, replace(enter(made), reminders=(DUE[0],)))
        one.clock.instant = other.clock.instant = DUE[0]
        await asyncio.gather(one.rounds.once(), other.rounds.once())

        assert sorted(act.chat_id for act in await one.sends()) == [*everyone]
        assert await other.sends() == []


async def test_after_an_outage_there_is_one_message_and_it_is_true_now(sweeper: Sweeper) -> None:
    await sweeper.changes(ANA, enter(booking()))
    back = DUE[0] - HOUR + 2 * DAY  # the bot was down when the first came due: it is Thursday 8:00

    assert heads(await sweeper.at(back)) == ["is tomorrow."]
    assert await sweeper.at(back + HOUR / 2) == []
    assert heads(await sweeper.at(DUE[1])) == ["is tomorrow."]


async def test_all_that_came_due_during_an_outage_is_one_message(sweeper: Sweeper) -> None:
    await sweeper.changes(ANA, enter(booking()))

    assert heads(await sweeper.at(DUE[2] + timedelta(minutes=5))) == ["is tomorrow."]
    assert await sweeper.through(DUE[2] + HOUR, START + DAY) == []


async def test_nobody_is_reminded_of_what_has_begun(sweeper: Sweeper) -> None:
    await sweeper.changes(ANA, enter(booking()))

    assert await sweeper.at(START) == []
    assert await sweeper.at(START + DAY) == []


async def test_a_late_one_waits_for_the_morning_if_that_is_early_enough(sweeper: Sweeper) -> None:
    late = booking("LIM-B", LUIS, START.replace(hour=12, minute=30))
    for made in (booking(), late):
        await sweeper.changes(made.citizen, enter(made))
    night = START.replace(hour=2)

    assert [one.chat_id for one in await sweeper.at(night)] == [ANA]
    assert await sweeper.at(START.replace(hour=7, minute=59)) == []
    [later] = await sweeper.at(START.replace(hour=8))
    assert (later.chat_id, heads([later])) == (LUIS, ["is today."])
    assert await sweeper.at(START.replace(hour=9)) == []


async def test_one_that_waits_for_the_morning_and_one_that_is_due_then_are_one(
    sweeper: Sweeper,
) -> None:
    late = booking("LIM-B", LUIS, START.replace(hour=11, minute=15))
    await sweeper.changes(LUIS, enter(late))

    assert await sweeper.at(START.replace(hour=2)) == []
    assert await sweeper.at(START.replace(hour=8)) == []
    assert heads(await sweeper.at(START.replace(hour=8, minute=15))) == ["is today."]
    assert await sweeper.at(START.replace(hour=10)) == []


async def test_a_clock_that_leaps_ahead_and_back_repeats_and_loses_nothing(
    sweeper: Sweeper,
) -> None:
    await sweeper.changes(ANA, enter(booking()))
    assert heads(await sweeper.at(DUE[0])) == [SOON]
    assert await sweeper.at(NOON - 30 * DAY) == []
    assert await sweeper.at(DUE[0]) == []

    assert await sweeper.at(START + 300 * DAY) == []
    sent = await sweeper.through(DUE[0], START)
    assert [when for when, _ in sent] == DUE[1:]


async def test_a_cancelled_appointment_is_not_spoken_of(sweeper: Sweeper) -> None:
    await sweeper.changes(ANA, enter(booking()))
    assert len(await sweeper.at(DUE[0])) == 1
    await sweeper.changes(ANA, Cancel(booking().reference))

    assert await sweeper.through(DUE[0], START + DAY) == []


async def test_a_moved_appointment_is_spoken_of_as_it_is_now(sweeper: Sweeper) -> None:
    await sweeper.changes(ANA, enter(booking()))
    moved = replace(booking(), start=START + 7 * DAY, sequence=1)
    await sweeper.changes(ANA, Move(moved, place(moved.start), None, reminders(moved)))
    sent = await sweeper.through(NOON, moved.start)

    assert [when for when, _ in sent] == [due + 7 * DAY for due in DUE]
    assert all("11 December" in one.html for _, one in sent)


async def test_it_speaks_the_citizens_language(sweeper: Sweeper) -> None:
    await sweeper.changes(ANA, enter(booking()))
    async with sweeper.store.unit() as unit:
        await unit.memories.save(ANA, Memory(language="es"), NOON)
    [said] = await sweeper.at(DUE[1])

    assert "Su cita es mañana." in said.html
    assert "viernes 4 de diciembre, 9:00 a. m." in said.html.lower()


async def test_who_has_blocked_the_bot_is_left_alone(sweeper: Sweeper) -> None:
    await sweeper.changes(ANA, enter(booking()))
    async with sweeper.store.unit() as unit:
        await unit.outbox.drop_chat(ANA)

    assert await sweeper.through(NOON, START) == []


async def test_while_telegram_takes_nothing_nothing_is_worded(sweeper: Sweeper) -> None:
    """An hour later it is still to be said, and is worded as it is then."""
    await sweeper.changes(ANA, enter(booking()))
    async with sweeper.store.unit() as unit:
        await unit.outbox.add([Send(LUIS, "waits")], DUE[0] - STUCK - SECOND, update_id=None)
    sweeper.clock.instant = DUE[0]
    await sweeper.rounds.once()
    async with sweeper.store.unit() as unit:
        assert await unit.outbox.depth() == 1
        [row] = await unit.outbox.due(DUE[0], 9)
        await unit.outbox.sent(row.id)

    assert heads(await sweeper.at(DUE[1])) == ["is tomorrow."]


async def test_a_pack_that_takes_no_appointments_any_more_says_nothing() -> None:
    without = Dialogue.__new__(Dialogue)
    without.reception = None
    async with sweeping(dialogue=without) as sweeper:
        await sweeper.changes(ANA, enter(booking()))

        assert await sweeper.through(DUE[0], DUE[2]) == []


async def test_a_reminder_holds_until_midnight_or_the_appointment(sweeper: Sweeper) -> None:
    await sweeper.changes(ANA, enter(booking()))

    [said] = await sweeper.at(DUE[1])
    assert said.until == datetime.fromisoformat("2026-12-04T00:00-05:00")


async def test_what_is_not_true_any_more_is_not_sent(post: Post, ana: Citizen) -> None:
    chat = ana.chat.id
    await post.deliver(
        Send(chat, "outdated", until=post.time.now()),
        Send(chat, "still true", until=post.time.now() + DAY),
    )

    assert [one.text for one in ana.shown_by_bot] == ["still true"]
    assert post.counts == ["outdated", "sent"]
    assert post.alarms == []


CROWD, ANSWERS = 5_000, 100


def crowd(file: Path) -> None:
    """Let thousands have a reminder that is due; straight into the file, for it takes seconds."""
    raw = sqlite3.connect(file)
    start, due = as_text(START), as_text(DUE[0])
    raw.executemany(
        "insert into booking values (?, ?, 'passport_renewal', 'Ana', 'ana', ?, ?, 15, 'booked',"
        " 0, ?, ?)",
        [(f"LIM-{n}", n, start, start, due, due) for n in range(1, CROWD + 1)],
    )
    raw.executemany(
        "insert into reminder values (?, ?)", [(f"LIM-{n}", due) for n in range(1, CROWD + 1)]
    )
    raw.commit()
    raw.close()


async def test_thousands_of_reminders_do_not_keep_citizens_waiting(tmp_path: Path) -> None:
    """A transaction each: between two of them there is room for an answer."""
    file, clock = tmp_path / "bot.db", TestClock(DUE[0])
    said: list[int] = []
    store = await open_store(file)
    crowd(file)

    def show(citizen: int, reply: Reply) -> Send:
        said.append(citizen)
        return views.send(citizen, reply)

    chore = Reminding(learned, show)
    rounds = Rounds(store.unit, (chore,), time=Time(clock), owed=lambda: None)
    before: list[int] = []
    async with asyncio.TaskGroup() as tasks:
        sweep = tasks.create_task(rounds.once())
        for _ in range(ANSWERS):
            async with store.unit() as unit:
                await unit.memories.save(ANA, Memory(), NOON)
            before.append(len(said))
        sweep.cancel()
    await store.close()

    assert len(set(said)) == len(said) > ANSWERS / 2, "they did not go on side by side"
    waited = [later - one for one, later in pairwise(before)]
    assert max(waited) <= 2, "an answer waits for at most the reminder that is being worded"


# In the chat


@asynccontextmanager
async def booked(language: str = "en") -> AsyncIterator[tuple[Bench, Citizen]]:
    """Ana with an appointment on Friday 4 December at nine."""
    async with running() as bench:
        ana = bench.citizen(language)
        await ana.says("book passport renewal on 4 december at 9")
        await ana.says("Ana María Pérez")
        await ana.says("yes")
        yield bench, ana


async def passes(bench: Bench, ana: Citizen, now: datetime) -> None:
    bench.clock.instant = now
    ana.look_away("waited")
    await bench.service.rounds.once()
    await bench.service.settle()


async def test_a_reminder_says_all_that_is_needed_for_the_way() -> None:
    async with booked() as (bench, ana):
        await passes(bench, ana, DUE[1])

        ana.sees("Your appointment is tomorrow.", "Passport renewal", "Ana María Pérez")
        ana.sees("Friday 4 December, 9:00 a.m.", "Be there by 8:45 a.m.", "Avenida Encalada")
        ana.sees("Print this", "Form DS-82", "Are you still coming?")
        labels = [label for row in ana.shown_by_bot[-1].keyboard.labels for label in row]
        assert labels[:3] == ["Yes, I am coming", "Move it", "Cancel it"]


async def test_who_is_coming_is_thanked_in_place_and_the_facts_stay() -> None:
    async with booked() as (bench, ana):
        await passes(bench, ana, DUE[1])
        messages = len(ana.shown_by_bot)
        await ana.taps("Yes, I am coming")

        assert len(ana.shown_by_bot) == messages
        ana.sees("Thank you", "Be there by 8:45 a.m.", "Form DS-82")
        await ana.taps("Move it", on=ana.shown_by_bot[-1])
        ana.sees("Passport renewal")


async def test_only_the_owner_says_who_is_coming() -> None:
    async with booked() as (bench, ana):
        await passes(bench, ana, DUE[1])
        [button] = [
            key
            for row in ana.shown_by_bot[-1].keyboard.rows
            for key in row
            if key.label == "Yes, I am coming"
        ]
        luis = bench.citizen(name="Luis")
        await luis.says("hello")
        await luis.forges(str(button.data), on=luis.shown_by_bot[-1])

        luis.sees("I find no appointment of yours")
        assert "Ana" not in luis.screen


@pytest.mark.parametrize(
    "label", ["Move it", "Cancel it", "Yes, I am coming", "Printable page", "Calendar file"]
)
async def test_old_buttons_never_speak_of_it_as_if_it_were_ahead(label: str) -> None:
    async with booked() as (bench, ana):
        confirmation = ana.shown_by_bot[-1]
        await passes(bench, ana, DUE[2])
        reminder = ana.shown_by_bot[-1]
        # Another one is ahead: it is not this one's.
        await ana.says("book a notary on 11 december at 10")
        await ana.says("Ana María Pérez")
        await ana.says("yes")
        ana.sees("Booked", "11 December")
        bench.clock.instant = START + HOUR
        here = [text for row in reminder.keyboard.labels for text in row]
        await ana.taps(label, on=reminder if label in here else confirmation)

        ana.sees("The time of", "is over", "Friday 4 December, 9:00 a.m.", "Ana María Pérez")
        await ana.taps("Book again")
        ana.sees("Passport renewal", "Which day?")


async def test_a_citizen_on_the_way_hears_how_late_is_too_late() -> None:
    async with booked() as (bench, ana):
        bench.clock.instant = START + timedelta(minutes=15)
        await ana.says("when is my appointment?")
        ana.sees("its time has come", "more than 15 minutes late")
        bench.clock.instant += SECOND
        await ana.says("when is my appointment?")
        ana.sees("The time of", "is over")


@pytest.mark.parametrize("words", ["/mine", "when was my appointment", "cancel my appointment"])
async def test_whoever_asks_afterwards_is_told_that_it_is_over(words: str) -> None:
    async with booked() as (bench, ana):
        bench.clock.instant = START + DAY
        await ana.says(words)

        ana.sees("no appointment of yours that is still ahead", "is over", "4 December")
        await ana.taps("Book again")


async def test_a_form_that_is_open_when_the_time_comes_says_so() -> None:
    async with booked() as (bench, ana):
        bench.clock.instant = START - SECOND
        await ana.says("cancel my appointment")
        bench.clock.instant = START + SECOND
        await ana.taps("Yes, cancel it")

        ana.sees("its time has come")


async def test_moving_brings_the_reminders_of_the_new_time() -> None:
    async with booked() as (bench, ana):
        await ana.says("move my appointment to 11 december at 10")
        await ana.says("yes")
        for due in DUE:
            await passes(bench, ana, due)
            assert ana.view == ""
        await passes(bench, ana, datetime(2026, 12, 10, 15, tzinfo=UTC))

        ana.sees("Your appointment is tomorrow.", "Friday 11 December, 10:00 a.m.")
