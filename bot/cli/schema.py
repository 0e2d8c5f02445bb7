"""Write the JSON Schemas that editors check a pack's YAML with."""

import argparse
import json
from pathlib import Path

from pydantic import BaseModel

from knowledge import loader
from knowledge.model import TopicFile, json_schema


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the folder to write to."""
    parser.add_argument(
        "folder", type=Path, nargs="?", default=Path("knowledge/schema"), help="where to write"
    )


def execute(options: argparse.Namespace) -> int:
    """Write one schema for each kind of file."""
    options.folder.mkdir(parents=True, exist_ok=True)
    for name, text in schemas().items():
        (options.folder / name).write_text(text, encoding="utf-8")
        print(options.folder / name)
    return 0


def schemas() -> dict[str, str]:
    """Return each schema's file name and text."""
    kinds: dict[str, type[BaseModel]] = {**loader.SHAPES, "topics.yaml": TopicFile}
    return {
        f"{Path(name).stem}.json": json.dumps(json_schema(model), indent=2, sort_keys=True) + "\n"
        for name, model in kinds.items()
    }
