"""Every refusal, in the words that reach the bot."""

import json

import pytest

from bot.local import Citizen, LocalTelegram
from bot.local.people import Person
from bot.local.wire import Call, Json, Upload

from .support import ANA, Ticker, ask, button, inline, refusal, result

NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are"
    " exactly the same as a current content and reply markup of the message"
)
TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


@pytest.fixture
def eve(telegram: LocalTelegram) -> Citizen:
    """Nobody listens to her: her updates wait in the queue."""
    return Citizen(telegram, name="Eve", user_id=ANA)


@pytest.fixture
async def sent(telegram: LocalTelegram, eve: Citizen) -> Json:
    await eve.says("hello", expect="anything")
    return await result(
        telegram,
        "sendMessage",
        chat_id=ANA,
        text="<b>x</b>",
        parse_mode="HTML",
        reply_markup=inline([button("Yes", "yes")]),
    )


async def edit(telegram: LocalTelegram, sent: Json, **what: object) -> Json:
    place = {"chat_id": ANA, "message_id": sent["message_id"]}
    return await ask(telegram, "editMessageText", **{**place, **what})


async def tapped(telegram: LocalTelegram, eve: Citizen) -> str:
    await eve.taps("Yes", expect="anything")
    (update,) = (await telegram.world.updates.get(-1, 1, 0))[-1:]
    return str(update["callback_query"]["id"])


async def test_a_message_carries_what_the_bot_api_says(
    telegram: LocalTelegram, sent: Json
) -> None:
    assert sent == {
        "message_id": 2,
        "from": telegram.bot.as_json(),
        "chat": {"id": ANA, "type": "private", "first_name": "Eve"},
        "date": 1795521600,
        "text": "x",
        "entities": [{"type": "bold", "offset": 0, "length": 1}],
        "reply_markup": inline([button("Yes", "yes")]),
    }


@pytest.mark.parametrize("chat_id", [1, -100, "@nobody", "abc"])
async def test_an_unknown_chat_is_not_found(telegram: LocalTelegram, chat_id: object) -> None:
    words = await refusal(telegram, "sendMessage", chat_id=chat_id, text="x")
    assert words == "Bad Request: chat not found"


async def test_no_chat_at_all_is_refused(telegram: LocalTelegram) -> None:
    assert await refusal(telegram, "sendMessage", text="x") == "Bad Request: chat_id is empty"


async def test_a_person_who_never_wrote_cannot_be_written_to(telegram: LocalTelegram) -> None:
    telegram.world.register(Person(ANA, "Ana"))
    body = await ask(telegram, "sendMessage", chat_id=ANA, text="x")
    assert body["error_code"] == 403
    assert body["description"] == "Forbidden: bot can't initiate conversation with a user"


async def test_a_person_who_blocked_the_bot_cannot_be_written_to(
    telegram: LocalTelegram, eve: Citizen, sent: Json
) -> None:
    await eve.blocks_bot()
    blocked = "Forbidden: bot was blocked by the user"
    assert await refusal(telegram, "sendMessage", chat_id=ANA, text="x") == blocked
    assert (await edit(telegram, sent, text="y"))["description"] == blocked
    await eve.unblocks_bot()
    assert (await edit(telegram, sent, text="y"))["ok"]


async def test_an_edit_changes_the_message(telegram: LocalTelegram, sent: Json) -> None:
    body = await edit(telegram, sent, text="<i>x</i>", parse_mode="HTML")
    assert body["result"]["entities"][0]["type"] == "italic"
    assert body["result"]["edit_date"] == sent["date"]
    assert "reply_markup" not in body["result"]


async def test_an_edit_that_changes_nothing_is_refused(
    telegram: LocalTelegram, sent: Json
) -> None:
    keys = inline([button("Yes", "yes")])
    same = {"text": "<b>x</b>\n ", "parse_mode": "HTML", "reply_markup": keys}
    assert (await edit(telegram, sent, **same))["description"] == NOT_MODIFIED
    assert (await edit(telegram, sent, **{**same, "parse_mode": ""}))["ok"]
    changed = await edit(telegram, sent, **{**same, "reply_markup": inline([button("No")])})
    assert changed["ok"]


async def test_changing_only_the_buttons_to_the_same_buttons_is_refused(
    telegram: LocalTelegram, sent: Json
) -> None:
    place = {"chat_id": ANA, "message_id": sent["message_id"]}
    keys = inline([button("Yes", "yes")])
    words = await refusal(telegram, "editMessageReplyMarkup", **place, reply_markup=keys)
    assert words == NOT_MODIFIED
    message = await result(telegram, "editMessageReplyMarkup", **place)
    assert "reply_markup" not in message
    assert message["text"] == "x"


async def test_a_message_that_is_gone_cannot_be_edited(
    telegram: LocalTelegram, eve: Citizen, sent: Json
) -> None:
    missing = "Bad Request: message to edit not found"
    assert (await edit(telegram, sent, message_id=999, text="y"))["description"] == missing
    eve.deletes(eve.last)
    assert (await edit(telegram, sent, text="y"))["description"] == missing


async def test_only_own_messages_can_be_edited(telegram: LocalTelegram, sent: Json) -> None:
    body = await edit(telegram, sent, message_id=1, text="y")
    assert body["description"] == "Bad Request: message can't be edited"


async def test_an_edit_must_say_of_which_message(telegram: LocalTelegram) -> None:
    words = await refusal(telegram, "editMessageText", text="y")
    assert words == "Bad Request: message identifier is not specified"


@pytest.mark.usefixtures("sent")
async def test_the_text_of_a_document_cannot_be_edited(telegram: LocalTelegram) -> None:
    message = await send_document(telegram, b"x")
    body = await edit(telegram, message["result"], text="y")
    assert body["description"] == "Bad Request: there is no text in the message to edit"


@pytest.mark.usefixtures("sent")
async def test_a_tap_is_answered_once(telegram: LocalTelegram, eve: Citizen) -> None:
    query = await tapped(telegram, eve)
    assert (await ask(telegram, "answerCallbackQuery", callback_query_id=query))["result"] is True
    assert await refusal(telegram, "answerCallbackQuery", callback_query_id=query) == TOO_OLD
    assert await refusal(telegram, "answerCallbackQuery", callback_query_id="77") == TOO_OLD


@pytest.mark.usefixtures("sent")
async def test_a_tap_is_answered_soon(
    telegram: LocalTelegram, eve: Citizen, clock: Ticker
) -> None:
    query = await tapped(telegram, eve)
    clock.forward(seconds=16)
    assert await refusal(telegram, "answerCallbackQuery", callback_query_id=query) == TOO_OLD


@pytest.mark.usefixtures("sent")
async def test_a_toast_may_have_200_characters(telegram: LocalTelegram, eve: Citizen) -> None:
    query = await tapped(telegram, eve)
    place = {"callback_query_id": query}
    words = await refusal(telegram, "answerCallbackQuery", **place, text="x" * 201)
    assert words == "Bad Request: MESSAGE_TOO_LONG"
    await ask(telegram, "answerCallbackQuery", **place, text="x" * 200, show_alert=True)
    assert eve.toasts == ["x" * 200]
    assert telegram.transcript[-1].kind == "alert"


async def send_document(telegram: LocalTelegram, body: bytes, **more: str) -> Json:
    part = more.get("document", "document").removeprefix("attach://")
    files = {} if body is NOTHING else {part: Upload("x.ics", "text/calendar", body)}
    call = Call(telegram.token, "sendDocument", {"chat_id": str(ANA), **more}, files)
    answer: Json = json.loads((await telegram.call(call)).body)
    return answer


NOTHING = b"nothing"


@pytest.mark.usefixtures("sent")
async def test_a_document_is_kept_and_can_be_sent_again(telegram: LocalTelegram) -> None:
    first = await send_document(telegram, b"BEGIN", caption="<b>c</b>", parse_mode="HTML")
    document = first["result"]["document"]
    assert document["file_name"] == "x.ics"
    assert document["mime_type"] == "text/calendar"
    assert document["file_size"] == 5
    assert first["result"]["caption"] == "c"
    assert first["result"]["caption_entities"][0]["type"] == "bold"
    attached = await send_document(telegram, b"END", document="attach://part-7")
    assert attached["result"]["document"]["file_size"] == 3
    again = await send_document(telegram, NOTHING, document=document["file_id"])
    assert again["result"]["document"] == document
    assert telegram.world.documents[document["file_id"]].body == b"BEGIN"


@pytest.mark.parametrize(
    ("body", "more", "words"),
    [
        (NOTHING, {}, "Bad Request: there is no document in the request"),
        (NOTHING, {"document": "x"}, "Bad Request: wrong file identifier/HTTP URL specified"),
        (b"", {}, "Bad Request: file must be non-empty"),
        (b"x", {"caption": "c" * 1025}, "Bad Request: message caption is too long"),
        (b"x" * (50 * 1024 * 1024 + 1), {}, "Request Entity Too Large"),
    ],
    ids=["none", "unknown", "empty", "caption", "large"],
)
@pytest.mark.usefixtures("sent")
async def test_a_wrong_document_is_refused(
    telegram: LocalTelegram, body: bytes, more: dict[str, str], words: str
) -> None:
    assert (await send_document(telegram, body, **more))["description"] == words


@pytest.mark.usefixtures("sent")
async def test_a_reply_names_the_message_it_answers(telegram: LocalTelegram) -> None:
    reply = {"chat_id": ANA, "text": "y"}
    message = await result(telegram, "sendMessage", **reply, reply_parameters={"message_id": 1})
    assert message["reply_to_message"]["text"] == "hello"
    gone = {"message_id": 99}
    words = await refusal(telegram, "sendMessage", **reply, reply_parameters=gone)
    assert words == "Bad Request: message to be replied not found"
    quoting = {"message_id": 1, "quote": "he"}
    assert not (await ask(telegram, "sendMessage", **reply, reply_parameters=quoting))["ok"]
    assert telegram.unmodelled.pop() == "sendMessage: reply_parameters with quote"
    gone["allow_sending_without_reply"] = True
    assert "reply_to_message" not in await result(
        telegram, "sendMessage", **reply, reply_parameters=gone
    )


@pytest.mark.usefixtures("sent")
async def test_only_known_actions_are_shown(telegram: LocalTelegram) -> None:
    assert (await ask(telegram, "sendChatAction", chat_id=ANA, action="typing"))["ok"]
    words = await refusal(telegram, "sendChatAction", chat_id=ANA, action="dancing")
    assert words == "Bad Request: wrong parameter action in request"


def menu(command: str, description: str = "x", *, times: int = 1) -> Json:
    return {"commands": [{"command": command, "description": description}] * times}


@pytest.mark.parametrize(
    ("method", "parameters", "words"),
    [
        ("setMyCommands", menu("Hola"), "BOT_COMMAND_INVALID"),
        ("setMyCommands", menu(""), "command must be non-empty"),
        ("setMyCommands", menu("a" * 33), "command length must not exceed 32"),
        ("setMyCommands", menu("a", ""), "command description must be non-empty"),
        (
            "setMyCommands",
            menu("a", "x" * 257),
            "command description length must not exceed 256",
        ),
        (
            "setMyCommands",
            {"commands": [{"command": "a"}]},
            "can't parse BotCommand: Can't find field \"description\"",
        ),
        ("setMyCommands", menu("a", times=101), "BOT_COMMANDS_TOO_MUCH"),
        ("setMyCommands", {"commands": "{"}, "can't parse commands JSON object"),
        ("setMyCommands", {"commands": {"a": 1}}, "expected an Array of BotCommand"),
        ("setMyCommands", {"language_code": "es-PE"}, "invalid language code specified"),
        (
            "setMyCommands",
            {"scope": {"type": "moon"}},
            "can't parse BotCommandScope: Unsupported type specified",
        ),
        ("setMyDescription", {"description": "x" * 513}, "bot description is too long"),
        (
            "setMyShortDescription",
            {"short_description": "x" * 121},
            "bot short description is too long",
        ),
        ("setMyName", {"name": "x" * 65}, "bot name is too long"),
        (
            "setWebhook",
            {"url": "http://x.org"},
            "bad webhook: An HTTPS URL must be provided for webhook",
        ),
    ],
)
async def test_a_wrong_page_of_the_bot_is_refused(
    telegram: LocalTelegram, method: str, parameters: Json, words: str
) -> None:
    assert await refusal(telegram, method, **parameters) == f"Bad Request: {words}"


async def test_menus_are_kept_apart_by_scope_and_language(telegram: LocalTelegram) -> None:
    place = {"scope": {"type": "chat", "chat_id": ANA}, "language_code": "es"}
    await ask(telegram, "setMyCommands", **menu("a"), **place)
    assert (await ask(telegram, "getMyCommands"))["result"] == []
    assert (await ask(telegram, "getMyCommands", **place))["result"] == menu("a")["commands"]
    await ask(telegram, "deleteMyCommands", **place)
    assert (await ask(telegram, "getMyCommands", **place))["result"] == []


async def test_a_wrong_token_is_unauthorized(telegram: LocalTelegram) -> None:
    answer = await telegram.call(Call("1:x", "getMe"))
    assert answer.status == 401
    assert json.loads(answer.body) == {
        "ok": False,
        "error_code": 401,
        "description": "Unauthorized",
    }


async def test_a_method_that_is_not_imitated_fails_and_is_remembered(
    telegram: LocalTelegram,
) -> None:
    assert (await ask(telegram, "sendDice", chat_id=ANA))["error_code"] == 404
    assert telegram.unmodelled == ["method sendDice"]
    with pytest.raises(AssertionError, match="method sendDice"):
        telegram.check()


@pytest.mark.usefixtures("sent")
async def test_a_parameter_that_is_not_imitated_fails_and_is_remembered(
    telegram: LocalTelegram,
) -> None:
    body = await ask(telegram, "sendMessage", chat_id=ANA, text="x", message_effect_id="1")
    assert body["error_code"] == 400
    assert telegram.unmodelled == ["sendMessage: parameter message_effect_id"]


async def test_an_address_outside_the_bot_api_fails_and_is_remembered(
    telegram: LocalTelegram,
) -> None:
    answer = await telegram.exchange("/file/secret", "", b"")
    assert getattr(answer, "status", None) == 404
    assert len(telegram.unmodelled) == 1


async def test_capitals_in_a_methods_name_do_not_matter(telegram: LocalTelegram) -> None:
    assert (await result(telegram, "GETME"))["username"] == telegram.bot.username


def test_a_clock_without_a_time_zone_is_refused() -> None:
    naive = Ticker()
    naive.now = naive.now.replace(tzinfo=None)
    with pytest.raises(ValueError, match="aware"):
        LocalTelegram(naive).world.now()
