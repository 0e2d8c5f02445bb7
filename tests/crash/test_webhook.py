"""The same promises behind a reverse proxy, where Telegram brings updates several times."""

import socket
import sys
from contextlib import closing
from http import HTTPStatus
from pathlib import Path

import aiohttp

from bot.delivery.webhook import SECRET_HEADER
from tests.crash.campaign import SEED, SOAK, Campaign, Scale
from tests.crash.child import Nursery
from tests.crash.judge import rows
from tests.crash.office import office
from tests.crash.people import Person
from tests.crash.post import posting

SCALE = Scale(60, 30, 20, 9) if SOAK else Scale(5, 5, 6, 3)


def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        return int(server.getsockname()[1])


def config(port: int) -> str:
    return f"webhook_url: https://bot.example/telegram\nhttp_port: {port}\nmetrics: true\n"


async def test_behind_a_webhook_a_killed_bot_keeps_the_same_promises(
    cradle: Nursery, tmp_path: Path
) -> None:
    port = free_port()
    posted = posting(f"http://127.0.0.1:{port}/telegram")
    campaign = Campaign(cradle, tmp_path, SCALE, config=config(port), posted=posted)
    await campaign.run()
    sys.stdout.write(f"webhook: {campaign}")
    assert len(campaign.kills) >= SCALE.kills * 3 // 4
    assert not campaign.wrong, f"seed {SEED}\n" + "\n".join(campaign.wrong)


async def test_operators_see_health_readiness_and_numbers_and_strangers_find_no_door(
    cradle: Nursery, tmp_path: Path
) -> None:
    port = free_port()
    root = f"http://127.0.0.1:{port}"
    async with (
        office(cradle, tmp_path, lambda _: config(port)) as here,
        aiohttp.ClientSession() as session,
    ):
        here.bot.start()
        await here.bot.serves()
        async with posting(f"{root}/telegram")(here.telegram) as deliver:
            person = Person(here.telegram, 1, deliver)
            await person.asks(["where is the embassy"])
            await person.answered(1)
        pages = {}
        for page in ("health", "ready", "metrics"):
            async with session.get(f"{root}/{page}") as answer:
                assert answer.status == HTTPStatus.OK
                pages[page] = await answer.text()
        assert 'answers_total{outcome="answer"} 1.0' in pages["metrics"]

        forged = {"update_id": 1, "message": {"text": "let me in"}}
        head = {SECRET_HEADER: "x" * 32}
        async with session.post(f"{root}/telegram", json=forged, headers=head) as answer:
            assert answer.status == HTTPStatus.NOT_FOUND
        assert await here.bot.stopped() == 0
        assert [row["update_id"] for row in rows(here.file, "select * from inbox")] != [1]
        assert here.telegram.world.webhook_secret not in here.bot.said
