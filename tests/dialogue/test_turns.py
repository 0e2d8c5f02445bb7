"""What one message leads to."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialogue.model import Memory, Reply, Turn
from knowledge.markup import screen_length
from tests.bench import NOON, learned


def ask(text: str, memory: Memory | None = None) -> tuple[Reply, Memory]:
    return learned().respond(Turn(text, NOON), memory or Memory())


def labels(reply: Reply) -> list[str]:
    return [button.label for button in reply.buttons]


@pytest.mark.parametrize(
    "text",
    [
        "my brother was arrested",
        "AYUDA ME ESTAN SIGUIENDO",
        "mi papá falleció anoche en su hotel",
        "hello, quick question: where is the office? my friend was stabbed",
        "can my wife get a visa, she was kidnapped",
    ],
)
def test_the_hotline_stands_in_the_first_line_whatever_else_is_said(text: str) -> None:
    reply, _ = ask(text)

    assert reply.emergency
    assert "+51 1 618-2000" in reply.text.text.splitlines()[0]


def test_a_demand_for_money_and_an_arrest_get_hotline_and_warning() -> None:
    reply, _ = ask("they say my nephew is in jail and want 2000 dollars for bail")

    assert reply.emergency
    assert reply.intent == "scam"
    assert "Do not send money" in reply.text.text


def test_a_visa_question_is_only_redirected() -> None:
    reply, _ = ask("i lost my passport and my wife needs a tourist visa")

    assert (reply.intent, reply.also) == ("visa", ())
    assert "Visas Unit" in reply.text.text


def test_two_needs_are_both_served() -> None:
    reply, _ = ask("where is the embassy located? also what is form 8938")

    assert {reply.intent, *reply.also} == {"location", "taxes"}
    assert "Also:" in reply.text.text


def test_a_greeting_before_a_question_is_not_the_question() -> None:
    reply, _ = ask("hello good morning, where is the embassy located?")

    assert reply.intent == "location"


def test_after_two_misses_a_person_is_offered_first() -> None:
    first, memory = ask("qwertyuiop zxcvbn")
    second, memory = ask("zxcvbn asdfgh", memory)

    assert (first.outcome, second.outcome) == ("abstain", "abstain")
    assert labels(second)[0] == "Talk to a person"
    assert labels(first)[0] != "Talk to a person"
    answered, memory = ask("where is the embassy", memory)
    assert answered.intent == "location"
    assert memory.misses == 0


def test_a_follow_up_takes_the_channel_or_the_date_of_the_last_question() -> None:
    first, memory = ask("can i call you tomorrow?")
    friday, memory = ask("and on friday?", memory)
    office, _ = ask("what about the office?", memory)

    assert {row.channel for row in first.calendar} == {"phone"}
    assert [(row.channel, row.date.isoformat()) for row in friday.calendar] == [
        ("phone", "2026-11-27")
    ]
    assert [(row.channel, row.date.isoformat()) for row in office.calendar] == [
        ("office", "2026-11-27")
    ]


def test_after_a_while_the_last_question_no_longer_counts() -> None:
    _, memory = ask("can i call you tomorrow?")
    later = Turn("and on friday?", NOON + timedelta(hours=2))
    reply, _ = learned().respond(later, memory)

    assert {row.channel for row in reply.calendar} == {"office"}


def test_an_unclear_message_keeps_the_language_of_the_conversation() -> None:
    memory = Memory(language="es")

    assert ask("fbar", memory)[0].language == "es"
    assert ask("fbar", replace(memory, language="en"))[0].language == "en"


def test_the_button_for_opening_hours_tells_how_it_is_now() -> None:
    reply, memory = learned().topic("hours", Turn("", NOON), Memory(), "en")

    assert reply.calendar
    assert "Office hours of American Citizen Services" in reply.text.text
    assert memory.hours is not None


@given(st.text(max_size=4096))
@settings(max_examples=150, deadline=None)
def test_no_text_breaks_it_and_every_reply_fits_and_leads_on(text: str) -> None:
    reply, memory = ask(text)

    assert reply.text.text.strip()
    assert screen_length(reply.text.text) <= 4096
    assert reply.buttons
    assert ask(text)[0] == reply
    assert memory.misses <= 1


@pytest.mark.parametrize(
    "text", ["a" * 4096, "jail " * 800, "🙂" * 2000, "¿" * 4000, "1/2/" * 900]
)
def test_long_and_odd_messages_are_answered(text: str) -> None:
    reply, _ = ask(text)

    assert "long" in reply.text.text or "larg" in reply.text.text


def test_a_day_in_the_question_does_not_hide_what_cusco_cannot_do() -> None:
    reply, _ = ask("can the cusco agent give me an emergency passport tonight")

    assert reply.intent in ("consular_agent_cusco", "lost_or_stolen_passport")
    assert "issue emergency passports" in reply.text.text or "not in Cusco" in reply.text.text


def test_a_clock_that_looks_back_before_the_pack_was_checked_still_gets_answers() -> None:
    early = Turn("are you open today", NOON.replace(year=2026, month=3, day=3))
    reply, _ = learned().respond(early, Memory())

    assert [row.state for row in reply.calendar] == ["open"]
