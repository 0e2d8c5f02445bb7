"""What can be booked is checked like everything else in a pack, and is there as a whole or not."""

from pathlib import Path

import pytest

from knowledge import loader
from tests.pack.packs import TODAY, changed, copied, shipped

FILE = "services.yaml"
NOTARY = "topics: [notary]"
COUNTER = "counter: {windows: 2, step_minutes: 15}"
MISTAKES = {
    "unknown channel": ("channel: office", "channel: offices", "“offices” is no channel"),
    "channel without hours": ("channel: office", "channel: hotline", "no channel with weekly"),
    "prefix": ("prefix: LIM", "prefix: Lima", "prefix"),
    "unknown key": ("  hold_minutes:", "  hold_minuts:", "“hold_minuts” is not a key here"),
    "rest runs backwards": ("[0, 0]", "[90, 20]", "runs backwards"),
    "quiet hours": ('"21:00-08:00"', "night", "are no hours: write them like 21:00-08:00"),
    "quiet for ever": ('"21:00-08:00"', '"08:00-08:00"', "must not begin when they end"),
    "reminder after": ("[72, 24, 3]", "[72, 0]", "remind_hours_before"),
    "unknown fact": ("{links.crba}", "{links.crbb}", "{links.crbb} names no fact"),
    "unknown topic": (NOTARY, "topics: [notaries]", "“notaries” is no topic"),
    "unknown desk": ("desk: interview", "desk: basement", "“basement” is no desk"),
    "off the grid": ("minutes: 45", "minutes: 40", "no multiple of the 30 minutes"),
    "too long": (
        "minutes: 45 # to be confirmed by the post\n    buffer_minutes: 15",
        "minutes: 225\n    buffer_minutes: 15",
        "nobody could book this",
    ),
    "grid leaves no room": (NOTARY, NOTARY + "\n    weekly: {mon: ['08:50-09:10']}", "nobody"),
    "outside the hours": (NOTARY, NOTARY + "\n    weekly: {tue: ['07:30-09:00']}", "on tue"),
    "ends outside": (NOTARY, NOTARY + "\n    weekly: {tue: ['09:00-12:00']}", "on tue"),
    "day without hours": (NOTARY, NOTARY + "\n    weekly: {sat: ['08:00-09:00']}", "on sat"),
    "weekday twice": (
        NOTARY,
        NOTARY + "\n    weekly: {mon: ['08:00-09:00'], mon-tue: ['09:00-10:00']}",
        "a weekday in two spans",
    ),
    "notice beyond horizon": (NOTARY, NOTARY + "\n    notice_hours: 1440", "cannot be booked"),
    "long title": ("{en: Notarial service,", "{en: " + "Notarial " * 4 + ",", "button of a"),
    "title with markup": ("{en: Notarial service,", "{en: '**Notary**',", "one plain line"),
    "title in one language": ("{en: Notarial service, es", "{xx: x, es", "has no “en”"),
    "no words": ("        - crba\n", "        - '?!'\n", "“?!” has no words"),
    "a phrase of two services": ("        - notary\n", "        - CRBA!\n", "under crba too"),
    "unclosed bold": ("        Form DS-2029\n", "        **Form\n", "“**”"),
    "placeholder": ("        Form DS-2029\n", "        Form {number}\n", "nothing fills"),
    "literal phone": ("        Form DS-2029\n", "        Call 01 618 2000\n", "phone number"),
    "endless list": ("        Form DS-2029\n", "        " + "Form " * 301 + "\n", "at most 1500"),
    "endless note": (
        "en: Make one appoint",
        "en: " + "Make " * 121 + "one appoint",
        "at most 600",
    ),
    "forbidden claim": ("        Form DS-2029\n", "        Walk-ins are welcome\n", "claims “"),
    "forbidden for its topic": (
        "        Form DS-82\n",
        "        It takes two weeks\n",
        "(processing_time)",
    ),
}


@pytest.mark.parametrize(("old", "new", "said"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_in_the_services_is_named_with_file_and_line(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    pack = copied(tmp_path, guards=False)
    line = changed(pack, FILE, old, new)
    loaded, problems = loader.examine(pack, {}, TODAY)

    assert loaded is None
    found = [problem for problem in problems if said in str(problem)]
    assert found, [str(problem) for problem in problems]
    assert {problem.file for problem in found} == {FILE}
    assert all(0 < problem.line <= line + old.count("\n") + 1 for problem in found)


def test_a_service_that_nobody_can_name_is_refused(tmp_path: Path) -> None:
    pack = copied(tmp_path, guards=False)
    text = (pack / FILE).read_text(encoding="utf-8")
    start = text.index("      es:\n        - notaria\n")
    changed(pack, FILE, text[start : text.index("    topics: [notary]")], "      es: []\n")

    assert [problem.what for problem in loader.examine(pack, {}, TODAY)[1]] == [
        "is empty: write what people type"
    ]


@pytest.mark.parametrize(("kept", "gone"), [(FILE, "form.yaml"), ("form.yaml", FILE)])
def test_services_and_form_words_come_together_or_not_at_all(
    tmp_path: Path, kept: str, gone: str
) -> None:
    pack = copied(tmp_path, guards=False)
    (pack / gone).unlink()
    problems = [str(problem) for problem in loader.examine(pack, {}, TODAY)[1]]
    assert problems == [
        f"{gone}: is missing: it goes together with {kept}; write both or remove both"
    ]

    (pack / kept).unlink()
    without = loader.load(pack, {}, TODAY)
    assert without.services is None
    assert without.form_words is None
    assert len(without.entries) == len(shipped().entries)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [(FILE, "hold_minutes: 10", "hold_minutes: 11"), ("form.yaml", "go back", "go backwards")],
)
def test_a_change_of_what_can_be_booked_is_a_change_of_the_pack(
    tmp_path: Path, name: str, old: str, new: str
) -> None:
    pack = copied(tmp_path, guards=False)
    before = loader.load(pack, {}, TODAY)
    changed(pack, name, old, new)
    after = loader.load(pack, {}, TODAY)

    assert before.digest != after.digest
    changed(pack, name, new, old)
    assert loader.load(pack, {}, TODAY).digest == before.digest


def test_facts_are_put_in_and_each_service_keeps_its_own_rules() -> None:
    services = shipped().services
    assert services is not None

    assert "LimaACS@state.gov" in services.services["notary"].bring["es"]
    assert "https://pe.usembassy.gov" in services.services["crba"].bring["en"]
    assert services.notice("crba").total_seconds() == services.rules.notice_hours * 3600
    assert services.horizon("crba").days == services.rules.horizon_days


def test_a_rule_of_a_service_wins_over_the_rule_of_all(tmp_path: Path) -> None:
    pack = copied(tmp_path, guards=False)
    changed(pack, FILE, NOTARY, NOTARY + "\n    notice_hours: 0\n    horizon_days: 7")
    services = loader.load(pack, {}, TODAY).services
    assert services is not None

    assert services.notice("notary").total_seconds() == 0
    assert services.horizon("notary").days == 7
    assert services.horizon("crba").days == services.rules.horizon_days
