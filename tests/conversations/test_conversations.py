from pathlib import Path

import pytest

from tests.conversations.script import README, excerpt, replay, scripts


def test_there_are_conversations_to_replay() -> None:
    assert len(scripts()) >= 10


@pytest.mark.parametrize("file", scripts(), ids=lambda file: file.stem)
async def test_the_bot_speaks_as_written(file: Path) -> None:
    written = file.read_text(encoding="utf-8")

    assert "\n**Citizen" in written, "nobody says anything here"
    assert await replay(written) == written


async def test_a_changed_word_is_noticed() -> None:
    """The sabotage twin: a conversation that the bot does not keep to is told apart."""
    written = scripts()[0].read_text(encoding="utf-8")
    spoilt = written.replace("\n> ", "\n> Certainly! ", 1)

    assert await replay(spoilt) == written != spoilt


def test_the_readme_shows_a_recorded_chat() -> None:
    assert excerpt() in README.read_text(encoding="utf-8"), "run: make conversations"
    assert excerpt().count("**Citizen:**") >= 4
