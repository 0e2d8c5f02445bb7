"""A pack with a mistake is refused, and its author is told where and what to do."""

import shutil
from pathlib import Path

import pytest

from knowledge import loader
from knowledge.problems import PackError
from tests.pack.packs import TODAY, Spoil


def test_the_shipped_pack_has_nothing_to_mend() -> None:
    pack, problems = loader.examine(loader.shipped("lima"), {}, TODAY)

    assert problems == ()
    assert pack is not None
    assert len(pack.entries) >= 28


TOPIC = "topics/money.yaml"
MISTAKES = {
    "unknown key": (TOPIC, "    title:", "    titel:", "“titel” is not a key here"),
    "missing key": (TOPIC, "    title:", "    titel:", "“title” is missing"),
    "duplicate key": (TOPIC, "    source:", "    source: [acs_main]\n    source:", "stands twice"),
    "NO is not text": ("post.yaml", "Lima, es: Emb", "Lima, es: NO, x: Emb", "put it in quotes"),
    "1.10 is not text": (
        "post.yaml",
        'police: {shown: "105"}',
        "police: {shown: 1.10}",
        "YAML reads 1.1: put it in quotes",
    ),
    "alias": ("post.yaml", "languages: [en, es]", "languages: &a [en, es]\n  x: *a", "YAML alias"),
    "no YAML": ("post.yaml", "languages: [en, es]", "languages: [en, es", "is not valid YAML"),
    "python tag": (
        "post.yaml",
        "languages: [en, es]",
        "languages: !!python/name:os.system x",
        "is not valid YAML",
    ),
    "missing language": ("phrases.yaml", "  es: ¿Qué idioma prefiere?\n", "", "has no “es”"),
    "unknown language": ("phrases.yaml", "{en: English, es: Español}", "{en: E, fr: F}", "“fr”"),
    "unknown fact": (TOPIC, "{links.irs}", "{links.irz}", "{links.irz} names no fact"),
    "unknown page": (TOPIC, "source: [", "source: [nowhere, ", "“nowhere” is no page"),
    "unknown next step": (TOPIC, "see_also: [", "see_also: [nothing_here, ", "is no topic"),
    "literal phone": (TOPIC, "{links.irs}", "call 01 618 2000", "is a phone number"),
    "literal link": (TOPIC, "{links.irs}", "https://www.irs.gov", "is a web address"),
    "literal e-mail": (TOPIC, "{links.irs}", "someone@state.gov", "is a e-mail address"),
    "undialable phone": ("post.yaml", "shown: +51 1 618-2000", "shown: +51 618-2000", "area code"),
    "undialable in text": (TOPIC, "{links.irs}", "+51 618", "does not dial"),
    "phone forms differ": ("post.yaml", "shown: +51 1 618-2000", "shown: +51 1 618-2001", "agree"),
    "link without https": ("post.yaml", "https://www.irs.gov", "http://www.irs.gov", "links"),
    "unclosed bold": ("phrases.yaml", "en: I don't have an answer to that.", "en: I **do", "“**”"),
    "HTML": ("phrases.yaml", "en: I don't have an answer to that.", "en: I <b>do</b>", "“<b”"),
    "placeholder lost": ("phrases.yaml", "**Also: {topic}**", "**Also**", "{topic}"),
    "core topic gone": ("topics/talk.yaml", "- id: greeting", "- id: greetings", "greeting"),
    "id twice": (TOPIC, "- id: taxes", "- id: visa", "stands in"),
    "bad id": (TOPIC, "- id: taxes", "- id: Taxes!", "id"),
    "checked tomorrow": (TOPIC, "checked_on: 2026-11-21", "checked_on: 2026-11-30", "future"),
    "reviewed before": (TOPIC, "review_by: 2027-05-21", "review_by: 2026-11-01", "later than"),
    "stale": (
        TOPIC,
        "checked_on: 2026-11-21\n    review_by: 2027-05-21",
        "checked_on: 2026-01-21\n    review_by: 2026-11-01",
        "warning: was to be reviewed by 2026-11-01",
    ),
    "title too long": (TOPIC, "title: {en: ", "title: {en: " + "Very " * 9, "a button holds 40"),
    "empty text": (TOPIC, "title: {en: ", "title: {en: '  ', xx: ", "is empty"),
    "forbidden claim": (TOPIC, "{links.irs}", "x), walk-ins are welcome (", "claims “"),
    "fee": (TOPIC, "{links.irs}", "x), the fee is 130 dollars (", "claims “"),
    "broken pattern": ("guards.yaml", "patterns:\n", "patterns:\n      - '(never closed'\n", ""),
}


@pytest.mark.parametrize(("name", "old", "new", "said"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_is_named_with_its_line(
    spoil: Spoil, name: str, old: str, new: str, said: str
) -> None:
    problems = spoil(name, old, new)

    found = [problem for problem in problems if said in str(problem)]
    assert found, [str(problem) for problem in problems]
    assert any(problem.line > 0 or name not in problem.file for problem in found)


def test_all_mistakes_are_told_at_once(spoil: Spoil, tmp_path: Path) -> None:
    spoil("phrases.yaml", "  es: ¿Qué idioma prefiere?\n", "")
    folder = tmp_path / "pack"
    for name, old, new in (
        (TOPIC, "{links.irs}", "{links.irz}"),
        ("post.yaml", "shown: +51 1 618-2000", "shown: +51 618-2000"),
        ("topics/talk.yaml", "see_also: [", "see_also: [nothing_here, "),
    ):
        file = folder / name
        file.write_text(file.read_text().replace(old, new, 1))

    with pytest.raises(PackError) as refused:
        loader.load(folder, {}, TODAY)

    files = {problem.file for problem in refused.value.problems}
    assert {"phrases.yaml", TOPIC, "post.yaml", "topics/talk.yaml"} <= files


def test_a_phrasing_may_stand_under_one_topic_only(spoil: Spoil) -> None:
    pack = loader.load(loader.shipped("lima"), {}, TODAY)
    taken = pack.entries["visa"].ask["en"][0]
    problems = spoil(TOPIC, "      en:\n", f"      en:\n        - {taken.upper()}!!\n")

    assert any("under" in str(problem) and "too: keep one" in str(problem) for problem in problems)


def test_an_answer_that_telegram_would_refuse_is_found(spoil: Spoil) -> None:
    problems = spoil(TOPIC, "{links.irs}", "word " * 900)

    assert any("Telegram takes 4096" in str(problem) for problem in problems)


def test_an_oversized_file_is_not_even_parsed(spoil: Spoil) -> None:
    problems = spoil("outside.yaml", "outside:", "#" + "x" * 600_000 + "\noutside:")

    assert any("split it" in str(problem) for problem in problems)


def test_a_file_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "pack"
    shutil.copytree(loader.shipped("lima"), folder)
    (folder / "topics" / "latin.yaml").write_bytes("topics:\n- título".encode("latin-1"))

    problems = loader.examine(folder, {}, TODAY)[1]

    assert "topics/latin.yaml:2: is not UTF-8: save the file with UTF-8 encoding" in [
        str(problem) for problem in problems
    ]


@pytest.mark.parametrize("nest", ["[", "- ", "{a: ", "? "])
def test_deep_nesting_is_a_problem_and_not_a_crash(tmp_path: Path, nest: str) -> None:
    folder = tmp_path / "pack"
    shutil.copytree(loader.shipped("lima"), folder)
    (folder / "topics" / "deep.yaml").write_text(nest * 100_000)

    problems = [str(problem) for problem in loader.examine(folder, {}, TODAY)[1]]
    assert any("deep.yaml:1: is nested more than" in problem for problem in problems)


def test_a_missing_folder_says_what_to_give() -> None:
    with pytest.raises(PackError, match="give the folder of a pack"):
        loader.load(Path("no/such/pack"), {}, TODAY)


def test_a_setting_of_the_post_takes_the_place_of_its_stand_in() -> None:
    folder = loader.shipped("lima")
    unset = loader.load(folder, {}, TODAY).entries["facebook"].answer["en"].as_text()
    value = "https://www.facebook.com/example"
    configured = loader.load(folder, {"facebook_page": value}, TODAY)

    assert "I do not have the address of that page" in unset
    assert value in configured.entries["facebook"].answer["en"].as_text()


def test_an_unknown_setting_is_refused() -> None:
    problems = loader.examine(loader.shipped("lima"), {"facebok": "x"}, TODAY)[1]

    assert "is no setting here; known: facebook_page" in str(problems[0])
