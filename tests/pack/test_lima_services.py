"""What Lima's appointment book offers, and what the pack says about it."""

import re

import pytest

from knowledge import loader
from knowledge.markup import Rich
from knowledge.services import ServicesFile
from knowledge.text import tokens
from tests.pack.packs import shipped

SERVICES = ["passport_renewal", "passport_other", "crba", "notary", "federal_benefits"]
BY_PHRASE = {
    "passport renewal": "passport_renewal",
    "renew my passport": "passport_renewal",
    "renovar mi pasaporte": "passport_renewal",
    "lost passport": "passport_other",
    "me robaron el pasaporte": "passport_other",
    "primer pasaporte": "passport_other",
    "my son's passport": "passport_other",
    "renew my son's passport": "passport_other",
    "renovar el pasaporte de mi hija": "passport_other",
    "birth certificate for my baby": "crba",
    "reporte consular de nacimiento": "crba",
    "power of attorney": "notary",
    "carta poder": "notary",
    "social security": "federal_benefits",
    "seguro social": "federal_benefits",
}
OUR_DEFAULTS = re.compile(
    r"^ *(minutes|buffer_minutes|notice_hours|horizon_days|most_\w+|hold_minutes|rest_minutes"
    r"|counter|interview):"
)


def services() -> ServicesFile:
    found = shipped().services
    assert found is not None
    return found


def test_the_promised_services_can_be_booked_in_this_order() -> None:
    assert list(services().services) == SERVICES
    assert services().services["passport_renewal"].title["en"] == "Passport renewal"
    assert services().services["passport_renewal"].title["es"] == "Renovación de pasaporte"


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_has_words_and_a_list_of_equal_length_in_both_languages(name: str) -> None:
    service = services().services[name]

    assert all(len(phrases) >= 15 for phrases in service.ask.values())
    assert len(service.bring["en"].splitlines()) == len(service.bring["es"].splitlines()) >= 3
    assert service.note is not None


@pytest.mark.parametrize(("said", "meant"), BY_PHRASE.items())
def test_a_plain_wish_holds_the_words_of_its_service_and_of_no_other(
    said: str, meant: str
) -> None:
    longest = {
        name: max((len(phrase) for phrase in _phrases(name) if _within(phrase, said)), default=0)
        for name in SERVICES
    }

    assert longest[meant] > 0
    assert all(longest[name] < longest[meant] for name in SERVICES if name != meant)


@pytest.mark.parametrize("said", ["passport", "pasaporte", "appointment", "cita", "poder"])
def test_words_that_fit_several_services_or_none_choose_none(said: str) -> None:
    assert not any(tuple(tokens(said)) in _phrases(name) for name in SERVICES)


def _phrases(name: str) -> set[tuple[str, ...]]:
    asked = services().services[name].ask.values()
    return {tuple(tokens(phrase)) for phrases in asked for phrase in phrases}


def _within(phrase: tuple[str, ...], said: str) -> bool:
    return f" {' '.join(phrase)} " in f" {' '.join(tokens(said))} "


def test_the_rules_of_the_visit_are_those_of_the_post() -> None:
    rules = services().rules

    assert rules.arrive_minutes_before == rules.late_minutes == 15
    assert rules.cancel_hours_before == 24


def test_whatever_the_post_has_not_decided_says_that_it_is_to_be_confirmed() -> None:
    lines = (loader.shipped("lima") / "services.yaml").read_text(encoding="utf-8").splitlines()

    ours = [line for line in lines if OUR_DEFAULTS.match(line)]
    assert len(ours) >= 14
    assert [line for line in ours if "to be confirmed by the post" not in line] == []


@pytest.mark.parametrize("language", ["en", "es"])
def test_who_has_no_passport_and_travels_soon_is_told_before_booking_not_to_wait(
    language: str,
) -> None:
    note = services().services["passport_other"].note
    assert note is not None

    assert Rich.parse(note[language]).spans[0].bold
    assert "LimaACS@state.gov" in note[language]


@pytest.mark.parametrize("language", ["en", "es"])
def test_federal_benefits_are_offered_with_where_they_are_really_handled(language: str) -> None:
    note = services().services["federal_benefits"].note
    assert note is not None

    assert "San José" in note[language]
    assert "LimaACS@state.gov" in note[language]


@pytest.mark.parametrize(
    ("topic", "command"),
    [
        ("appointment_book", "/book"),
        ("appointment_book", "/mine"),
        ("appointment_cancel", "/mine"),
        ("appointment_reschedule", "/mine"),
        ("appointment_status", "/mine"),
    ],
)
def test_an_answer_about_appointments_says_how_it_is_done_here(topic: str, command: str) -> None:
    for answer in shipped().entries[topic].answer.values():
        assert command in answer.text.split("\n\n", 4)[0] + answer.text.split("\n\n", 4)[2]


@pytest.mark.parametrize("topic", ["appointment_cancel", "appointment_reschedule"])
def test_what_was_booked_elsewhere_is_not_said_to_be_done(topic: str) -> None:
    answer = shipped().entries[topic].answer

    assert "I cannot see it" in answer["en"].text
    assert "No puedo ver esa cita" in answer["es"].text


def test_no_answer_denies_any_more_what_the_chat_can_do() -> None:
    texts = [text.text for entry in shipped().entries.values() for text in entry.answer.values()]
    denials = (
        "in this chat yet",
        "cannot see appointments",
        "Todavía no puedo",
        "No puedo ver las",
    )

    assert len(texts) > 60
    assert not [text for text in texts if any(denial in text for denial in denials)]


def test_privacy_and_help_tell_what_is_kept_of_appointments_and_how_it_goes() -> None:
    phrases = shipped().phrases

    assert "30 days after the appointment" in phrases.privacy["en"]
    assert "30 días después de la cita" in phrases.privacy["es"]
    for texts in (phrases.privacy, phrases.help, phrases.command_forget, phrases.forgotten):
        assert all(re.search("cancel", text) for text in texts.values())
    assert all("/book " in text and "/mine " in text for text in phrases.help.values())
