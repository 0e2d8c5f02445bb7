"""The shape of the code: what a stranger relies on when looking for a place."""

import ast
import re
import subprocess
from importlib import metadata
from pathlib import Path

from knowledge.booking_phrases import BookingPhrases
from knowledge.phrases import Phrases

ROOT = Path(__file__).parents[2]
PACKAGES = ("bot", "handlers", "knowledge")

LONGEST_MODULE = 250
LONGEST_FUNCTION = 40
LONGEST_HANDLER = 30


def tracked(pattern: str) -> list[Path]:
    """Files that belong to the project, new ones included."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", pattern]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)  # noqa: S603 - our own words
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def modules() -> list[Path]:
    return [path for path in tracked("*.py") if path.relative_to(ROOT).parts[0] in PACKAGES]


def functions(path: Path) -> list[tuple[str, int]]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            length = (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0
            found.append((f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", length))
    return found


def test_modules_are_small() -> None:
    sizes = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in modules()}

    assert len(sizes) > 40
    assert {str(path): size for path, size in sizes.items() if size > LONGEST_MODULE} == {}


def test_functions_are_small() -> None:
    lengths = [row for path in modules() for row in functions(path)]

    assert len(lengths) > 200
    assert [row for row in lengths if row[1] > LONGEST_FUNCTION] == []
    ordered = sorted(length for _, length in lengths)
    assert ordered[len(ordered) // 2] <= 6, "the median function has grown"
    assert ordered[len(ordered) * 9 // 10] <= 22, "long functions have become many"


def test_handlers_are_sentences() -> None:
    handlers = [path for path in modules() if path.relative_to(ROOT).parts[0] == "handlers"]
    lengths = [row for path in handlers for row in functions(path)]

    assert len(lengths) > 15
    assert [row for row in lengths if row[1] > LONGEST_HANDLER] == []


def test_an_exception_from_a_rule_says_why() -> None:
    """`# noqa: X - reason`, `# type: ignore[x]  # reason`."""
    bare = re.compile(r"#\s*(noqa(:\s*[A-Z0-9, ]+)?|type:\s*ignore(\[[\w-]+\])?)\s*$")
    lines = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in tracked("*.py")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if bare.search(line)
    ]

    assert lines == []
    assert bare.search("x = 1  # noqa: S101")
    assert not bare.search("x = 1  # noqa: S101 - because")


def test_html_is_made_in_one_place() -> None:
    tag = re.compile(r"</?(b|i|a|code)\b[^>]*>")
    makers = {
        str(path.relative_to(ROOT))
        for path in modules()
        if path.relative_to(ROOT).parts[:2] != ("bot", "local")
        and tag.search(path.read_text(encoding="utf-8"))
    }

    assert makers == {"knowledge/markup.py"}


def test_importing_does_no_work() -> None:
    """No module opens, connects or reads the clock when it is merely imported."""
    busy = re.compile(r"^(?:\w+\s*=\s*)?(?:open|connect|asyncio\.run|print)\(", re.MULTILINE)
    found = [str(path) for path in modules() if busy.search(path.read_text(encoding="utf-8"))]

    assert found == []


def test_nothing_that_looks_like_a_secret_or_a_machine_is_kept() -> None:
    secret = re.compile(r"\b\d{8,12}:[A-Za-z0-9_-]{35}\b")
    # Written in pieces, so that this file is not found itself.
    elsewhere = re.compile("|".join(["[.][.]/" + "shared", "index" + "-url", f"{ROOT.parent}/"]))
    files = [path for path in tracked("*") if path.suffix not in {".png", ".pdf"}]
    texts = {path: path.read_text(encoding="utf-8", errors="replace") for path in files}

    assert len(texts) > 80
    assert [str(path) for path, text in texts.items() if secret.search(text)] == []
    assert [str(path) for path, text in texts.items() if elsewhere.search(text)] == []


def test_no_other_installed_package_owns_our_names() -> None:
    """The names `bot` and `handlers` are common; uninstalling another owner would delete ours."""
    owners = metadata.packages_distributions()

    for name in PACKAGES:
        assert set(owners.get(name, [])) <= {"embassy-bot"}


def test_every_phrase_of_the_bot_is_said_somewhere() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in modules())
    fields = [name for name in Phrases.model_fields if not name.startswith("command_")]

    assert len(fields) > 20
    assert [name for name in fields if not re.search(rf"phrases\.{name}\b", code)] == []


def test_every_phrase_about_appointments_is_said_somewhere() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in modules())
    fields = [name for name in BookingPhrases.model_fields if not name.startswith("command_")]

    assert len(fields) > 60
    assert [name for name in fields if not re.search(rf"\b_?words\.{name}\b", code)] == []
