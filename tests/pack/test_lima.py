"""The shipped pack has what others rely on."""

import pytest

from tests.pack.packs import shipped

FIXED = [
    "hours",
    "phone_hours",
    "holidays",
    "location",
    "contact",
    "emergency",
    "after_hours",
    "lost_or_stolen_passport",
    "emergency_passport_exit_stamp",
    "visa",
    "scam",
    "passport_renewal",
    "crba",
    "federal_benefits",
    "taxes",
    "step_enrollment",
    "demonstrations",
    "notary",
    "appointment_book",
    "appointment_cancel",
    "appointment_reschedule",
    "appointment_status",
    "appointment_rules",
    "consular_agent_cusco",
    "facebook",
    "greeting",
    "thanks",
    "human",
]


@pytest.mark.parametrize("topic", FIXED)
def test_a_promised_topic_is_there_with_phrasings_in_both_languages(topic: str) -> None:
    entry = shipped().entries[topic]

    assert set(entry.ask) == set(entry.answer) == set(entry.title) == {"en", "es"}
    assert min(len(phrasings) for phrasings in entry.ask.values()) >= 20
    assert entry.pages


def test_every_answer_in_the_pack_leads_on() -> None:
    entries = shipped().entries

    dead_ends = [entry.id for entry in entries.values() if not entry.see_also]
    assert set(dead_ends) <= {"visa"}, "the dialogue offers the usual topics after a redirect"


def test_the_emergency_answer_begins_with_the_hotline_in_both_languages() -> None:
    for answer in shipped().entries["emergency"].answer.values():
        assert "+51 1 618-2000" in answer.text.splitlines()[0]


def test_the_number_that_does_not_dial_is_nowhere() -> None:
    texts = [text.text for entry in shipped().entries.values() for text in entry.answer.values()]

    assert len(texts) > 60
    assert not any("+51 618" in text for text in texts)
