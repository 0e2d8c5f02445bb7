import pytest

from bot.local import LocalTelegram
from bot.local.people import Person
from bot.local.wire import Json

from .support import ANA, ask, button, inline, refusal, result

CANT = "Bad Request: can't parse inline keyboard button: "


@pytest.fixture(autouse=True)
def chat(telegram: LocalTelegram) -> None:
    telegram.world.open_private_chat(Person(ANA, "Ana"))


async def refused(telegram: LocalTelegram, markup: object) -> str:
    words = await refusal(telegram, "sendMessage", chat_id=ANA, text="x", reply_markup=markup)
    assert not telegram.world.messages[ANA], "a refused message must not be there"
    telegram.check()
    return words


async def kept(telegram: LocalTelegram, markup: Json) -> Json:
    return await result(telegram, "sendMessage", chat_id=ANA, text="x", reply_markup=markup)


@pytest.mark.parametrize(
    ("key", "words"),
    [
        (button("Yes", "y" * 65), "Bad Request: BUTTON_DATA_INVALID"),
        (button("Yes", "ñ" * 33), "Bad Request: BUTTON_DATA_INVALID"),
        (button("", "y"), "Bad Request: inline keyboard button text must be non-empty"),
        (button("Yes", ""), CANT + "Text buttons are unallowed in the inline keyboard"),
        ({"text": "Yes"}, CANT + "Text buttons are unallowed in the inline keyboard"),
        ({"callback_data": "y"}, CANT + 'Can\'t find field "text"'),
        ("Yes", CANT + "InlineKeyboardButton must be an Object"),
        (
            {"text": "Call", "url": "tel:+5116182000"},
            "Bad Request: inline keyboard button URL 'tel:+5116182000' is invalid:"
            " Wrong port number specified in the URL",
        ),
        (
            {"text": "Call", "url": "ftp://example.org"},
            "Bad Request: inline keyboard button URL 'ftp://example.org' is invalid:"
            " Unsupported URL protocol",
        ),
        (
            {"text": "Open", "url": "http://localhost/x"},
            "Bad Request: inline keyboard button URL 'http://localhost/x' is invalid:"
            " Wrong HTTP URL",
        ),
        (
            {"text": "Copy", "copy_text": {"text": "x" * 257}},
            "Bad Request: BUTTON_COPY_TEXT_INVALID",
        ),
    ],
)
async def test_a_wrong_button_is_refused(telegram: LocalTelegram, key: object, words: str) -> None:
    assert await refused(telegram, {"inline_keyboard": [[key]]}) == words


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("{", "Bad Request: can't parse reply keyboard markup JSON object"),
        ("[]", "Bad Request: object expected as reply markup"),
        (
            {"inline_keyboard": [button("Yes")]},
            'Bad Request: field "inline_keyboard" of the InlineKeyboardMarkup'
            " must be an Array of Arrays",
        ),
        (
            inline(*[[button("Yes")]] * 101),
            "Bad Request: reply markup is too long",
        ),
    ],
)
async def test_a_wrong_keyboard_is_refused(
    telegram: LocalTelegram, markup: object, words: str
) -> None:
    assert await refused(telegram, markup) == words


async def test_data_may_have_64_bytes(telegram: LocalTelegram) -> None:
    message = await kept(telegram, inline([button("Yes", "ñ" * 32)]))
    assert message["reply_markup"] == inline([button("Yes", "ñ" * 32)])


async def test_a_message_may_have_100_buttons(telegram: LocalTelegram) -> None:
    message = await kept(telegram, inline(*[[button("Yes")] * 5] * 20))
    assert len(message["reply_markup"]["inline_keyboard"]) == 20


async def test_links_and_copying_are_kept(telegram: LocalTelegram) -> None:
    copy = {"text": "Copy", "copy_text": {"text": "+51 1 618-2000"}}
    message = await kept(telegram, inline([{"text": "Map", "url": "https://x.org"}, copy]))
    (row,) = message["reply_markup"]["inline_keyboard"]
    assert row == [{"text": "Map", "url": "https://x.org/"}, copy]


async def test_empty_rows_are_no_keyboard(telegram: LocalTelegram) -> None:
    assert "reply_markup" not in await kept(telegram, inline([]))
    assert "reply_markup" not in await kept(telegram, inline())


@pytest.mark.parametrize(
    ("markup", "complaint"),
    [
        ({"keyboard": [["Yes"]]}, "reply_markup with keyboard"),
        ({"force_reply": True}, "reply_markup with force_reply"),
        (inline([{**button("Yes"), "pay": True}]), "button with pay"),
        (inline([button("Yes")] * 9), "a row of more than 8 buttons"),
    ],
)
async def test_other_keyboards_are_not_imitated_and_say_so(
    telegram: LocalTelegram, markup: Json, complaint: str
) -> None:
    body = await ask(telegram, "sendMessage", chat_id=ANA, text="x", reply_markup=markup)
    assert body["error_code"] == 400
    with pytest.raises(AssertionError, match=complaint):
        telegram.check()
