"""Keeps what was learned of a pack, so that the next start need not learn it again.

One file a pack, named by everything the learning depends on: a changed phrasing or a changed
line of this package makes another name, and an old file is never misread.
"""

import hashlib
import logging
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib import resources
from itertools import accumulate, pairwise, starmap
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any
from zipfile import BadZipFile

import numpy as np

from knowledge.search.confidence import Confidence
from knowledge.search.index import Index, Sight
from knowledge.search.learner import Machines
from knowledge.search.model import Thresholds
from knowledge.search.nearness import Neighbours
from knowledge.search.space import Space

log = logging.getLogger(__name__)

KEPT = 4
"""Files, of some 30 MB each: a pack, one under edit, and room for a second bot."""

DRAFT = ".draft"
"""End of the name of a file being written; one is left where a machine stops meanwhile."""

Arrays = Mapping[str, Any]


class Shelf:
    """Keeps indexes in a folder. Whatever goes wrong with it costs time, never a start.

    Args:
        folder: which is made where it is missing; nobody else may write to it.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def fetch(self, made_of: Iterable[str], learn: Callable[[], Index]) -> Index:
        """Return the index that was kept, or the one learned now.

        Args:
            made_of: all that goes into the learning, beside this package's code.
            learn: makes the index; takes seconds.
        """
        file = self._folder / f"{_digest(made_of)}.npz"
        if (kept := self._take(file)) is not None:
            return kept
        log.info("learning the pack's phrasings: once for each change, some ten seconds")
        learned = learn()
        self._keep(file, learned)
        return learned

    def _take(self, file: Path) -> Index | None:
        try:
            with file.open("rb") as raw, np.load(raw, allow_pickle=False) as arrays:
                index = _unpacked(arrays)
            os.utime(file)
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, EOFError, BadZipFile) as error:
            log.warning("what was learned before cannot be read (%s): learning anew", error)
            return None
        return index

    def _keep(self, file: Path, index: Index) -> None:
        """Write the file whole or not at all, and remove those not used for longest."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with NamedTemporaryFile(dir=self._folder, suffix=DRAFT, delete=False) as draft:
                np.savez(draft, allow_pickle=False, **_packed(index))
            Path(draft.name).replace(file)
            files = (*self._folder.glob("*.npz"), *self._folder.glob(f"*{DRAFT}"))
            for old in sorted(files, key=_used, reverse=True)[KEPT:]:
                old.unlink(missing_ok=True)
        except OSError as error:
            log.warning("what was learned cannot be kept (%s): the next start learns anew", error)


def _digest(made_of: Iterable[str]) -> str:
    """Return the name for what is learned from these texts, by this code."""
    package = resources.files("knowledge")
    recipe = [*_code(package.joinpath("search")), package.joinpath("text.py").read_bytes()]
    digest = hashlib.sha256(np.__version__.encode())
    for part in (*recipe, *(text.encode() for text in made_of)):
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()[:32]


def _used(file: Path) -> float:
    return file.stat().st_mtime


def _code(folder: Any) -> Iterable[bytes]:
    for item in sorted(folder.iterdir(), key=lambda one: str(one.name)):
        if item.is_dir():
            yield from _code(item)
        elif item.name.endswith((".py", ".txt")):
            yield item.read_bytes()


def _packed(index: Index) -> dict[str, Any]:
    sight = index.sight
    groups = sight.neighbours
    return {
        "features": np.frombuffer("\n".join(sight.space.names).encode(), dtype=np.uint8),
        "counts": sight.space.counts,
        "sizes": np.array([sight.space.documents, sight.topics]),
        "machines": sight.machines.weights,
        "uses": sight.uses,
        "near": np.array([(len(one.indices), len(one.starts)) for one in groups]),
        "indices": np.concatenate([one.indices for one in groups]),
        "values": np.concatenate([one.values for one in groups]),
        "starts": np.concatenate([one.starts for one in groups]),
        "confidence": index.confidence.weights,
        "thresholds": np.array([index.thresholds.answer, index.thresholds.suggest]),
    }


def _unpacked(arrays: Arrays) -> Index:
    names = arrays["features"].tobytes().decode().split("\n")
    documents, topics = arrays["sizes"].tolist()
    answer, suggest = arrays["thresholds"].tolist()
    lengths, counts = arrays["near"].T.tolist()
    indices = _cut(arrays["indices"], lengths)
    values = _cut(arrays["values"], lengths)
    starts = _cut(arrays["starts"], counts)
    sight = Sight(
        Space(names, arrays["counts"], documents),
        Machines(arrays["machines"]),
        tuple(starmap(Neighbours, zip(indices, values, starts, strict=True))),
        arrays["uses"],
        topics,
    )
    return Index(sight, Confidence(arrays["confidence"]), Thresholds(answer, suggest))


def _cut(whole: Any, lengths: Sequence[int]) -> list[Any]:
    """Part one long array into pieces of these lengths."""
    return [whole[start:end] for start, end in pairwise(accumulate(lengths, initial=0))]
