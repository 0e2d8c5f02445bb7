"""A changed pack is in force without a restart; a bad one never."""

import shutil
from pathlib import Path

import pytest

from bot.dialogue.respond import Dialogue
from bot.library import Library
from knowledge import loader
from knowledge.pack import Pack
from knowledge.problems import PackError
from tests.bench import NOON


class Unlearned(Dialogue):
    """A dialogue that has a pack and has not learned it: these tests only ask which pack."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack


class Post:
    """A pack's folder, a library over it, and what its staff were told."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.told: list[str] = []
        self.library = Library(folder, self.load, self.tell)

    def load(self) -> Dialogue:
        return Unlearned(loader.load(self.folder, {}, NOON.date()))

    async def tell(self, text: str) -> None:
        self.told.append(text)

    def change(self, old: str, new: str) -> None:
        file = self.folder / "post.yaml"
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")

    @property
    def name(self) -> str:
        return self.library.dialogue().pack.post.name["en"]

    async def settle(self) -> None:
        """Look twice: a change counts once the files have come to rest."""
        await self.library.look()
        await self.library.look()


@pytest.fixture
def post(tmp_path: Path) -> Post:
    shutil.copytree(loader.shipped("lima"), tmp_path / "pack")
    return Post(tmp_path / "pack")


async def test_a_change_is_in_force_after_two_looks(post: Post) -> None:
    post.change("en: U.S. Embassy Lima,", "en: U.S. Embassy Quito,")
    await post.library.look()
    assert post.name == "U.S. Embassy Lima", "the file may still be being written"
    await post.library.look()

    assert post.name == "U.S. Embassy Quito"
    assert post.told == []


async def test_a_bad_change_is_refused_told_once_and_the_good_pack_serves_on(post: Post) -> None:
    post.change("start_topics: [hours,", "start_topics: [nonsense-,")
    for _ in range(3):
        await post.settle()

    assert post.name == "U.S. Embassy Lima"
    assert len(post.told) == 1
    assert "post.yaml" in post.told[0]
    assert "start_topics" in post.told[0]


async def test_mending_a_bad_change_brings_it_in_force(post: Post) -> None:
    post.change("languages: [en, es]", "languages: [en")
    await post.settle()
    post.change("languages: [en", "languages: [en, es]")
    post.change("en: U.S. Embassy Lima,", "en: U.S. Embassy Quito,")
    await post.settle()

    assert post.name == "U.S. Embassy Quito"


async def test_nothing_is_loaded_again_while_nothing_changes(post: Post) -> None:
    before = post.library.dialogue()
    await post.settle()

    assert post.library.dialogue() is before


def test_a_bad_pack_at_the_start_is_an_error(post: Post) -> None:
    post.change("languages: [en, es]", "languages: [en")

    with pytest.raises(PackError):
        Library(post.folder, post.load, post.tell)
