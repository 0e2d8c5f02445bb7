import json
from pathlib import Path

import pytest

from benchmarks import fewshot
from tests.knowledge_search.small_pack import OUTSIDE, TOPICS

ROWS = [
    {"text": text, "intent": intent, "split": "train" if at % 4 else "test"}
    for intent, texts in [*TOPICS.items(), ("oos", sum(OUTSIDE.values(), ()))]
    for at, text in enumerate(texts)
]


@pytest.fixture(params=["csv", "json", "jsonl", "clinc"])
def file(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    if request.param == "csv":
        lines = [
            "sentence,label,split",
            *(f"{r['text']},{r['intent']},{r['split']}" for r in ROWS),
        ]
        body, name = "\n".join(lines), "rows.csv"
    elif request.param == "jsonl":
        body, name = "\n".join(map(json.dumps, ROWS)), "rows.jsonl"
    elif request.param == "json":
        body, name = json.dumps(ROWS), "rows.json"
    else:
        splits: dict[str, list[list[str]]] = {}
        for row in ROWS:
            key = f"oos_{row['split']}" if row["intent"] == "oos" else row["split"]
            splits.setdefault(key, []).append([row["text"], row["intent"]])
        body, name = json.dumps(splits), "data_full.json"
    path = tmp_path / name
    path.write_text(body, encoding="utf-8")
    return path


def test_any_of_the_formats_is_learned_and_scored(file: Path) -> None:
    rows = fewshot.read(file)
    assert len(rows) == len(ROWS)
    score = fewshot.measure(rows, fewshot.few(rows, 10, seed=1), outside="oos")
    assert score.asked == sum(r["split"] == "test" and r["intent"] != "oos" for r in ROWS)
    assert score.strangers == sum(r["split"] == "test" and r["intent"] == "oos" for r in ROWS)
    assert score.in_three >= score.best > 0.5
    assert score.at_once + score.wrong <= 1


def test_the_draw_is_small_and_repeats_with_its_seed(file: Path) -> None:
    rows = fewshot.read(file)
    drawn = fewshot.few(rows, 3, seed=5)
    assert drawn == fewshot.few(rows, 3, seed=5)
    assert drawn != fewshot.few(rows, 3, seed=6)
    assert len(drawn) == 3 * len({row.intent for row in rows})
    assert {row.split for row in drawn} == {"train"}


def test_it_prints_the_score(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert fewshot.main([str(file), "--per-intent", "5"]) == 0
    assert "at_once=" in capsys.readouterr().out


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    path.write_text("text,split\nhello,train\n")
    with pytest.raises(ValueError, match="“intent”"):
        fewshot.read(path)
