"""What the documents say is so."""

import json
import re
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from bot import cli, config
from bot.cli.schema import schemas
from knowledge import loader, source

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PACK = loader.shipped("lima")


def test_the_example_configuration_loads_and_holds_every_default() -> None:
    example = ROOT / "config.example.yaml"
    loaded = config.load({"EMBASSY_BOT_CONFIG": str(example)})

    assert loaded.file == config.ConfigFile()
    assert set(yaml.safe_load(example.read_text())) == set(config.ConfigFile.model_fields)


def test_every_command_is_in_the_readme_and_every_one_there_exists() -> None:
    exist = {module.__name__.rpartition(".")[2] for module in cli.COMMANDS}
    named = set(re.findall(r"embassy-bot (\w+)", README))

    assert exist <= named
    assert named <= exist


def test_every_make_target_in_the_documents_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    texts = [README, (ROOT / "CONTRIBUTING.md").read_text()]
    named = {name for text in texts for name in re.findall(r"`make ([a-z-]+)`", text)}

    assert {"run", "test"} <= named <= targets


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "SECURITY.md", "docs/pack.md"])
def test_links_between_documents_lead_somewhere(name: str) -> None:
    document = ROOT / name
    links = re.findall(r"\]\((?!https?:|#|\{)([^)#\s]+)", document.read_text(encoding="utf-8"))

    for link in links:
        assert (document.parent / link).exists(), link


def test_the_exported_schemas_are_the_present_ones() -> None:
    kept = {path.name: path.read_text() for path in (ROOT / "knowledge/schema").glob("*.json")}

    assert kept == schemas(), "run: embassy-bot schema"


def test_every_file_of_the_pack_names_its_schema_and_agrees_with_it() -> None:
    files = sorted(PACK.rglob("*.yaml"))

    assert len(files) > 10
    for file in files:
        head = file.read_text(encoding="utf-8").splitlines()[0]
        named = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", head)
        assert named, f"{file.name} names no schema in its first line"
        schema = json.loads((file.parent / named[1]).read_text())
        data = json.loads(json.dumps(source.read(file, file.name).data, default=str))
        errors = [error.message for error in Draft202012Validator(schema).iter_errors(data)]
        assert errors == [], file.name
