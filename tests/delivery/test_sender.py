"""What is owed reaches Telegram: each row of the table of failures."""

import asyncio
import logging

import pytest
from telegram.error import InvalidToken
from telegram.ext import ApplicationBuilder

from bot.delivery.sender import Sender
from bot.local import (
    Citizen,
    ConnectionReset,
    Delay,
    Hang,
    ServerError,
    TooManyRequests,
)
from bot.local.faults import Fault
from bot.outgoing import Acknowledge, Edit, Key, Send, SendFile
from tests.delivery.support import PATIENCE, Post, running, until

AMBIGUOUS: list[Fault] = [ConnectionReset(), Hang(), ServerError(502), ServerError(500)]


def texts(ana: Citizen) -> list[str]:
    return [reply.text for reply in ana.replies]


async def test_a_message_arrives_with_its_buttons(post: Post, ana: Citizen) -> None:
    keyboard = ((Key("Yes", "a"), Key("No", "b")), (Key("Later", "c"),))
    await post.deliver(Send(ana.chat.id, "<b>Well?</b>", keyboard))

    ana.sees("**Well?**")
    assert ana.reply.buttons == (("Yes", "No"), ("Later",))
    assert post.counts == ["sent"]


async def test_a_file_arrives_with_its_caption(post: Post, ana: Citizen) -> None:
    await post.deliver(SendFile(ana.chat.id, "page.pdf", b"%PDF", "<b>Yours</b>"))

    ana.sees("**Yours**")
    document = ana.reply.document
    assert document
    assert (document.name, document.body) == ("page.pdf", b"%PDF")


@pytest.mark.parametrize("fault", AMBIGUOUS, ids=repr)
async def test_a_file_that_may_have_arrived_is_sent_once_more_and_no_oftener(
    post: Post, ana: Citizen, fault: Fault
) -> None:
    post.faults.next("sendDocument", fault, times=9)
    await post.deliver(SendFile(ana.chat.id, "page.pdf", b"%PDF"), Send(ana.chat.id, "after"))

    assert post.counts == ["repeated", "dropped", "sent"]
    assert ana.reply.text == "after"


async def test_a_chats_messages_leave_in_order_whatever_befalls_them(
    post: Post, ana: Citizen
) -> None:
    bob = await post.citizen("Bob")
    post.faults.next("sendMessage", TooManyRequests(9))
    post.faults.next("sendMessage", ServerError(502))
    acts = [Send(person.chat.id, str(n)) for n in range(6) for person in (ana, bob)]
    await post.deliver(*acts)

    for person in (ana, bob):
        assert texts(person) == [str(n) for n in range(6)]


async def test_too_many_requests_are_waited_out_and_only_that_chat_waits(
    post: Post, ana: Citizen
) -> None:
    bob = await post.citizen("Bob")
    post.faults.next("sendMessage", TooManyRequests(70), times=3)
    await post.deliver(Send(ana.chat.id, "at last"))
    begun = post.time.monotonic()
    assert begun >= 210, "asked again before the time was over"

    post.faults.next("sendMessage", TooManyRequests(70))
    await post.owe(Send(ana.chat.id, "one"), Send(bob.chat.id, "two"))
    async with running(post.time.flow(), post.sender().run()):
        await until(lambda: bool(bob.replies))
        assert post.time.monotonic() < begun + 70
        await until(lambda: texts(ana) == ["at last", "one"])
    assert post.time.monotonic() >= begun + 70


async def test_a_citizen_who_blocked_the_bot_is_tried_once(post: Post, ana: Citizen) -> None:
    await ana.blocks_bot()
    await post.deliver(Send(ana.chat.id, "one"), Send(ana.chat.id, "two"))
    await post.owe(Send(ana.chat.id, "a reminder"), urgent=False)

    assert post.counts == ["blocked"]
    assert await post.owed() == [], "a chat that refuses gets no reminders either"


async def test_an_answer_to_a_citizen_who_is_back_is_sent_again(post: Post, ana: Citizen) -> None:
    await ana.blocks_bot()
    await post.deliver(Send(ana.chat.id, "one"))
    await ana.unblocks_bot()
    await post.deliver(Send(ana.chat.id, "two"))

    assert texts(ana) == ["two"]


async def test_the_same_edit_twice_shows_it_once(post: Post, ana: Citizen) -> None:
    await post.deliver(Send(ana.chat.id, "one"))
    edit = Edit(ana.chat.id, ana.reply.message_id, "two")
    await post.deliver(edit, edit)

    ana.has_replies(1)
    ana.sees("two")
    assert post.counts == ["sent"] * 3


async def test_an_edit_of_a_deleted_message_is_sent_anew(post: Post, ana: Citizen) -> None:
    await post.deliver(Send(ana.chat.id, "one"))
    gone = ana.reply
    ana.deletes(gone)
    await post.deliver(Edit(ana.chat.id, gone.message_id, "two"))

    ana.sees("two")


async def test_what_telegram_refuses_is_dropped_and_staff_are_told_without_its_words(
    post: Post, ana: Citizen
) -> None:
    await post.deliver(Send(ana.chat.id, "<secret>"), Send(ana.chat.id, "next"))

    assert texts(ana) == ["next"]
    assert post.counts == ["dropped", "sent"]
    assert len(post.alarms) == 1
    assert "secret" not in post.alarms[0]


@pytest.mark.parametrize("fault", AMBIGUOUS)
async def test_a_message_that_may_have_arrived_is_repeated_once(
    post: Post, ana: Citizen, fault: Fault
) -> None:
    post.faults.next("sendMessage", fault, delivered=True)
    await post.deliver(Send(ana.chat.id, "hello"))

    assert texts(ana) == ["hello"] * 2
    assert post.counts == ["repeated", "sent"]


@pytest.mark.parametrize("fault", AMBIGUOUS)
async def test_a_message_is_never_tried_a_third_time(
    post: Post, ana: Citizen, fault: Fault
) -> None:
    post.faults.next("sendMessage", fault, delivered=True, times=3)
    await post.deliver(Send(ana.chat.id, "hello"))

    assert texts(ana) == ["hello"] * 2
    assert post.counts == ["repeated", "dropped"]
    assert len(post.alarms) == 1


@pytest.mark.parametrize("delivered", [True, False])
@pytest.mark.parametrize("fault", AMBIGUOUS)
async def test_an_edit_is_repeated_until_it_is_known_and_shown_once(
    post: Post, ana: Citizen, fault: Fault, delivered: bool
) -> None:
    await post.deliver(Send(ana.chat.id, "one"))
    post.faults.next("editMessageText", fault, delivered=delivered, times=6)
    await post.deliver(Edit(ana.chat.id, ana.reply.message_id, "booked"))

    ana.has_replies(1)
    ana.sees("booked")
    assert post.counts == ["sent", *["retried"] * 6, "sent"]


async def test_nothing_is_repeated_while_telegram_is_out_of_reach(
    post: Post, ana: Citizen
) -> None:
    post.faults.next("sendMessage", ServerError(502))
    post.faults.next("getMe", ServerError(502), times=30)
    await post.deliver(Send(ana.chat.id, "hello"))

    assert texts(ana) == ["hello"], "the one repetition was kept for the end of the outage"
    assert post.time.monotonic() > 60
    assert not post.faults.pending


async def test_a_connection_that_cannot_be_made_costs_no_attempt(post: Post) -> None:
    """With python-telegram-bot's own transport, and nobody at the other end."""
    builder = ApplicationBuilder().token(post.telegram.token).base_url("http://127.0.0.1:9/bot")
    bot = builder.updater(None).build().bot
    await bot.request.initialize()
    sender = Sender(
        bot,
        post.store.unit,
        time=post.time.ports,
        alarm=post.alarms.append,
        count=post.counts.append,
    )
    await post.owe(Send(1, "hello"))
    async with running(post.time.flow(), sender.run()):
        await until(lambda: post.time.monotonic() > 300)
        await sender.stop(1)
    await bot.request.shutdown()

    async with post.store.unit() as unit:
        (row,) = await unit.outbox.due(post.time.now(), 10)
    assert row.tries == 0
    assert post.counts == post.alarms == []


@pytest.mark.parametrize("fault", [*AMBIGUOUS, TooManyRequests(3), Delay(0)])
async def test_an_acknowledgement_is_tried_once(post: Post, ana: Citizen, fault: Fault) -> None:
    post.faults.next("answerCallbackQuery", fault)
    await post.deliver(Acknowledge("1"), Send(ana.chat.id, "the answer"))

    assert texts(ana) == ["the answer"]
    assert not post.faults.pending


async def test_a_slow_acknowledgement_holds_no_answer_up(post: Post, ana: Citizen) -> None:
    post.faults.next("answerCallbackQuery", Delay(3600))
    await post.owe(Acknowledge("1"), Send(ana.chat.id, "the answer"))
    async with running(post.time.flow(), post.sender().run()):
        await until(lambda: texts(ana) == ["the answer"])


async def test_a_token_that_telegram_does_not_know_stops_the_service_loudly(
    post: Post, ana: Citizen
) -> None:
    await post.owe(Send(ana.chat.id, "hello"))
    post.telegram.token += "x"
    async with running(post.time.flow()):
        with pytest.raises(InvalidToken):
            await asyncio.wait_for(post.sender().run(), 5)

    assert len(post.alarms) == 1
    assert await post.owed() == [Send(ana.chat.id, "hello")]


async def test_what_is_sent_but_not_yet_written_down_is_sent_again_after_a_crash(
    post: Post, ana: Citizen
) -> None:
    await post.owe(Send(ana.chat.id, "hello"))
    post.faults.next("sendMessage", Hang(), delivered=True)
    async with running(post.sender().run()):  # its time stands still: the crash comes first
        await until(lambda: bool(ana.replies))
    await post.deliver()

    assert texts(ana) == ["hello"] * 2


async def test_what_was_committed_before_a_crash_is_sent_after_it(
    post: Post, ana: Citizen
) -> None:
    await post.owe(Send(ana.chat.id, "hello"))
    await post.deliver()

    assert texts(ana) == ["hello"]


async def test_stopping_leaves_the_rest_for_the_next_start(post: Post) -> None:
    people = [await post.citizen(str(n)) for n in range(100)]
    post.faults.next("sendMessage", Delay(3600), times=100)
    await post.owe(*(Send(person.chat.id, "hello") for person in people))
    sender = post.sender()
    async with asyncio.timeout(PATIENCE), asyncio.TaskGroup() as group:
        group.create_task(sender.run())
        await asyncio.sleep(0.05)
        await sender.stop(0.1)
    assert len(await post.owed()) == 100
    post.telegram.faults = type(post.faults)()
    await post.deliver()

    assert all(texts(person) == ["hello"] for person in people)


async def test_a_token_is_in_no_log(
    post: Post, ana: Citizen, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG, logger="bot"):
        for fault in AMBIGUOUS:
            post.faults.next("sendMessage", fault)
            post.faults.next("getMe", fault)
            await post.deliver(Send(ana.chat.id, "hello"))

    assert "cannot be reached" in caplog.text
    assert post.telegram.token not in caplog.text
    assert "hello" not in caplog.text
