"""What is shipped works on its own: the wheel, away from the checkout."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)  # noqa: S603 - our own words
    return next(folder.glob("embassy_bot-*.whl"))


def test_the_wheel_holds_the_three_rooms_and_no_tests(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()

    assert {name.split("/")[0] for name in names if "dist-info" not in name} == {
        "bot",
        "handlers",
        "knowledge",
    }
    assert "knowledge/lima/topics/urgent.yaml" in names
    assert "knowledge/lima/asked/en/emergency.txt" in names
    assert "bot/storage/migrations/0001_memory.sql" in names


def test_the_unpacked_wheel_answers_from_another_folder(wheel: Path, tmp_path: Path) -> None:
    unpacked = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(unpacked)
    environment = {**os.environ, "PYTHONPATH": str(unpacked)}
    environment.pop("EMBASSY_BOT_CONFIG", None)
    command = [sys.executable, "-m", "bot", "ask", "where is the embassy"]
    done = subprocess.run(  # noqa: S603 - our own words
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
    assert "Avenida Encalada" in done.stdout
