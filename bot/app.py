"""The composition root: the only place that knows every concrete class."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from telegram import Chat, Update
from telegram.error import TelegramError
from telegram.ext import ApplicationBuilder
from telegram.request import BaseRequest

import handlers
from bot.clock import Clock
from bot.config import Config
from bot.delivery.alarm import StaffAlarm
from bot.delivery.desk import Desk, Logbook, draw
from bot.delivery.dispatch import Dispatch
from bot.delivery.handling import Apology
from bot.delivery.health import Health, Pulse
from bot.delivery.intake import Intake
from bot.delivery.limits import Limits, Pace
from bot.delivery.metrics import Metrics, NoMetrics
from bot.delivery.offering import Offering
from bot.delivery.ports import Alarm, Sleep, Time
from bot.delivery.ports import Unit as DeliveryUnit
from bot.delivery.reminding import Reminding
from bot.delivery.rounds import Rounds
from bot.delivery.sender import Sender
from bot.delivery.workers import Workers
from bot.dialogue.respond import Dialogue
from bot.library import Library, learner, load_pack, pack_folder
from bot.outgoing import Outgoing
from bot.service import AnyApplication, Service
from bot.storage.retention import Kept, Retention
from bot.storage.store import Store, open_store
from bot.transport.aiohttp_request import AiohttpRequest
from bot.transport.httpx_request import HttpxRequest
from handlers import views
from knowledge.pack import Pack

if TYPE_CHECKING:
    from bot.delivery.prometheus import PrometheusMetrics

MAX_REPORT = 4000
"""Characters of a report to the staff chat; Telegram takes 4,096."""


def database_of(config: Config) -> str | Path:
    """Return where the data is kept: an address, or a file under `data_dir`."""
    return config.database_url or config.file.data_dir / "embassy-bot.db"


async def open_service(
    config: Config,
    clock: Clock,
    token: str,
    *,
    database: str | Path | None,
    request: Callable[[], BaseRequest] | None = None,
    learn: Callable[[Pack], Dialogue] | None = None,
    pace: Pace | None = None,
    sleep: Sleep = asyncio.sleep,
    lots: Callable[[], int] = draw,
) -> Service:
    """Build a bot that is ready to be set to work.

    Args:
        config: what the operator chose.
        clock: what time it is.
        token: the bot's token; any well-formed one for the offline Telegram.
        database: where data is kept; None keeps everything in memory.
        request: makes the transports to Telegram; None takes the configured one.
        learn: makes a dialogue of a pack; None takes the configured `learner`.
        pace: how fast messages may leave; None is what Telegram asks for.
        sleep: waits some seconds.
        lots: draws random numbers, of which references are made.

    Raises:
        knowledge.problems.PackError: the pack has mistakes.
        bot.storage.store.DatabaseError: the database cannot be used.
    """
    timing = Time(clock, sleep=sleep)
    pulse = Pulse(timing.monotonic)
    application = _application(config, token, pulse, request)
    tell = _to_staff(application, config.file.staff_chat)
    library = Library(pack_folder(config.file.pack), _loading(config, clock, learn), tell)
    store = await open_store(database)
    alarm = StaffAlarm(tell, timing.monotonic)
    counted = _counted(config, store, pulse)
    metrics: Metrics = counted or NoMetrics()
    parts = Parts(store, timing, alarm, metrics)
    sender = Sender(
        application.bot,
        store.unit,
        time=timing,
        alarm=alarm,
        limits=Limits(pace),
        count=metrics.sent,
    )
    workers = _workers(application, library, parts, sender)
    desk = Desk(store, clock, Logbook(metrics, workers.settled, sender.wake), lots)
    handlers.register(application, desk, library.dialogue)
    retention = Retention(store, clock, _kept(config))
    await retention.sweep()
    health = Health(partial(_ping, store), None if config.file.webhook_url else pulse.silence)
    return Service(
        application=application,
        library=library,
        store=store,
        intake=_intake(workers, parts),
        workers=workers,
        sender=sender,
        alarm=alarm,
        retention=retention,
        rounds=Rounds(store.unit, _chores(library, lots), time=timing, owed=sender.wake),
        pulse=pulse,
        health=health,
        metrics=counted,
    )


def _loading(
    config: Config, clock: Clock, learn: Callable[[Pack], Dialogue] | None
) -> Callable[[], Dialogue]:
    learned = learn or learner(config)
    return lambda: learned(load_pack(config, clock))


@dataclass(frozen=True, slots=True)
class Parts:
    """What both directions of delivery share."""

    store: Store
    time: Time
    alarm: Alarm
    metrics: Metrics


def _workers(
    application: AnyApplication, library: Library, parts: Parts, sender: Sender
) -> Workers:
    return Workers(
        parts.store.unit,
        Dispatch(application),
        lambda body: Update.de_json(json.loads(body), application.bot),
        time=parts.time,
        alarm=parts.alarm,
        apology=_apology(library),
        wake=sender.wake,
    )


def _intake(workers: Workers, parts: Parts) -> Intake:
    return Intake(
        parts.store.unit,
        workers.offer,
        workers.reread,
        time=parts.time,
        alarm=parts.alarm,
        received=parts.metrics.received,
    )


def _application(
    config: Config, token: str, pulse: Pulse, request: Callable[[], BaseRequest] | None
) -> AnyApplication:
    builder = ApplicationBuilder().token(token).updater(None).concurrent_updates(False)
    builder = builder.base_url(f"{config.api_base_url}/bot")
    builder = builder.base_file_url(f"{config.api_base_url}/file/bot")
    calls = request() if request else _transport(config)
    polls = request() if request else _transport(config, pulse.beat)
    return builder.request(calls).get_updates_request(polls).build()


def _transport(config: Config, heard: Callable[[], None] | None = None) -> BaseRequest:
    kind = AiohttpRequest if config.file.transport == "aiohttp" else HttpxRequest
    return kind(proxy=config.file.proxy, heard=heard)


def _chores(library: Library, lots: Callable[[], int]) -> tuple[Reminding, Offering]:
    show = views.send
    return Reminding(library.dialogue, show), Offering(library.dialogue, show, lots)


def _counted(config: Config, store: Store, pulse: Pulse) -> "PrometheusMetrics | None":
    if not config.file.metrics:
        return None

    # Loaded where it is switched on: it costs a start 80 ms.
    from bot.delivery.prometheus import PrometheusMetrics

    async def depths() -> tuple[int, int]:
        async with store.unit() as unit:
            return await unit.inbox.depth(), await unit.outbox.depth()

    return PrometheusMetrics(depths, None if config.file.webhook_url else pulse.silence)


async def _ping(store: Store) -> None:
    async with store.unit() as unit:
        await unit.outbox.next_due()


def _kept(config: Config) -> Kept:
    return Kept(
        memory=timedelta(days=config.file.forget_after_days),
        appointments=timedelta(days=config.file.forget_appointments_after_days),
    )


def _apology(library: Library) -> Apology:
    """Return the last resort: one sentence to the citizen, without their words or internals."""

    async def sorry(unit: DeliveryUnit, update: Update) -> Sequence[Outgoing]:
        chat, user, dialogue = update.effective_chat, update.effective_user, library.dialogue()
        if chat is None or chat.type != Chat.PRIVATE:
            return ()
        memory = await unit.memories.load(chat.id)
        language = dialogue.language_for(memory, user.language_code if user else None)
        return (views.send(chat.id, dialogue.words.failure(language)),)

    return sorry


def _to_staff(application: AnyApplication, chat: int | None) -> Callable[[str], Awaitable[None]]:
    async def report(text: str) -> None:
        if chat is None:
            return
        with suppress(TelegramError):
            await application.bot.send_message(chat, text[:MAX_REPORT])

    return report
