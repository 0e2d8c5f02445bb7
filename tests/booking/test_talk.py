"""What people say to an open form, heard and answered by the shipped pack."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import count

import pytest

from bot.booking.events import Purpose
from bot.booking.form import Draft, Step
from bot.dialogue.model import Memory, Open, Reply, ShowTopic, Turn
from bot.dialogue.plan import HUMAN
from tests.bench import NOON, learned
from tests.booking.ledger import Ledger

IVY = "book notary on friday 4 december at 9 for Ivy Ross"


@dataclass
class Talk:
    """One citizen who writes to the dialogue; what is booked goes into a book of their own."""

    language: str = "en"
    memory: Memory = field(default_factory=Memory)
    ledger: Ledger = field(default_factory=Ledger)
    lots: Iterator[int] = field(default_factory=lambda: count(1))
    now: datetime = NOON

    def says(self, *texts: str) -> Reply:
        for text in texts:
            lot = next(self.lots) * 0x9E3779B97F4A7C15 & (1 << 64) - 1
            book = self.ledger.book(5, self.now, lot)
            turn = Turn(text, self.now, self.language, book, 5)
            reply, self.memory = learned().respond(turn, self.memory)
            self.ledger.apply(5, reply.changes, self.now)
        return reply

    @property
    def draft(self) -> Draft:
        assert self.memory.draft, "no form is open"
        return self.memory.draft

    @property
    def day(self) -> date | None:
        return self.draft.day


def text(reply: Reply) -> str:
    return reply.text.text


def labels(reply: Reply) -> list[str]:
    return [button.label for row in (*reply.grid, reply.buttons) for button in row]


# Days said with an eye on another one


@pytest.mark.parametrize(
    ("before", "said", "meant"),
    [
        (["book notary on thursday 3 december"], "no, friday", "2026-12-04"),
        (["book notary on thursday 3 december", "9:30"], "no, friday", "2026-12-04"),
        (["book notary any morning next week"], "wednesday", "2026-12-02"),
        (["book notary on friday 11 december"], "and the day before?", "2026-12-10"),
        (["book notary on thursday 3 december"], "and the day after?", "2026-12-04"),
        (["book notary on friday 4 december"], "a week later", "2026-12-11"),
        (["book notary on friday 4 december"], "this friday", "2026-11-27"),
        (["book notary on friday 4 december"], "friday 27", "2026-11-27"),
        (["book notary"], "friday", "2026-11-27"),
        (["book notary after the 10th"], "monday", "2026-12-14"),
        (["quiero cita notarial el jueves 3 de diciembre"], "no, el viernes", "2026-12-04"),
        (["quiero cita notarial el jueves 3 de diciembre"], "al día siguiente", "2026-12-04"),
    ],
)
def test_a_day_is_the_one_of_the_days_that_are_spoken_of(
    before: list[str], said: str, meant: str
) -> None:
    talk = Talk()

    talk.says(*before, said)

    assert talk.day == date.fromisoformat(meant)
    assert talk.draft.purpose is Purpose.BOOK


@pytest.mark.parametrize("said", ["the first one", "the earliest", "el primero que haya"])
def test_the_first_is_the_first_of_what_is_listed(said: str) -> None:
    talk = Talk()

    talk.says("book a notary appointment after the 10th", said)

    assert talk.day == date(2026, 12, 11)
    assert talk.draft.start


@pytest.mark.parametrize("said", ["last monday", "yesterday", "el lunes pasado", "ayer"])
def test_a_day_that_is_over_is_said_to_be(said: str) -> None:
    reply = Talk().says("book a notary appointment", said)

    assert "passed" in text(reply) or "pasó" in text(reply)


@pytest.mark.parametrize(
    "said", ["30th of february", "book it for 31 november", "at 25:00", "el 30 de febrero"]
)
def test_a_day_or_time_that_does_not_exist_is_said_not_to(said: str) -> None:
    talk = Talk()

    reply = talk.says("book a notary appointment", said)

    assert "no such day or time" in text(reply) or "no existe" in text(reply)
    assert talk.draft.step is Step.DAY


def test_without_such_hours_it_says_when_appointments_begin() -> None:
    reply = Talk().says("book a notary appointment", "something in the afternoon")

    assert "between 8:00 a.m. and 11:15 a.m." in text(reply)


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("a bit later", "9:45 a.m.", "11:15 a.m."),
        ("not that early", "9:45 a.m.", "11:15 a.m."),
        ("is there something earlier?", "8:00 a.m.", "9:15 a.m."),
        ("something earlier", "8:00 a.m.", "9:15 a.m."),
    ],
)
def test_later_and_earlier_are_on_the_same_day(said: str, first: str, last: str) -> None:
    reply = Talk().says("book notary on 4 december at 9:30", said)

    times = [label for label in labels(reply) if label[0].isdigit()]
    assert (times[0], times[-1]) == (first, last)


def test_where_nothing_is_earlier_it_says_so() -> None:
    reply = Talk().says("book notary on 4 december at 8", "something earlier")

    assert "Nothing is free that day before 8:00 a.m." in text(reply)
    assert "11:15 a.m." in labels(reply)


# Which of one's own


def with_two() -> Talk:
    talk = Talk()
    talk.says(IVY, "yes", "book passport renewal on thursday 10 december at 9 for Ivy Ross", "yes")
    assert len(talk.ledger.bookings) == 2
    return talk


@pytest.mark.parametrize(
    ("said", "service"),
    [
        ("the notary one", "notary"),
        ("la del pasaporte", "passport_renewal"),
        ("the first", "notary"),
        ("the second one", "passport_renewal"),
        ("the last one", "passport_renewal"),
        ("la segunda", "passport_renewal"),
        ("2", "passport_renewal"),
        ("the 10th", "passport_renewal"),
        ("friday", "notary"),
        ("el jueves", "passport_renewal"),
    ],
)
def test_one_of_the_listed_appointments_is_chosen_in_words(said: str, service: str) -> None:
    talk = with_two()

    talk.says("cancel my appointment", said)

    assert (talk.draft.step, talk.draft.service) == (Step.CONFIRM, service)


def test_my_friday_appointment_is_found_weeks_ahead() -> None:
    talk = with_two()

    talk.says("cancel my friday appointment")

    assert (talk.draft.step, talk.draft.service) == (Step.CONFIRM, "notary")


@pytest.mark.parametrize("said", ["no", "never mind", "none", "none of them", "ninguna", "nope"])
def test_choosing_none_keeps_them_all(said: str) -> None:
    talk = with_two()

    reply = talk.says("cancel my appointment", said)

    assert talk.memory.draft is None
    assert len(talk.ledger.bookings) == 2
    assert "stand as they were" in text(reply) or "siguen como estaban" in text(reply)


def test_the_same_day_but_later_is_later_than_the_appointment() -> None:
    talk = Talk()

    reply = talk.says(IVY, "yes", "move it to the same day but later")

    assert labels(reply)[0] == "9:15 a.m."
    assert talk.day == date(2026, 12, 4)


def test_moved_to_a_weekday_it_is_the_one_of_the_appointments_own_week() -> None:
    talk = Talk()

    talk.says("book notary on 11 december at 9 for Ivy Ross", "yes")
    talk.says("move my appointment to thursday")

    assert (talk.draft.purpose, talk.day) == (Purpose.MOVE, date(2026, 12, 10))


# What a form takes for itself


def test_a_correction_is_not_taken_for_a_cancellation() -> None:
    talk = Talk()

    talk.says("i want to book a notary appointment", "thursday 3 december", "no, friday")

    assert talk.draft.purpose is Purpose.BOOK


def test_with_nothing_booked_cancelling_my_appointment_gives_the_form_up() -> None:
    talk = Talk()

    reply = talk.says("book notary on friday 4 december", "cancel my appointment")

    assert talk.memory.draft is None
    assert text(reply) == "Nothing was booked or changed."


def test_with_something_booked_it_asks_about_that() -> None:
    talk = Talk()

    talk.says(IVY, "yes", "book passport renewal", "cancel my friday appointment")

    assert (talk.draft.purpose, talk.draft.service) == (Purpose.CANCEL, "notary")


def test_a_service_on_a_named_day_opens_the_form_and_says_that_it_is_closed() -> None:
    talk = Talk()

    reply = talk.says("book a passport renewal on thanksgiving")

    assert "Thanksgiving Day" in text(reply)
    assert talk.draft.service == "passport_renewal"


def test_a_name_is_corrected_whatever_the_search_makes_of_it() -> None:
    talk = Talk()
    names = ("Helen Ford", "the name is Helen Fordham", "no, the name is Mark Evans")
    talk.says("book notary on 4 december at 9", *names)

    assert (talk.draft.step, talk.draft.person) == (Step.CONFIRM, "Mark Evans")


@pytest.mark.parametrize("said", ["asdf", "qwerty zxcv", "🍕🍕", "blah blah blah"])
def test_what_means_nothing_is_said_not_to_be_understood_and_then_leads_to_a_person(
    said: str,
) -> None:
    talk = Talk()

    first = talk.says("book notary on friday 4 december", said)
    second = talk.says(said)

    assert "did not understand" in text(first)
    assert "Did you mean" not in text(second)
    assert ShowTopic(HUMAN) in [button.act for row in second.grid for button in row]
    assert "At what time?" in text(first)
    assert "At what time?" in text(second)


def test_a_question_without_an_answer_is_said_to_have_none() -> None:
    reply = Talk().says("book notary on friday 4 december", "what is the capital of france?")

    assert "did not understand that answer" not in text(reply)
    assert "At what time?" in text(reply)


# Whose appointment it is


@pytest.mark.parametrize("said", ["12345", "asdf!!", "john@example.com", "+51 999 888 777"])
def test_what_is_no_name_is_said_to_be_none(said: str) -> None:
    talk = Talk()

    reply = talk.says("book notary on 4 december at 9", said)

    assert text(reply).startswith("I cannot take that as a name.")
    assert talk.draft.step is Step.PERSON


@pytest.mark.parametrize("said", ["my son", "for my daughter", "mi esposa", "para mi hijo", "me"])
def test_a_relative_is_asked_for_by_name(said: str) -> None:
    talk = Talk()

    reply = talk.says("book notary on 4 december at 9", said)

    assert talk.draft.step is Step.PERSON
    assert "person's name" in text(reply) or "nombre de la persona" in text(reply)
    assert not reply.emergency


@pytest.mark.parametrize(
    "said", ["for me and my wife", "John Miller and Mary Miller", "my parents", "both of us"]
)
def test_several_people_are_told_that_each_needs_their_own(said: str) -> None:
    talk = Talk()

    reply = talk.says("book notary on 4 december at 9", said)

    assert text(reply).startswith("Each person needs an appointment of their own.")
    assert talk.draft.person is None


def test_bad_news_comes_before_any_form() -> None:
    for news in ("my son was arrested", "my wife is missing", "mi hijo murió"):
        talk = Talk()
        reply = talk.says("book notary on 4 december at 9", news)
        assert reply.emergency, news
        assert talk.draft.person is None, news


def test_one_word_is_doubted_and_taken_if_it_is_confirmed() -> None:
    talk = Talk()

    reply = talk.says("book notary on 4 december at 9", "Madonna")

    assert "Is that the full name?" in text(reply)
    talk.says("yes")
    assert len(talk.ledger.bookings) == 1


@pytest.mark.parametrize("name", ["Mark Evans", "Ana Torres", "JOHN MILLER", "Paul Green"])
def test_a_full_name_counts_before_it_is_asked_for(name: str) -> None:
    talk = Talk()

    reply = talk.says("book a notary appointment", name)

    assert talk.draft.person is not None
    assert talk.draft.person.casefold() == name.casefold()
    assert talk.draft.person in text(reply)


@pytest.mark.parametrize(
    "said", ["Thank You", "Machine", "Next Week", "Passport Renewal", "mark evans", "Good Morning"]
)
def test_what_may_be_anything_else_is_no_name_before_it_is_asked_for(said: str) -> None:
    talk = Talk()

    talk.says("book a notary appointment", said)

    assert talk.memory.draft is None or talk.draft.person is None


def test_half_a_name_is_never_taken() -> None:
    talk = Talk()

    talk.says("book notary on 4 december at 9", "my name is maria window lopez")

    assert talk.draft.person in (None, "Maria Window Lopez")


# Rules that lead on


def test_who_has_one_already_can_change_it_at_once() -> None:
    talk = Talk()
    talk.says(IVY, "yes")

    reply = talk.says("book notary on 14 december at 9 for ivy ross")

    (reference,) = talk.ledger.bookings
    acts = [button.act for button in reply.buttons]
    assert Open(Purpose.MOVE, reference=reference) in acts
    assert Open(Purpose.CANCEL, reference=reference) in acts
    assert f"Move {reference}" in labels(reply)
