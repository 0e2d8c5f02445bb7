"""The long lists of what people type, beside the topics they belong to."""

from pathlib import Path

import pytest

from knowledge import asked, loader
from knowledge.problems import Problem
from tests.pack.packs import TODAY, copied


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return copied(tmp_path, guards=False)


def write(pack: Path, name: str, text: str | bytes) -> None:
    file = pack / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())


def problems(pack: Path) -> list[str]:
    return [str(problem) for problem in loader.examine(pack, {}, TODAY)[1]]


def test_a_list_adds_to_the_topic_it_is_named_after(pack: Path) -> None:
    before = loader.load(pack, {}, TODAY).entries["taxes"].ask
    with (pack / "asked/en/taxes.txt").open("a", encoding="utf-8") as file:
        file.write("\n# a comment\n\n  the zeppelin tax, please \n")
    after = loader.load(pack, {}, TODAY).entries["taxes"].ask
    assert after["en"] == (*before["en"], "the zeppelin tax, please")
    assert after["es"] == before["es"]


def test_a_list_adds_to_an_outside_group(pack: Path) -> None:
    with (pack / "asked/es/chitchat.txt").open("a", encoding="utf-8") as file:
        file.write("un zepelin de chocolate\n")
    assert loader.load(pack, {}, TODAY).outside["chitchat"].ask["es"][-1].startswith("un zepelin")


def test_a_changed_list_is_another_pack(pack: Path) -> None:
    before = loader.load(pack, {}, TODAY).digest
    with (pack / "asked/en/taxes.txt").open("a", encoding="utf-8") as file:
        file.write("the zeppelin tax\n")
    assert loader.load(pack, {}, TODAY).digest != before


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("asked/en/nothing.txt", "hi zeppelin", "asked/en/nothing.txt: nothing: names neither"),
        ("asked/fr/taxes.txt", "les impots", "“fr” is not a language of this post"),
        ("asked/en/taxes.txt", "zeppelin\n...", "asked/en/taxes.txt:2: taxes: “...” has no words"),
        ("asked/en/taxes.txt", "zeppelin\nZeppelin!", "asked/en/taxes.txt:2: taxes: “Zeppelin!”"),
        ("asked/en/taxes.txt", "my passport was stolen", "stands under lost_or_stolen_passport"),
        ("asked/en/taxes.txt", b"caf\xe9", "is not UTF-8"),
    ],
)
def test_a_mistake_is_told_with_file_and_line(pack: Path, name: str, text: str, said: str) -> None:
    write(pack, name, text)
    found = [problem for problem in problems(pack) if said in problem]
    assert found, problems(pack)


def test_the_shipped_lists_are_read() -> None:
    found = [*asked.read(loader.shipped("lima"))]
    assert len(found) > 80
    assert not [one for one in found if isinstance(one, Problem)]
