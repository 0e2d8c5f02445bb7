"""The commands that programs and editors rely on."""

import asyncio
import io
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main
from knowledge import loader
from tests.bench import running

NOW = "2026-11-24T18:00:00-05:00"
FIELDS = [
    *("text", "lang", "outcome", "intent", "suggestions", "emergency", "clarify"),
    *("reply", "buttons", "calendar"),
]
ROW = ["channel", "date", "at", "state", "reason", "opens", "closes", "next_open"]

Printed = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _nothing_configured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("TELEGRAM_BOT_TOKEN", "TELEGRAM_BOT_TOKEN_FILE", "EMBASSY_BOT_CONFIG"):
        monkeypatch.delenv(name, raising=False)


def asked(lines: str, capsys: Printed, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    monkeypatch.setattr("sys.stdin", io.StringIO(lines))
    main(["ask", "--jsonl", "--now", NOW])
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_ask_prints_every_promised_field(capsys: Printed) -> None:
    assert main(["ask", "--json", "--now", NOW, "is the embassy open tomorrow?"]) == 0

    result = json.loads(capsys.readouterr().out)
    assert list(result) == FIELDS
    assert (result["outcome"], result["intent"], result["lang"]) == ("answer", "hours", "en")
    assert list(result["calendar"][0]) == ROW
    assert result["calendar"][0]["date"] == "2026-11-25"
    assert result["calendar"][0]["state"] == "closed"
    assert result["calendar"][0]["next_open"].startswith("2026-11-27T08:00")


def test_a_file_of_questions_gets_a_result_a_line(
    capsys: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [
        {"text": "where is the embassy"},
        {"text": "where is the embassy", "lang": "es"},
        {"text": "atienden hoy?", "now": "2026-11-26T09:00:00-05:00"},
        {"text": "my brother was arrested"},
        {"text": "can you check my wife's visa"},
        {"text": "asdkjh qwe"},
    ]
    location, spanish, holiday, arrest, visa, nonsense = asked(
        "\n".join(map(json.dumps, lines)) + "\n\n", capsys, monkeypatch
    )

    assert (location["intent"], location["lang"]) == ("location", "en")
    assert (spanish["intent"], spanish["lang"]) == ("location", "es")
    assert holiday["calendar"][0]["state"] == "closed"
    assert "Acción de Gracias" in holiday["calendar"][0]["reason"]
    assert arrest["emergency"] is True
    assert "+51 1 618-2000" in arrest["reply"].splitlines()[0]
    assert (visa["intent"], visa["emergency"]) == ("visa", False)
    assert (nonsense["outcome"], nonsense["intent"]) == ("abstain", None)


def test_a_line_that_cannot_be_read_is_named_and_the_rest_is_answered(
    capsys: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = (
        'nonsense\n{"question": 1}\n{"text": "hi", "now": "2026-11-24T18:00"}\n{"text": "hi"}\n'
    )
    monkeypatch.setattr("sys.stdin", io.StringIO(lines))

    assert main(["ask", "--jsonl"]) == 1

    printed = capsys.readouterr()
    assert len(printed.out.splitlines()) == 1
    assert [line.split(":")[0] for line in printed.err.splitlines()] == [
        "line 1",
        "line 2",
        "line 3",
    ]


def test_explain_shows_why(capsys: Printed) -> None:
    assert main(["ask", "--explain", "where is the embasy"]) == 0

    said = capsys.readouterr().out
    assert "language en" in said
    assert "embassy" in said
    assert "location" in said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ask"], "Give a question"),
        (["ask", "--lang", "fr", "hello"], "does not speak 'fr'"),
    ],
)
def test_wrong_usage_is_explained(arguments: list[str], said: str, capsys: Printed) -> None:
    assert main(arguments) == 2
    assert said in capsys.readouterr().err


def test_a_time_without_its_zone_is_refused(capsys: Printed) -> None:
    with pytest.raises(SystemExit):
        main(["ask", "--now", "2026-11-24T18:00", "hi"])

    assert "is no instant; write e.g." in capsys.readouterr().err


def test_check_passes_the_shipped_pack(capsys: Printed) -> None:
    assert main(["check", "--now", NOW]) == 0
    assert "topics" in capsys.readouterr().out


def test_check_refuses_a_broken_pack_and_says_all(tmp_path: Path, capsys: Printed) -> None:
    folder = tmp_path / "pack"
    shutil.copytree(loader.shipped("lima"), folder)
    (folder / "topics" / "money.yaml").write_text("topics:\n  - id: taxes\n")
    (tmp_path / "config.yaml").write_text("pack: ./pack\n")

    assert main(["check", "--now", NOW]) == 1

    said = capsys.readouterr().out
    assert "topics/money.yaml:2: taxes: “answer” is missing: add it" in said
    assert "is not used" in said


def test_run_without_a_token_says_what_to_do(capsys: Printed) -> None:
    assert main(["run"]) == 1
    assert "TELEGRAM_BOT_TOKEN" in capsys.readouterr().err


def test_a_broken_configuration_is_explained(tmp_path: Path, capsys: Printed) -> None:
    (tmp_path / "config.yaml").write_text("pakc: lima\n")

    assert main(["check"]) == 1
    assert "config.yaml:1: pakc: no such key" in capsys.readouterr().err


def test_evaluate_counts_lines_in_the_agreed_format(tmp_path: Path, capsys: Printed) -> None:
    labelled = [
        {"text": "where is the embassy", "intent": "location", "also": [], "tags": []},
        {"text": "my son was arrested", "intent": "emergency", "tags": ["danger"]},
        {"text": "best ceviche in lima", "intent": "out_of_scope"},
    ]
    file = tmp_path / "labelled.jsonl"
    file.write_text("\n".join(map(json.dumps, labelled)))

    assert main(["evaluate", str(file)]) == 0

    row = capsys.readouterr().out.splitlines()[1].split()
    assert row[:2] == ["all", "3"]
    assert row.count("100.0") >= 3


def test_evaluate_names_a_line_it_cannot_read(tmp_path: Path, capsys: Printed) -> None:
    file = tmp_path / "labelled.jsonl"
    file.write_text('{"text": "x"}\n')

    assert main(["evaluate", str(file)]) == 1
    assert "labelled.jsonl:1: write" in capsys.readouterr().err


def test_calendar_lists_every_closed_weekday_with_its_reason(
    tmp_path: Path, capsys: Printed
) -> None:
    file = tmp_path / "closures.ics"

    assert main(["calendar", "2027", "--now", NOW, "--ics", str(file)]) == 0

    said = capsys.readouterr().out
    assert "[ ] Fri 26 Mar 2027" in said
    assert "Good Friday, Peruvian holiday" in said
    assert "last Wednesday of the month" in said
    assert "NOT confirmed" in said
    written = file.read_bytes()
    assert written.startswith(b"BEGIN:VCALENDAR\r\n")
    assert written.count(b"BEGIN:VEVENT") > 30


@pytest.mark.parametrize("arguments", [["1492"], ["2027", "--lang", "fr"]])
def test_calendar_refuses_what_there_is_not(arguments: list[str], capsys: Printed) -> None:
    assert main(["calendar", *arguments]) == 2
    assert capsys.readouterr().err


def test_a_question_may_be_asked_as_of_a_day_before_the_pack_was_checked(capsys: Printed) -> None:
    assert main(["ask", "--now", "2026-03-03T09:00:00-05:00", "are you open today?"]) == 0
    assert capsys.readouterr().out.startswith("Yes. ")


def test_a_backup_is_written_and_restored_elsewhere(
    tmp_path: Path, capsys: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def book_something() -> None:
        async with running(database=tmp_path / "here.db") as bench:
            ana = bench.citizen("en")
            await ana.says("book notary on 4 december at 9 for Ana Perez")
            await ana.says("yes")
            ana.sees("Booked")

    asyncio.run(book_something())
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'here.db'}")
    assert main(["backup", "copy.db"]) == 0
    assert "1 appointments and 1 citizens" in capsys.readouterr().out

    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'there.db'}")
    assert main(["restore", "copy.db"]) == 0
    assert "Restored 1 appointments and 1 citizens" in capsys.readouterr().out
    assert main(["restore", "copy.db"]) == 1
    assert "there.db" in capsys.readouterr().err


def test_a_backup_of_nothing_says_so(
    tmp_path: Path, capsys: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'none.db'}")
    assert main(["backup", "copy.db"]) == 1
    assert "none.db" in capsys.readouterr().err
    assert not (tmp_path / "copy.db").exists()
