"""A fault of the bot's is said once, without internals, and others are not disturbed."""

import logging
from datetime import timedelta
from typing import Any

import pytest

from bot.dialogue.model import Outcome
from bot.dialogue.respond import Dialogue
from bot.storage.repositories.appointments import Appointments
from bot.storage.store import Stale
from tests.bench import running

PRIVATE = "mi número es 12345"


async def test_a_failing_answer_is_apologised_for_without_internals_or_words(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> Outcome:
        raise RuntimeError(f"could not read {PRIVATE}")

    async with running() as bench:
        ana = bench.citizen("es")
        with monkeypatch.context() as patched, caplog.at_level(logging.ERROR):
            patched.setattr(Dialogue, "respond", broken)
            await ana.says(PRIVATE)
        ana.sees("Algo falló de mi lado", "+51 1 618-2000")
        ana.has_replies(1)
        await ana.says("donde queda la embajada")
        ana.sees("La embajada queda en")

    assert "RuntimeError" in caplog.text
    assert PRIVATE not in caplog.text


async def test_what_is_remembered_survives_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> Outcome:
        raise RuntimeError

    async with running() as bench:
        ana = bench.citizen("en")
        await ana.says("/language")
        await ana.taps("Español")
        with monkeypatch.context() as patched:
            patched.setattr(Dialogue, "respond", broken)
            await ana.says("hello")
        ana.sees("Algo falló de mi lado")


async def test_every_message_prolongs_what_is_remembered() -> None:
    async with running() as bench:
        ana = bench.citizen("en")
        await ana.says("/language")
        await ana.taps("Español")
        for _ in range(3):
            bench.clock.instant += timedelta(days=20)
            assert await bench.service.retention.sweep() == 0
            await ana.says("/help")
            ana.sees("Escriba su pregunta")
        bench.clock.instant += timedelta(days=31)

        assert await bench.service.retention.sweep() == 1


async def test_whoever_was_slower_many_times_in_a_row_is_still_told_the_truth_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    losses, apply = iter(range(53)), Appointments.apply  # as many as were seen in a race of 64

    async def slower(self: Appointments, *change: Any) -> None:
        if change[1] and next(losses, None) is not None:
            raise Stale
        await apply(self, *change)

    async with running() as bench:
        ana = bench.citizen("en")
        monkeypatch.setattr(Appointments, "apply", slower)
        await ana.says("book notary on 4 december at 9 for Ana Perez")
        ana.sees("Not booked yet")
        ana.has_replies(1)
        assert next(losses, None) is None
