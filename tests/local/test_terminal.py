"""The terminal, driven with strings."""

import asyncio
import io
import os
import re
import threading
from collections.abc import Iterator

import pytest

from bot.local import Citizen, LocalTelegram, Terminal, TerminalWords
from bot.local.formatted import FormattedText
from bot.local.html_mode import parse_html
from bot.local.lines import THREAD, LineReader
from bot.local.paper import Paper, columns

from .support import button, inline, result

LONG = "https://example.org/" + "a-very-long-path/" * 8


class Sheet(io.StringIO):
    """Paper that can be watched while it is written on."""

    def __init__(self) -> None:
        super().__init__()
        self._written = asyncio.Event()

    def write(self, text: str) -> int:
        self._written.set()
        return super().write(text)

    async def ends_with(self, words: str) -> None:
        while not self.getvalue().endswith(words):
            self._written.clear()
            await self._written.wait()


class Tty(io.StringIO):
    def isatty(self) -> bool:
        return True


async def conversation(citizen: Citizen, *lines: str, first: str | None = None) -> str:
    sink = io.StringIO()
    source = io.StringIO("".join(f"{line}\n" for line in lines))
    async with asyncio.timeout(30):
        await Terminal(citizen, source, sink, width=60, environment={}).run(first=first)
    return sink.getvalue()


async def test_a_conversation_reads_like_one(ana: Citizen) -> None:
    assert await conversation(ana, "hola", "1", "/silent") == (
        "Type a message, or the number of a button. Ctrl-D ends the chat.\n"
        "> hola\n"
        "\n"
        "You said **hola**\n"
        "  1 [Louder]   2 [Drop it]\n"
        "  3 [Read more]\n"
        "\n"
        "> 1\n"
        "\n"
        "(Louder!)\n"
        "\n"
        "(changed)\n"
        "LOUDER\n"
        "  1 [Louder]   2 [Drop it]\n"
        "  3 [Read more]\n"
        "\n"
        "> /silent\n"
        "\n"
        "(no answer)\n"
        "> \n"
        "Goodbye.\n"
    )


async def test_something_can_be_said_before_anything_is_typed(ana: Citizen) -> None:
    shown = await conversation(ana, first="/start")
    assert "Welcome, **Ana**!" in shown


async def test_numbers_of_buttons_that_are_gone_are_just_text(ana: Citizen) -> None:
    shown = await conversation(ana, "hola", "2", "2")
    assert "You said **2**" in shown


async def test_numbers_beyond_the_buttons_are_just_text(ana: Citizen) -> None:
    shown = await conversation(ana, "7", "hola", "0", "²")
    for number in ("7", "0", "²"):
        assert f"You said **{number}**" in shown


async def test_a_backslash_sends_a_number_as_text(ana: Citizen) -> None:
    assert "You said **1**" in await conversation(ana, "hola", "\\1")


async def test_a_button_that_opens_a_page_tells_which(ana: Citizen) -> None:
    shown = await conversation(ana, "hola", "3")
    assert "This button opens https://example.org/more\n" in shown


async def test_a_button_that_copies_tells_what(telegram: LocalTelegram, ana: Citizen) -> None:
    await ana.says("hola")
    copy = {"text": "Copy the number", "copy_text": {"text": "+51 1 618-2000"}}
    keys = inline([button("A button with a long label"), copy])
    chat = Terminal(
        ana, io.StringIO("/silent\n2\n"), sink := io.StringIO(), width=40, environment={}
    )
    await result(telegram, "sendMessage", chat_id=ana.chat.id, text="x", reply_markup=keys)
    await chat.run()
    assert "  1 [A button with a long label]\n  2 [Copy the number]\n" in sink.getvalue()
    assert "This button copies +51 1 618-2000\n" in sink.getvalue()


async def test_numbers_begin_again_with_each_answer_that_has_buttons(ana: Citizen) -> None:
    shown = await conversation(ana, "hola", "adiós", "1")
    assert shown.count("  1 [Louder]   2 [Drop it]") == 3
    assert "You said **hola**" in ana.screen, "the newest message is the one that was changed"
    assert "You said **adiós**" not in ana.screen


async def test_buttons_that_go_away_repeat_no_words(ana: Citizen) -> None:
    shown = await conversation(ana, "hola", "2")
    assert shown.endswith("> 2\n\n(changed)\n\n> \nGoodbye.\n")


async def test_buttons_stay_while_answers_without_buttons_come(ana: Citizen) -> None:
    assert "(Louder!)" in await conversation(ana, "hola", "/twice", "1")


async def test_a_document_is_named_with_its_size(ana: Citizen) -> None:
    assert "File: a «date».ics (32 bytes)\nYours\n" in await conversation(ana, "/file")


async def test_empty_lines_say_nothing(ana: Citizen) -> None:
    await conversation(ana, "", "   ")
    assert ana.screen == ""


async def test_what_telegram_would_not_send_is_said_so(ana: Citizen) -> None:
    shown = await conversation(ana, "x" * 4097, "hola")
    assert "(Telegram would not send this.)" in shown
    assert "You said **hola**" in shown


async def test_the_words_of_the_terminal_can_be_in_another_language(ana: Citizen) -> None:
    words = TerminalWords(welcome="Escriba.", goodbye="Hasta luego.", prompt="Usted: ")
    sink = io.StringIO()
    await Terminal(ana, io.StringIO("hola\n"), sink, words=words, environment={}).run()
    assert sink.getvalue().startswith("Escriba.\nUsted: hola\n")
    assert sink.getvalue().endswith("Usted: \nHasta luego.\n")


@pytest.mark.parametrize(
    ("sink", "environment", "coloured"),
    [
        (Tty(), {}, True),
        (Tty(), {"NO_COLOR": "1"}, False),
        (Tty(), {"NO_COLOR": ""}, True),
        (io.StringIO(), {}, False),
    ],
    ids=["terminal", "NO_COLOR", "empty NO_COLOR", "file"],
)
async def test_colours_appear_only_where_they_are_welcome(
    ana: Citizen, sink: io.StringIO, environment: dict[str, str], coloured: bool
) -> None:
    await Terminal(ana, io.StringIO("hola\n"), sink, environment=environment).run()
    assert ("\x1b[1mhola\x1b[0m" in sink.getvalue()) is coloured
    assert ("\x1b" in sink.getvalue()) is coloured
    assert ("**hola**" in sink.getvalue()) is not coloured


async def test_at_a_terminal_what_is_typed_is_not_repeated(ana: Citizen) -> None:
    sink = io.StringIO()
    await Terminal(ana, Tty("hola\n"), sink, environment={}).run()
    assert "> hola" not in sink.getvalue()


@pytest.fixture
def pipe() -> Iterator[tuple[io.TextIOWrapper, int]]:
    reading, writing = os.pipe()
    with open(reading, encoding="utf-8") as source:  # noqa: PTH123 - a descriptor has no path
        yield source, writing
        os.close(writing)
        for thread in threading.enumerate():
            if thread.name == THREAD:
                thread.join()


async def test_lines_are_read_while_the_loop_goes_on(
    pipe: tuple[io.TextIOWrapper, int],
) -> None:
    source, writing = pipe
    reader = LineReader(source)
    async with asyncio.timeout(5), asyncio.TaskGroup() as tasks:
        line = tasks.create_task(reader.next())
        for _ in range(3):
            await asyncio.sleep(0)
        assert not line.done()
        os.write(writing, "sí\r\nno\nmay".encode())
    assert line.result() == "sí"
    assert await reader.next() == "no"
    os.write(writing, b"be\n")
    assert await reader.next() == "maybe"


async def test_what_the_bot_says_unasked_appears_at_once(
    telegram: LocalTelegram, ana: Citizen, pipe: tuple[io.TextIOWrapper, int]
) -> None:
    source, _ = pipe
    sink = Sheet()
    async with asyncio.timeout(5), asyncio.TaskGroup() as tasks:
        chat = tasks.create_task(Terminal(ana, source, sink, environment={}).run(first="hola"))
        await sink.ends_with("> ")
        await result(telegram, "sendMessage", chat_id=ana.chat.id, text="Tomorrow at nine")
        await sink.ends_with("\n\nTomorrow at nine\n\n> ")
        await result(telegram, "sendMessage", chat_id=ana.chat.id, text="Or at ten")
        await sink.ends_with("\n\nOr at ten\n\n> ")
        chat.cancel()
    assert sink.getvalue().endswith("Goodbye.\n")


async def test_a_cancelled_conversation_ends_politely(
    ana: Citizen, pipe: tuple[io.TextIOWrapper, int]
) -> None:
    source, _ = pipe
    sink = Sheet()
    async with asyncio.timeout(5), asyncio.TaskGroup() as tasks:
        chat = tasks.create_task(Terminal(ana, source, sink, environment={}).run())
        await sink.ends_with("> ")
        chat.cancel()
    assert chat.cancelled()
    assert sink.getvalue().endswith("Goodbye.\n")


async def test_a_stream_that_is_closed_has_ended() -> None:
    source = io.StringIO("hola\n")
    source.close()
    async with asyncio.timeout(30):
        assert await LineReader(source).next() is None


def test_words_are_wrapped_and_addresses_stay_whole() -> None:
    text = parse_html(f"See <a href='{LONG}'>the page about passports</a> before you come.")
    lines = Paper(40).typeset(text).split("\n")
    assert lines == ["See the page about passports", f"<{LONG}>", "before you come."]


def test_an_address_that_is_its_own_label_is_not_repeated() -> None:
    text = parse_html("<b>See</b> <a>https://example.org/x</a> <b>now</b>")
    assert Paper(80).typeset(text) == "**See** https://example.org/x **now**"


def test_marks_stay_on_their_words_when_addresses_are_put_in() -> None:
    text = parse_html(
        "<b>a <a href='https://x.org/'>b</a></b> <a href='https://y.org/'>c</a> <i>d</i>"
    )
    assert Paper(80).typeset(text) == "**a b** <https://x.org/> c <https://y.org/> __d__"


def test_list_items_hang() -> None:
    shown = Paper(24).typeset(FormattedText("1. Report it to the police today\n- Then come"))
    assert shown.split("\n") == ["1. Report it to the", "   police today", "- Then come"]


def test_colours_take_no_room_and_emoji_take_two_columns() -> None:
    assert columns("\x1b[1mab\x1b[0m") == 2
    assert columns("🚨é") == 3
    assert columns("e\u0301\u200d") == 1
    assert Paper(5, coloured=True).typeset(parse_html("<b>ab cd ef</b>")).split("\n") == [
        "\x1b[1mab cd",
        "ef\x1b[0m",
    ]


async def test_no_line_with_words_is_wider_than_the_window(ana: Citizen) -> None:
    sink = io.StringIO()
    source = io.StringIO("una frase larga que no cabe en una sola línea de la ventana\n")
    await Terminal(ana, source, sink, width=30, environment={}).run()
    answer = sink.getvalue().partition("You said")[2]
    assert len(answer.splitlines()) > 4
    assert max(columns(line) for line in answer.splitlines()) <= 30
    assert re.search(r"\[Louder\]   2 \[Drop it\]", answer)
