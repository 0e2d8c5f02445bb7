"""What Telegram does to a text: limits, trimming, cleaning."""

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.local import Citizen, LocalTelegram
from bot.local.people import Person
from bot.local.wire import Json

from .support import ANA, Ticker, ask, refusal, result


@pytest.fixture(autouse=True)
def chat(telegram: LocalTelegram) -> None:
    telegram.world.open_private_chat(Person(ANA, "Ana"))


async def kept(telegram: LocalTelegram, text: str, **more: object) -> Json:
    return await result(telegram, "sendMessage", chat_id=ANA, text=text, **more)


async def test_an_empty_text_is_refused(telegram: LocalTelegram) -> None:
    assert (
        await refusal(telegram, "sendMessage", chat_id=ANA, text="")
        == "Bad Request: message text is empty"
    )
    assert (
        await refusal(telegram, "sendMessage", chat_id=ANA) == "Bad Request: message text is empty"
    )


@pytest.mark.parametrize("text", [" ", "\n\n", "\u200b", "\u2800 \u00a0", "<b> </b>", "\u202e"])
async def test_a_text_that_shows_nothing_is_refused(telegram: LocalTelegram, text: str) -> None:
    words = await refusal(telegram, "sendMessage", chat_id=ANA, text=text, parse_mode="HTML")
    assert words == "Bad Request: text must be non-empty"


async def test_a_text_may_have_4096_units_after_the_markup_is_read(
    telegram: LocalTelegram,
) -> None:
    longest = f"<b>{'&amp;' * 4096}</b>"
    assert (await kept(telegram, longest, parse_mode="HTML"))["text"] == "&" * 4096
    words = await refusal(telegram, "sendMessage", chat_id=ANA, text="x" * 4097)
    assert words == "Bad Request: message is too long"


async def test_an_emoji_counts_two(telegram: LocalTelegram) -> None:
    assert (await kept(telegram, "🚨" * 2048))["text"] == "🚨" * 2048
    words = await refusal(telegram, "sendMessage", chat_id=ANA, text="🚨" * 2048 + "x")
    assert words == "Bad Request: message is too long"


async def test_the_white_space_around_a_text_does_not_count(telegram: LocalTelegram) -> None:
    assert (await kept(telegram, "\n " + "x" * 4096 + " \n"))["text"] == "x" * 4096


async def test_marks_move_along_when_a_text_is_trimmed_and_cleaned(
    telegram: LocalTelegram,
) -> None:
    message = await kept(telegram, " \r\n\ta\r <b>b </b>\n ", parse_mode="html")
    assert message["text"] == "a b"
    assert message["entities"] == [{"type": "bold", "offset": 2, "length": 1}]


async def test_marked_white_space_at_the_beginning_stays(telegram: LocalTelegram) -> None:
    message = await kept(telegram, " <u> a</u>", parse_mode="HTML")
    assert message["text"] == " a"
    assert message["entities"] == [{"type": "underline", "offset": 0, "length": 2}]


async def test_control_characters_and_direction_overrides_are_taken_out(
    telegram: LocalTelegram,
) -> None:
    text = "a\x00b\x1bc\u202ed\u2028e\u0333f\u200e\u200f\u200eg"
    assert (await kept(telegram, text))["text"] == "a b cdef\u200c\u200c\u200eg"


async def test_bad_markup_is_refused_with_the_reason(telegram: LocalTelegram) -> None:
    words = await refusal(
        telegram, "sendMessage", chat_id=ANA, text="Tom <tom@x.org>", parse_mode="HTML"
    )
    assert words == (
        'Bad Request: can\'t parse entities: Unsupported start tag "tom@x.org" at byte offset 4'
    )


async def test_an_unknown_parse_mode_is_refused(telegram: LocalTelegram) -> None:
    words = await refusal(telegram, "sendMessage", chat_id=ANA, text="x", parse_mode="XML")
    assert words == "Bad Request: unsupported parse_mode"
    telegram.check()


async def test_markdown_is_not_imitated_and_says_so(telegram: LocalTelegram) -> None:
    body = await ask(telegram, "sendMessage", chat_id=ANA, text="*x*", parse_mode="MarkdownV2")
    assert body["error_code"] == 400
    with pytest.raises(AssertionError, match="parse mode MarkdownV2"):
        telegram.check()


ORDINARY = st.characters(
    exclude_categories=["Cs", "Cc", "Cf", "Zs", "Zl", "Zp"],
    exclude_characters="\u0333\u033f\u030a\u180e\u2800\ufffc",
)


@given(st.text(ORDINARY, min_size=1, max_size=2048))
async def test_any_escaped_text_arrives_as_it_was(text: str) -> None:
    telegram = LocalTelegram(Ticker())
    telegram.world.open_private_chat(Person(ANA, "Ana"))
    message = await kept(telegram, escape(text), parse_mode="HTML")
    assert message["text"] == text
    assert "entities" not in message
    ana = Citizen(telegram, user_id=ANA)
    assert ana.screen == f"Embassy: {text}"
