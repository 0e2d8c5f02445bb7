"""The same promises with the database on a server, which may go away as well."""

import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crash.campaign import SEED, SOAK, Campaign, Scale
from tests.crash.child import Nursery
from tests.crash.office import office
from tests.crash.people import Person
from tests.storage.postgres import Postgres, server

SCALE = Scale(60, 30, 20, 9) if SOAK else Scale(5, 6, 6, 3)

EVERYBODY_ELSE = (
    "select pg_terminate_backend(pid) from pg_stat_activity"
    " where pid <> pg_backend_pid() and application_name = 'embassy-bot'"
)
THE_LOCK = "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted"


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    with server() as running:
        yield running


async def test_on_postgresql_a_killed_bot_keeps_the_same_promises(
    cradle: Nursery, tmp_path: Path, postgres: Postgres
) -> None:
    place = await asyncio.to_thread(postgres.new_place)
    campaign = Campaign(cradle, tmp_path, SCALE, place=place)
    await campaign.run()
    sys.stdout.write(f"postgresql: {campaign}")
    assert len(campaign.kills) >= SCALE.kills * 3 // 4
    assert not campaign.wrong, f"seed {SEED}\n" + "\n".join(campaign.wrong)


async def test_connections_that_are_cut_are_made_anew_and_a_lost_lock_ends_the_bot(
    cradle: Nursery, tmp_path: Path, postgres: Postgres
) -> None:
    place = await asyncio.to_thread(postgres.new_place)
    async with office(cradle, tmp_path, place=place) as here:
        here.bot.start()
        await here.bot.serves()
        second = here.second()
        second.start()
        assert await second.ended() == 1
        assert "Another embassy-bot serves postgresql://" in second.said

        await asyncio.to_thread(lambda: postgres.run(EVERYBODY_ELSE))
        person = Person(here.telegram, 1)
        await person.asks(["where is the embassy"])
        await here.bot.until(lambda: bool(person.answers))

        await asyncio.to_thread(lambda: postgres.run(THE_LOCK))
        assert await here.bot.ended() == 1
        assert "lock of this bot is gone" in here.bot.said
        here.bot.start()
        await person.asks(["can you check my wife's visa"])
        await here.bot.until(lambda: len(person.answers) == 2)
        assert await here.bot.stopped() == 0
