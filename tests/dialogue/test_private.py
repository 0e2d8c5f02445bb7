import pytest

from bot.dialogue.model import Memory, Turn
from bot.dialogue.private import holds_private_number
from tests.bench import NOON, learned

DIGITS = "123456789"


@pytest.mark.parametrize(
    "text",
    [
        f"my passport number is {DIGITS}, is it valid?",
        f"pasaporte A{DIGITS[:8]}",
        "ssn 123-45-6789",
        "mi dni es 12345678",
        "card 4111 1111 1111 1111",
        "4111111111111111",
    ],
)
def test_a_private_number_is_noticed_and_not_repeated(text: str) -> None:
    reply, _ = learned().respond(Turn(text, NOON), Memory())

    assert holds_private_number(text)
    assert "delete your message" in reply.text.text or "borre su mensaje" in reply.text.text
    assert not any(word in reply.text.text for word in text.split() if word.isdigit())


@pytest.mark.parametrize(
    "text",
    [
        "form 8938 and fbar",
        "call +51 1 618-2000",
        "(01) 618-2000",
        "open on 2026-11-25?",
        "at 9:30 on 28/7/2027",
        "i need 3000 dollars",
        "av encalada 1700",
        "B1/B2 in 2024",
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert not holds_private_number(text)
