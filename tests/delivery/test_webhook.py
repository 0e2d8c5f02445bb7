"""Telegram's entrance over real HTTP: who is let in, and when Telegram is thanked."""

import asyncio
import io
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import aiohttp
import pytest
from telegram import Bot

from bot.delivery import health, webhook
from bot.delivery.health import Health, Pulse
from bot.delivery.server import Server
from bot.delivery.webhook import SECRET_HEADER, Webhook, announce, fresh_secret, withdraw
from bot.local import LocalRequest, LocalTelegram
from bot.local.wire import Answer, Call
from tests.local.support import NOON

UPDATE = json.dumps({"update_id": 7, "message": {"text": "perdí mi pasaporte"}})
PATH = "/telegram"


@dataclass
class Inbox:
    """Keeps what it is given, or fails as it is told."""

    kept: list[str] = field(default_factory=list)
    trouble: Exception | None = None
    free: asyncio.Event = field(default_factory=asyncio.Event)
    begun: asyncio.Event = field(default_factory=asyncio.Event)

    async def __call__(self, body: str) -> None:
        self.begun.set()
        await self.free.wait()
        if self.trouble:
            raise self.trouble
        self.kept.append(body)


@dataclass
class Site:
    """The server, and a client that speaks to it."""

    server: Server
    client: aiohttp.ClientSession
    inbox: Inbox
    secret: str

    async def ask(self, method: str, path: str) -> tuple[int, str]:
        async with self.client.request(method, path) as answer:
            return answer.status, await answer.text()

    async def post(
        self, body: str | bytes = UPDATE, *, secret: str | None = None, path: str = PATH
    ) -> int:
        headers = {SECRET_HEADER: self.secret if secret is None else secret}
        data = io.BytesIO(body.encode() if isinstance(body, str) else body)
        async with self.client.post(path, data=data, headers=headers) as answer:
            assert await answer.text() == ""
            return answer.status


async def well() -> None:
    """A database that answers."""


@asynccontextmanager
async def serving(asked: Health | None = None) -> AsyncIterator[Site]:
    inbox, secret = Inbox(), fresh_secret()
    inbox.free.set()
    door = Webhook(PATH, secret, inbox)
    async with (
        Server(0, health=asked or Health(well), webhook=door) as server,
        aiohttp.ClientSession(f"http://127.0.0.1:{server.port}") as client,
    ):
        yield Site(server, client, inbox, secret)


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with serving() as site:
        yield site


async def test_an_update_is_kept_as_telegram_wrote_it(site: Site) -> None:
    assert await site.post() == 200
    assert site.inbox.kept == [UPDATE]


async def test_telegram_is_thanked_only_once_the_update_is_kept(site: Site) -> None:
    site.inbox.free.clear()
    async with asyncio.TaskGroup() as tasks:
        posting = tasks.create_task(site.post())
        await site.inbox.begun.wait()
        for _ in range(20):
            await asyncio.sleep(0)
        assert not posting.done()
        site.inbox.free.set()
    assert posting.result() == 200


async def test_an_update_that_cannot_be_kept_is_asked_for_again(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    site.inbox.trouble = OSError(f"disk full at {UPDATE}")
    assert await site.post() == 503
    assert "OSError" in caplog.text
    assert "pasaporte" not in caplog.text
    site.inbox.trouble = None
    assert await site.post() == 200


async def test_a_database_that_hangs_does_not_keep_telegram_waiting(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "KEPT_WITHIN", 0.05)
    site.inbox.free.clear()
    async with asyncio.timeout(20):
        assert await site.post() == 503
    assert site.inbox.kept == []


@pytest.mark.parametrize(
    "wrong",
    [
        lambda _: "",
        lambda secret: secret[:-1],
        lambda secret: secret + "x",
        lambda secret: secret.swapcase(),
        lambda _: "ñ",
    ],
)
async def test_a_stranger_finds_what_is_everywhere_nothing(
    site: Site, wrong: Callable[[str], str], caplog: pytest.LogCaptureFixture
) -> None:
    given = wrong(site.secret)
    assert await site.post(secret=given) == 404
    assert await site.post(secret=given, path="/nowhere") == 404
    assert site.inbox.kept == []
    assert len(caplog.records) == 1
    assert site.secret[:8] not in caplog.text


async def test_without_the_header_nobody_is_let_in(site: Site) -> None:
    async with site.client.post(PATH, data=UPDATE) as answer:
        assert answer.status == 404
    assert site.inbox.kept == []


async def test_a_flood_of_strangers_fills_no_log(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(25):
        await site.post(secret=site.secret[1:])
    assert [record.args for record in caplog.records] == [(1,), (10,)]


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "HEAD", "OPTIONS"])
async def test_only_posting_finds_the_webhook(site: Site, method: str) -> None:
    headers = {SECRET_HEADER: site.secret}
    async with site.client.request(method, PATH, headers=headers, data=UPDATE) as answer:
        assert answer.status == 404


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"7",
        b"{}",
        b'{"update_id": "7"}',
        b'{"update_id": true}',
        b'{"update_id": null}',
        b'{"update_id": 7.0}',
        b'{"update_id": -1}',
        b'{"update_id": 9223372036854775808}',
        b'{"update_id": ' + b"9" * 5000 + b"}",
        b'{"update_id": 7, "x": "\xff"}',
        b"[" * 100_000,
    ],
)
async def test_what_is_no_update_is_refused(site: Site, body: bytes) -> None:
    assert await site.post(body) == 400
    assert site.inbox.kept == []


async def test_a_body_beyond_all_measure_is_refused(site: Site) -> None:
    padding = " " * webhook.LARGEST_UPDATE
    assert await site.post(UPDATE + padding) == 413
    assert await site.post(UPDATE + padding[: -len(UPDATE.encode())]) == 200


async def test_a_body_that_never_comes_is_not_waited_for(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "BODY_WITHIN", 0.05)
    reader, writer = await asyncio.open_connection("127.0.0.1", site.server.port)
    head = f"POST {PATH} HTTP/1.1\r\nHost: x\r\n{SECRET_HEADER}: {site.secret}\r\n"
    writer.write(f"{head}Content-Length: 100\r\n\r\n{{".encode())
    assert b" 408 " in await reader.readline()
    writer.close()


async def test_alive_and_ready_are_told_without_the_secret(site: Site) -> None:
    assert await site.ask("GET", "/health") == (200, '{"alive": true}')
    assert await site.ask("HEAD", "/health") == (200, "")
    assert await site.ask("GET", "/ready") == (200, '{"ready": true, "reasons": []}')


async def test_nothing_else_is_there(site: Site) -> None:
    for method, path in [("GET", "/"), ("GET", "/metrics"), ("POST", "/health"), ("GET", "/x?y")]:
        assert await site.ask(method, path) == (404, "")


async def test_a_database_that_does_not_answer_is_told_without_its_address() -> None:
    async def ill() -> None:
        raise ConnectionError("postgresql://u:hunter2@host/db refused")

    async with serving(Health(ill)) as site:
        status, said = await site.ask("GET", "/ready")
        assert (await site.ask("GET", "/health"))[0] == 200
    assert status == 503
    assert json.loads(said)["reasons"] == ["the database does not answer (ConnectionError)"]


async def test_a_database_that_hangs_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "DATABASE_WITHIN", 0.05)
    async with serving(Health(asyncio.Event().wait)) as site:
        status, said = await site.ask("GET", "/ready")
    assert status == 503
    assert "TimeoutError" in said


async def test_a_silent_telegram_makes_the_bot_unready_until_it_answers() -> None:
    now = 1000.0
    pulse = Pulse(lambda: now)
    asked = Health(well, pulse.silence)
    assert await asked.ailments() == ()
    now += health.DEAF_AFTER + 1
    assert await asked.ailments() == ("Telegram has not answered for 61 seconds",)
    pulse.beat()
    assert await asked.ailments() == ()


async def test_it_serves_this_machine_only_and_names_no_version(site: Site) -> None:
    async with site.client.get("/health") as answer:
        assert answer.headers["Server"] == "embassy-bot"
    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection("127.0.0.2", site.server.port)


async def test_an_update_under_way_is_kept_when_the_bot_stops() -> None:
    async with asyncio.TaskGroup() as tasks, serving() as site:
        site.inbox.free.clear()
        tasks.create_task(_post_and_lose_interest(site))
        await site.inbox.begun.wait()
        asyncio.get_running_loop().call_later(0.05, site.inbox.free.set)
        await site.server.__aexit__(None, None, None)
        assert site.inbox.kept == [UPDATE]


async def _post_and_lose_interest(site: Site) -> None:
    assert await site.post() == 200


async def test_a_port_that_is_taken_is_an_error_at_the_start(site: Site) -> None:
    with pytest.raises(OSError, match="address already in use"):
        async with Server(site.server.port, health=Health(well)):
            pytest.fail("two servers on one port")


@pytest.mark.parametrize("path", ["telegram", "/health", "/ready", "/metrics"])
def test_a_path_that_is_none_or_is_taken_is_refused(path: str) -> None:
    with pytest.raises(ValueError, match="webhook"):
        Server(0, health=Health(well), webhook=Webhook(path, fresh_secret(), Inbox()))


@pytest.mark.parametrize("secret", ["", "short", "x" * 257, "a space in the secret", "ñ" * 20])
def test_a_secret_that_could_be_guessed_or_telegram_would_refuse_is_refused(secret: str) -> None:
    with pytest.raises(ValueError, match="16 to 256"):
        Webhook(PATH, secret, Inbox())


def test_secrets_are_fresh_and_such_as_telegram_takes() -> None:
    made = {fresh_secret() for _ in range(100)}
    assert len(made) == 100
    assert all(Webhook(PATH, secret, Inbox()) for secret in made)


class Witness(LocalTelegram):
    """Remembers what it was asked."""

    def __init__(self) -> None:
        super().__init__(lambda: NOON)
        self.told: dict[str, dict[str, str]] = {}

    async def call(self, call: Call) -> Answer:
        self.told[call.method] = dict(call.parameters)
        return await super().call(call)


async def test_telegram_is_told_where_to_post_and_drops_nothing() -> None:
    telegram, secret = Witness(), fresh_secret()
    request = LocalRequest(telegram)
    async with Bot(telegram.token, request=request, get_updates_request=request) as bot:
        await announce(bot, "https://bot.example/telegram", secret, ["message", "callback_query"])
        await withdraw(bot)
    telegram.check()
    said = telegram.told["setWebhook"]
    assert (said["url"], said["secret_token"]) == ("https://bot.example/telegram", secret)
    assert json.loads(said["allowed_updates"]) == ["message", "callback_query"]
    assert said["max_connections"] == "40"
    for method in ("setWebhook", "deleteWebhook"):
        assert telegram.told[method].get("drop_pending_updates") != "true"
