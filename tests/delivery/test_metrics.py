"""The numbers an operator watches, as Prometheus reads them."""

import math
import subprocess
import sys

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.delivery.health import Health
from bot.delivery.metrics import Metrics, NoMetrics
from bot.delivery.prometheus import PrometheusMetrics
from bot.delivery.server import Server


async def depths() -> tuple[int, int]:
    return 3, 5


def numbers(text: bytes) -> dict[str, float]:
    """Our samples, read by the library's own parser: name and labels to value."""
    return {
        ",".join([sample.name.removeprefix("embassy_bot_"), *sample.labels.values()]): sample.value
        for family in text_string_to_metric_families(text.decode())
        for sample in family.samples
        if sample.name.startswith("embassy_bot_") and not sample.name.endswith("_created")
    }


async def test_all_that_happened_is_counted() -> None:
    metrics = PrometheusMetrics(depths, lambda: 12.5)
    noting: Metrics = metrics
    for _ in range(2):
        noting.received()
    for outcome in ("answer", "answer", "abstain"):
        noting.answered(outcome)
    noting.booking("booked")
    noting.sent("retried")
    assert numbers(await metrics.exposition()) == {
        "updates_received_total": 2,
        "answers_total,answer": 2,
        "answers_total,abstain": 1,
        "appointments_total,booked": 1,
        "sends_total,retried": 1,
        "inbox_waiting": 3,
        "outbox_waiting": 5,
        "last_poll_age_seconds": 12.5,
    }


async def test_without_a_database_the_other_numbers_are_still_told() -> None:
    async def ill() -> tuple[int, int]:
        raise OSError

    metrics = PrometheusMetrics(ill)
    metrics.received()
    told = numbers(await metrics.exposition())
    assert math.isnan(told["inbox_waiting"])
    assert told["updates_received_total"] == 1
    assert "last_poll_age_seconds" not in told


@pytest.mark.parametrize("label", ["5000000077", "Rosa Quispe", "", "x" * 41, "ñ"])
async def test_nothing_personal_becomes_a_label(label: str) -> None:
    metrics = PrometheusMetrics(depths)
    for note in (metrics.answered, metrics.booking, metrics.sent):
        note(label)
    told = numbers(await metrics.exposition())
    assert [told[f"{name}_total,other"] for name in ("answers", "appointments", "sends")] == [
        1
    ] * 3
    assert not label or label.encode() not in await metrics.exposition()


async def test_two_bots_in_a_process_count_apart() -> None:
    one, other = PrometheusMetrics(depths), PrometheusMetrics(depths)
    one.received()
    assert numbers(await other.exposition())["updates_received_total"] == 0


async def test_they_are_served_only_where_they_are_switched_on() -> None:
    async def well() -> None: ...

    async with (
        Server(0, health=Health(well), metrics=PrometheusMetrics(depths)) as server,
        aiohttp.ClientSession(f"http://127.0.0.1:{server.port}") as client,
        client.get("/metrics") as answer,
    ):
        assert answer.status == 200
        assert answer.headers["Content-Type"].startswith("text/plain; version=")
        assert numbers(await answer.read())["inbox_waiting"] == 3


def test_switched_off_they_load_nothing() -> None:
    code = "import sys, bot.delivery.metrics; print('prometheus_client' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)  # noqa: S603 - our own words
    assert ran.stdout.strip() == "False"


def test_switched_off_they_take_every_note() -> None:
    silent: Metrics = NoMetrics()
    silent.received()
    for note in (silent.answered, silent.booking, silent.sent):
        note("anything")
    assert vars(silent) == {}
