"""What a call to Telegram costs: python-telegram-bot's httpx against our aiohttp.

    python -m benchmarks.transport [--calls 2000] [--rounds 3] [--full]

Each call is a whole `Bot.send_message`. The server runs in a process of its own; by default it
answers the same bytes to everybody, so that it is the client that is measured; `--full` asks the
offline Telegram of the tests instead. Its share is printed, in milliseconds of processor time.
"""

import argparse
import asyncio
import json
import multiprocessing
import resource
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import cast

from telegram import Bot

from bot.clock import SystemClock
from bot.local import LocalServer, LocalTelegram
from bot.local.people import Person
from bot.transport.aiohttp_request import AiohttpRequest
from bot.transport.base import Transport
from bot.transport.httpx_request import HttpxRequest

CONCURRENCIES = (1, 8, 64)
"""One citizen; a busy hour; every place of the pool taken."""

ANA = 5_000_000_077

CLIENTS: dict[str, Callable[[], Transport]] = {
    "httpx": lambda: HttpxRequest(trust_env=False),
    "aiohttp": lambda: AiohttpRequest(trust_env=False),
}

TEXT = "x" * 300
"""About as long as an answer."""

MESSAGE = {
    "message_id": 1,
    "date": 1764000000,
    "chat": {"id": ANA, "type": "private", "first_name": "Ana"},
    "from": {"id": 1, "is_bot": True, "first_name": "Embassy"},
    "text": TEXT,
}


@dataclass(frozen=True, slots=True)
class Row:
    """One client at one concurrency. Times are in milliseconds."""

    client: str
    at_once: int
    per_second: float
    median: float
    p99: float
    client_cpu: float
    server_cpu: float


def main() -> None:
    """Measure and print a table; rounds alternate, and of each the median one is shown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--full", action="store_true", help="ask the offline Telegram")
    options = parser.parse_args()
    here, there = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(
        target=_serve, args=(there, options.full), daemon=True
    )
    server.start()
    try:
        url, token = here.recv()
        _print(_measure_all(here, f"{url}/bot", token, options))
    finally:
        server.terminate()
        server.join()


def _measure_all(
    server: Connection, url: str, token: str, options: argparse.Namespace
) -> list[Row]:
    found: dict[tuple[int, str], list[Row]] = {}
    for _ in range(options.rounds):
        for at_once in CONCURRENCIES:
            for client in CLIENTS:
                row = asyncio.run(_measure(server, url, token, client, at_once, options.calls))
                found.setdefault((at_once, client), []).append(row)
    return [
        sorted(rows, key=lambda row: row.per_second)[len(rows) // 2] for rows in found.values()
    ]


async def _measure(
    server: Connection, url: str, token: str, client: str, at_once: int, calls: int
) -> Row:
    times: list[float] = []
    transport = CLIENTS[client]()
    async with Bot(token, url, request=transport, get_updates_request=CLIENTS[client]()) as bot:

        async def citizen(count: int) -> None:
            for _ in range(count):
                began = time.perf_counter()
                await bot.send_message(ANA, TEXT)
                times.append(1000 * (time.perf_counter() - began))

        await asyncio.gather(*(citizen(1) for _ in range(at_once)))  # connections are made
        times.clear()
        served, worked, began = _served(server), time.process_time(), time.perf_counter()
        await asyncio.gather(*(citizen(calls // at_once) for _ in range(at_once)))
        elapsed, worked = time.perf_counter() - began, time.process_time() - worked
        served = _served(server) - served
    done = len(times)
    p99 = statistics.quantiles(times, n=100)[98]
    return Row(
        client,
        at_once,
        done / elapsed,
        statistics.median(times),
        p99,
        1000 * worked / done,
        1000 * served / done,
    )


def _served(server: Connection) -> float:
    """Seconds of processor time that the server has used so far."""
    server.send(None)
    return cast("float", server.recv())


def _print(rows: list[Row]) -> None:
    print("at once  client   calls/s     p50     p99  client CPU  server CPU  (ms a call)")
    for row in rows:
        print(
            f"{row.at_once:7}  {row.client:7}{row.per_second:9.0f}{row.median:8.2f}"
            f"{row.p99:8.2f}{row.client_cpu:12.2f}{row.server_cpu:12.2f}"
        )


def _serve(pipe: Connection, full: bool) -> None:
    asyncio.run(_offline_telegram(pipe) if full else _same_answer(pipe))


async def _offline_telegram(pipe: Connection) -> None:
    telegram = LocalTelegram(SystemClock().now)
    telegram.world.open_private_chat(Person(ANA, "Ana"))
    async with LocalServer(telegram) as server:
        await _report(pipe, server.url, telegram.token)


async def _same_answer(pipe: Connection) -> None:
    server = await asyncio.get_running_loop().create_server(_Echo, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    await _report(pipe, f"http://{host}:{port}", "1:x")


async def _report(pipe: Connection, url: str, token: str) -> None:
    """Say where the server is, and how much it has worked whenever that is asked."""
    loop = asyncio.get_running_loop()

    def tell() -> None:
        pipe.recv()
        used = resource.getrusage(resource.RUSAGE_SELF)
        pipe.send(used.ru_utime + used.ru_stime)

    pipe.send((url, token))
    loop.add_reader(pipe.fileno(), tell)
    await asyncio.Event().wait()


class _Echo(asyncio.Protocol):
    """The least that can be called a server: it looks for the end of a request and answers."""

    def __init__(self) -> None:
        self._heard = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        self._heard += data
        head, end, body = self._heard.partition(b"\r\n\r\n")
        length = head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]
        if end and len(body) >= int(length or 0):
            self._heard = b""
            self._transport.write(ANSWER_ME if b"/getMe " in head else ANSWER)


def _answer(result: object) -> bytes:
    body = json.dumps({"ok": True, "result": result}).encode()
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}"
    return head.encode() + b"\r\n\r\n" + body


ANSWER = _answer(MESSAGE)
ANSWER_ME = _answer({"id": 1, "is_bot": True, "first_name": "Embassy", "username": "embassy_bot"})

if __name__ == "__main__":
    main()
