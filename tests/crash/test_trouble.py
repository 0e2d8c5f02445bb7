"""Disk, database and clock fail while citizens are served: it says so, and goes on by itself."""

import asyncio
import resource
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.local import LocalTelegram
from bot.local.transcript import Entry
from bot.storage.backup import backup, restore
from tests.crash.child import Nursery
from tests.crash.judge import damage, drained, lies, rows, unhandled
from tests.crash.office import Office, office
from tests.crash.people import Person, use_the_book

QUESTION = "where is the embassy"

LOCKED_FOR = 6.0
"""Seconds: longer than the five for which SQLite waits by itself."""

HOUR = 3600.0


def staff_chat(telegram: LocalTelegram) -> str:
    return f"staff_chat: {telegram.group('Staff').id}\n"


def alarms(here: Office) -> list[Entry]:
    return [entry for entry in here.telegram.transcript if entry.by_bot and entry.chat_id < 0]


async def asked(here: Office, number: int) -> Person:
    person = Person(here.telegram, number)
    await person.asks([QUESTION])
    return person


async def settled(here: Office, *people: Person) -> None:
    """Everybody has exactly one answer, and nothing was lost."""
    await here.bot.until(lambda: all(person.answers for person in people))
    await here.bot.until(lambda: drained(here.telegram, here.file))
    assert await here.bot.stopped() == 0, here.bot.said_last
    assert [len(person.answers) for person in people] == [1] * len(people)
    assert [*unhandled(here.telegram, here.file), *damage(here.file)] == []


async def test_a_database_that_another_program_keeps_locked_is_waited_for(
    cradle: Nursery, tmp_path: Path
) -> None:
    async with office(cradle, tmp_path) as here:
        here.bot.start()
        await here.bot.serves()
        with closing(sqlite3.connect(here.file, isolation_level=None)) as other:
            other.execute("begin immediate")
            people = [await asked(here, number) for number in range(3)]
            await asyncio.sleep(LOCKED_FOR)
            assert not any(person.answers for person in people)
            assert "Another program keeps it locked" in here.bot.said
        await settled(here, *people)


async def test_a_full_disk_is_reported_to_staff_and_waited_for(
    cradle: Nursery, tmp_path: Path
) -> None:
    async with office(cradle, tmp_path, staff_chat) as here:
        here.bot.start()
        await here.bot.serves()
        first = await asked(here, 1)
        await here.bot.until(lambda: bool(first.answers))
        await here.bot.until(lambda: drained(here.telegram, here.file))
        _, hard = resource.prlimit(here.bot.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(here.bot.pid, resource.RLIMIT_FSIZE, (1, hard))
        second = await asked(here, 2)
        await here.bot.until(lambda: bool(alarms(here)))
        assert "The database cannot be used" in alarms(here)[0].text.text
        assert not second.answers
        resource.prlimit(here.bot.pid, resource.RLIMIT_FSIZE, (hard, hard))
        third = await asked(here, 3)
        await here.bot.until(lambda: len(alarms(here)) == 2)
        assert "can be used again" in alarms(here)[1].text.text
        await settled(here, first, second, third)


async def test_a_database_file_that_is_removed_ends_the_bot_which_says_why(
    cradle: Nursery, tmp_path: Path
) -> None:
    async with office(cradle, tmp_path) as here:
        here.bot.start()
        await here.bot.serves()
        here.file.unlink()
        assert await here.bot.ended() == 1
        assert f"{here.file} has been removed" in here.bot.said
        here.bot.start()
        await here.bot.serves()
        await settled(here, await asked(here, 1))


async def test_a_damaged_database_is_refused_and_a_restored_one_serves(
    cradle: Nursery, tmp_path: Path
) -> None:
    import random

    copy = tmp_path / "copy.db"
    async with office(cradle, tmp_path) as here:
        here.bot.start()
        person = Person(here.telegram, 1)
        await use_the_book(person, random.Random(1), 1)  # noqa: S311 - no secret
        await here.bot.until(lambda: drained(here.telegram, here.file))
        await backup(here.file, copy)
        assert await here.bot.stopped() == 0
        here.file.write_bytes(b"ruined" * 1000)
        here.bot.start()
        assert await here.bot.ended() == 1
        assert "restore" in here.bot.said_last
        assert "Traceback" not in here.bot.said_last
        here.file.unlink()
        await restore(copy, here.file)
        here.bot.start()
        await here.bot.serves()
        said = len(person.answers)
        await person.asks(["my appointments"])
        await here.bot.until(lambda: len(person.answers) > said)
        [booking] = rows(here.file, "select reference from booking")
        assert booking["reference"] in person.answers[-1].text.text
        assert await here.bot.stopped() == 0
        assert [*lies(here.telegram, here.file), *damage(here.file)] == []


@pytest.mark.parametrize("hours", [-3, 26])
async def test_a_clock_that_jumps_holds_no_answer_back(
    cradle: Nursery, tmp_path: Path, hours: int
) -> None:
    async with office(cradle, tmp_path) as here:
        here.bot.start()
        await here.bot.serves()
        here.line.refused, here.line.asks = "sendMessage", 3
        first = await asked(here, 1)
        await here.bot.until(lambda: bool(here.line.count))
        here.bot.forward(hours * HOUR)
        here.line.refused = ""
        await settled(here, first, await asked(here, 2))


async def test_a_place_where_no_database_can_be_is_named(cradle: Nursery, tmp_path: Path) -> None:
    async with office(cradle, tmp_path) as here:
        nowhere = here.second(DATABASE_URL="sqlite:////proc/nowhere/bot.db")
        nowhere.start()
        assert await nowhere.ended() == 1
        assert "/proc/nowhere/bot.db" in nowhere.said
        assert "data_dir" in nowhere.said
        assert "Traceback" not in nowhere.said
