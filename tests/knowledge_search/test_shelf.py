import logging
import os
from pathlib import Path

import numpy as np
import pytest

from knowledge.search import Search, Shelf
from knowledge.search.index import Index
from knowledge.search.shelf import DRAFT, KEPT
from tests.knowledge_search.small_pack import OUTSIDE, TOPICS, learn

ASKED = ("i lost my passport", "perdí mi pasaporte", "is it open tomorrow", "a joke please", "zzz")


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.npz"))


def _said(search: Search) -> list[object]:
    return [(found.decision, found.candidates, found.chance) for found in map(search.query, ASKED)]


def _never(*_: object) -> Index:
    raise AssertionError("it should not have been learned again")


def _only(folder: Path) -> Path:
    (file,) = _files(folder)
    return file


def test_what_is_kept_answers_to_the_last_digit_like_what_was_learned(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "new" / "folder")
    fresh, kept, without = learn(shelf=shelf), learn(shelf=shelf), learn()
    assert _said(fresh) == _said(kept) == _said(without)
    assert kept.thresholds == without.thresholds
    assert kept.query(ASKED[0]).explain() == without.query(ASKED[0]).explain()


def test_the_next_start_does_not_learn_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = _said(learn(shelf=Shelf(tmp_path)))
    monkeypatch.setattr("knowledge.search.engine.train", _never)
    assert _said(learn(shelf=Shelf(tmp_path))) == said
    with pytest.raises(AssertionError, match="learned again"):
        learn(shelf=Shelf(tmp_path / "elsewhere"))


def test_another_phrasing_is_learned(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    learn(shelf=shelf)
    learn(OUTSIDE | TOPICS, shelf=shelf)
    assert len(_files(tmp_path)) == 2


def test_another_numpy_learns_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    learn(shelf=Shelf(tmp_path))
    monkeypatch.setattr(np, "__version__", "0.0.0")
    learn(shelf=Shelf(tmp_path))
    assert len(_files(tmp_path)) == 2


@pytest.mark.parametrize("harm", ["cut", "empty", "text", "pickle"])
def test_a_broken_file_is_reported_and_learned_anew(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, harm: str
) -> None:
    shelf = Shelf(tmp_path)
    said = _said(learn(shelf=shelf))
    file = _only(tmp_path)
    whole = file.read_bytes()
    if harm == "pickle":
        np.savez(file, features=np.array([{"any": "object"}]))
    else:
        file.write_bytes({"cut": whole[: len(whole) // 2], "empty": b"", "text": b"no"}[harm])
    with caplog.at_level(logging.WARNING):
        assert _said(learn(shelf=shelf)) == said
    assert "learning anew" in caplog.text
    assert file.stat().st_size == len(whole)


def test_without_a_place_to_write_it_learns_and_says_so(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").touch()
    with caplog.at_level(logging.WARNING):
        assert _said(learn(shelf=Shelf(tmp_path / "file"))) == _said(learn())
    assert "the next start learns anew" in caplog.text


def test_only_the_files_used_last_stay(tmp_path: Path) -> None:
    old = [tmp_path / f"{number}.npz" for number in range(KEPT)] + [tmp_path / f"old{DRAFT}"]
    for number, file in enumerate(old):
        file.touch()
        os.utime(file, (number, number))
    learn(shelf=Shelf(tmp_path))
    assert len(_files(tmp_path)) + len([*tmp_path.glob(f"*{DRAFT}")]) == KEPT
    assert not old[0].exists()
