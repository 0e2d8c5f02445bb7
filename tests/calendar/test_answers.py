import re
from datetime import date, datetime, timedelta

import pytest

from bot.calendar import HoursAnswer, HoursContext, HoursDesk, HoursQuestion
from bot.calendar.questions import FOLLOW_UP
from bot.calendar.wording import Wording
from knowledge.markup import Rich
from knowledge.opening import CalendarFile
from tests.calendar.conftest import Ask

THURSDAY = "2026-11-26"


def told(answer: HoursAnswer | None) -> HoursAnswer:
    assert answer is not None
    return answer


def paragraphs(answer: HoursAnswer | None) -> list[str]:
    return told(answer).text.split("\n\n")


def test_a_closed_day_says_no_why_what_else_is_closed_and_when_next(ask: Ask) -> None:
    answer = told(ask("is the embassy open tomorrow?"))
    assert answer.text == (
        "No. Tomorrow, **Wednesday 25 November**, American Citizen Services is closed: "
        "last Wednesday of the month.\n\n"
        "Closed as well: Thursday 26 November (Thanksgiving Day, U.S. holiday). "
        "Next open: **Friday 27 November, 8:00–11:30 a.m.** By appointment only.\n\n"
        "The post has not confirmed its 2026 closures here yet: see also "
        "[its own list](https://pe.usembassy.gov/event/).\n\n"
        "Emergencies: **+51 1 618-2000**, 24 hours."
    )
    (row,) = answer.rows
    assert (row.channel, row.date, row.at) == ("office", date(2026, 11, 25), None)
    assert (row.state, row.reason) == ("closed", "last Wednesday of the month")
    assert (row.opens, row.closes) == (None, None)
    assert row.next_open == "2026-11-27T08:00:00-05:00"
    assert answer.hotline


def test_the_same_in_spanish(ask: Ask) -> None:
    assert paragraphs(ask("¿la embajada atiende mañana?", "es"))[:2] == [
        "No. Mañana, **miércoles 25 de noviembre**, la oficina de Servicios a Ciudadanos "
        "Estadounidenses no atiende: último miércoles del mes.",
        "Tampoco atiende: jueves 26 de noviembre (Día de Acción de Gracias, feriado "
        "estadounidense). Próxima atención: **viernes 27 de noviembre, 8:00–11:30 a. m.** "
        "Solo con cita.",
    ]


@pytest.mark.parametrize(
    ("text", "now", "begins"),
    [
        ("are you open friday", "2026-11-24T18:00-05:00", "Yes. On **Friday 27 November**"),
        ("are you closed friday", "2026-11-24T18:00-05:00", "No. On **Friday 27 November**"),
        ("are you closed tomorrow", "2026-11-24T18:00-05:00", "Yes. Tomorrow, **Wed"),
        ("hours on friday?", "2026-11-24T18:00-05:00", "On **Friday 27 November**"),
        ("are you open now", "2026-11-27T09:00-05:00", "Yes. American Citizen Services is open"),
        ("are you open now", "2026-11-27T07:00-05:00", "Not yet. Today, **Friday"),
        ("are you open today", "2026-11-27T12:00-05:00", "Not any more. Today, **Friday"),
        ("are you open friday at 3", "2026-11-24T18:00-05:00", "No, not at 3:00 p.m. On **Fri"),
        ("open friday afternoon?", "2026-11-24T18:00-05:00", "No, not in the afternoon. On **"),
        ("is the 8th a holiday", "2026-11-24T18:00-05:00", "Yes. **Tuesday 8 December**: Imm"),
        ("is monday a holiday", "2026-11-24T18:00-05:00", "No. **Monday 30 November** is not"),
        ("why were you closed last wednesday", "2026-06-26T10:00-05:00", "On **Wednesday 24 Ju"),
        (
            "when do you open next",
            "2026-11-24T18:00-05:00",
            "American Citizen Services opens next",
        ),
    ],
)
def test_the_answer_begins_with_what_was_asked(ask: Ask, text: str, now: str, begins: str) -> None:
    assert told(ask(text, now=now)).text.startswith(begins)


def test_shortly_before_closing_it_says_so(ask: Ask) -> None:
    assert "It closes in 12 minutes." in told(ask("open now?", now="2026-11-27T11:18-05:00")).text
    assert "closes in" not in told(ask("open now?", now="2026-11-27T10:59-05:00")).text


def test_a_phone_question_names_the_phone_and_its_number(ask: Ask) -> None:
    answer = told(ask("can i call on friday?"))
    assert "telephone inquiry line is open **2:30–4:00 p.m.**" in answer.text
    assert "+51 1 618-2000" in answer.text
    assert answer.rows[0].channel == "phone"


def test_two_honest_readings_are_both_answered_and_asked_about(ask: Ask) -> None:
    answer = told(ask("are you open on 12/8", now="2026-08-03T09:00-05:00"))
    assert answer.clarify
    assert "- **Wednesday 12 August**: open 8:00–11:30 a.m." in answer.text
    assert "- **Tuesday 8 December**: closed, Immaculate Conception" in answer.text
    assert "Which day do you mean?" in answer.text


def test_readings_that_agree_need_no_question(ask: Ask) -> None:
    answer = told(ask("are you open next wednesday?", now="2026-06-09T10:00-05:00"))
    assert not answer.clarify
    assert [row.date.day for row in answer.rows] == [10, 17]


def test_a_month_is_told_by_its_closures(ask: Ask) -> None:
    text = told(ask("what days are you closed in december")).text
    assert re.findall(r"\*\*\w+ (\d+) December\*\*: closed", text) == ["8", "9", "25", "30"]
    assert "On the other weekdays: **8:00–11:30 a.m.**" in text


def test_a_week_is_told_day_by_day_without_its_weekend(ask: Ask) -> None:
    text = told(ask("atienden en semana santa?", "es")).text
    assert len(re.findall(r"^- ", text, re.MULTILINE)) == 5
    assert "sábado" not in text.split("\n\n")[1]


def test_after_hours_the_hotline_answers_and_the_office_is_told_too(ask: Ask) -> None:
    answer = told(ask("does someone answer on sunday night", topic="after_hours"))
    assert [(row.channel, row.state) for row in answer.rows] == [
        ("hotline", "always"),
        ("office", "closed"),
    ]
    assert answer.text.startswith("Yes. The emergency hotline, **+51 1 618-2000**")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("I have an emergency on sunday, who do I call", "en"),
        ("is the embassy open sunday for an emergency?", "en"),
        ("tengo una emergencia el domingo, a quién llamo", "es"),
    ],
)
def test_an_emergency_gets_the_hotline_and_the_office_stays_closed(
    ask: Ask, text: str, language: str
) -> None:
    answer = told(ask(text, language))
    assert [(row.channel, row.state) for row in answer.rows] == [
        ("hotline", "always"),
        ("office", "closed"),
    ]
    assert "+51 1 618-2000" in answer.text.split("\n\n")[0]


def test_an_emergency_passport_is_office_business(ask: Ask) -> None:
    answer = told(ask("emergency passport on friday, are you open?"))
    assert [(row.channel, row.state) for row in answer.rows] == [("office", "open")]


def test_what_was_is_told_without_advice_for_a_visit(ask: Ask) -> None:
    assert "appointment" not in told(ask("were you open yesterday?")).text


def test_cusco_is_to_be_called_first_and_always_there_in_an_emergency(ask: Ask) -> None:
    topic = "consular_agent_cusco"
    routine = told(ask("is the cusco agent open on friday", topic=topic))
    urgent = told(ask("atienden emergencias los domingos en cusco", "es", topic=topic))
    assert [row.state for row in routine.rows] == ["call_first"]
    assert urgent.rows[0].state == "always"
    for answer in (routine, urgent):
        assert "+51 1 618-2000" in answer.text


def test_migraciones_on_a_peruvian_holiday_is_not_promised(ask: Ask) -> None:
    answer = told(ask("is migraciones open on dec 8", topic="emergency_passport_exit_stamp"))
    assert answer.rows[0].state == "call_first"
    assert not answer.text.startswith("Yes")
    assert "ask before you go" in answer.text


def test_a_day_off_by_executive_order_is_told_as_probable(ask: Ask) -> None:
    answer = told(ask("are you open on dec 26", now="2025-12-20T18:00-05:00"))
    assert "probably a U.S. holiday" in answer.text
    assert "by executive order" in answer.text


def test_a_confirmed_year_needs_no_hint(lima: CalendarFile) -> None:
    confirmed = HoursDesk(lima.model_copy(update={"confirmed_years": (2026,)}))
    now = datetime.fromisoformat("2026-11-24T18:00-05:00")
    answer = told(confirmed.answer(HoursQuestion("open tomorrow?", "en", now)))
    assert "not confirmed" not in answer.text
    later = told(confirmed.answer(HoursQuestion("open on jan 4 2027?", "en", now)))
    assert "2027 closures" in later.text


@pytest.mark.parametrize(
    "text", ["what are your hours?", "are you open 24 hours?", "may I come in", "hello", ""]
)
def test_a_message_without_a_time_is_left_to_the_topic(ask: Ask, text: str) -> None:
    assert ask(text) is None


def test_a_follow_up_keeps_the_channel_or_the_date(ask: Ask) -> None:
    first = told(ask("can i call you thursday?"))
    friday = told(ask("and on friday?", context=first.context))
    assert (friday.rows[0].channel, friday.rows[0].date.day) == ("phone", 27)
    office = told(ask("and the office?", context=friday.context))
    assert (office.rows[0].channel, office.rows[0].date.day) == ("office", 27)


def test_a_follow_up_is_forgotten_after_some_minutes(ask: Ask) -> None:
    asked_at = datetime.fromisoformat("2026-11-24T18:00-05:00") - FOLLOW_UP
    recent = HoursContext("phone", (date(2026, 11, 26),), asked_at)
    old = HoursContext("phone", (date(2026, 11, 26),), asked_at - timedelta(seconds=1))
    assert told(ask("and on friday?", context=recent)).rows[0].channel == "phone"
    assert told(ask("and on friday?", context=old)).rows[0].channel == "office"
    assert ask("and the office?", context=old) is None


@pytest.mark.parametrize(
    ("text", "follows"),
    [
        ("and on friday?", True),
        ("y el viernes?", True),
        ("what about the phone?", True),
        ("in two weeks", True),
        ("tomorrow?", True),
        ("y por teléfono?", True),
        ("and at 3?", True),
        ("I lost my passport on friday", False),
        ("book an appointment for friday", False),
        ("thanks", False),
        ("what about my passport?", False),
    ],
)
def test_bare_follow_ups_are_recognised(desk: HoursDesk, text: str, follows: bool) -> None:
    now = datetime.fromisoformat("2026-11-24T18:00-05:00")
    assert desk.is_follow_up(text, "en", now) is follows


QUESTIONS = (
    "open tomorrow?", "open now?", "are you open friday at 3", "next open day", "in december?",
    "open this week?", "are you open 12/8", "is the 24th a holiday", "are you open on wednesdays",
    "hotline on sunday?", "cusco office on friday?", "migraciones on dec 8?", "can i call friday?",
)  # fmt: skip


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("text", QUESTIONS)
def test_every_answer_is_clean_text_in_the_packs_markup(
    ask: Ask, text: str, language: str
) -> None:
    answer = told(ask(text, language))
    shown = Rich.parse(answer.text).text
    assert not re.search(r"[{}*]|\.\.|  | \.|\u202f", shown)
    for row in answer.rows:
        assert row.state in {"open", "closed", "always", "call_first"}
        assert (row.state == "closed") <= (row.reason is not None)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("channel", ["office", "phone", "migraciones"])
def test_the_hours_in_words_are_the_windows(
    lima: CalendarFile, desk: HoursDesk, channel: str, language: str
) -> None:
    hours = desk.calendar.day(channel, date(2026, 11, 27)).hours
    said = lima.channels[channel].says[language]
    clocks = re.findall(r"\d{1,2}:\d\d", said)
    assert clocks == re.findall(r"\d{1,2}:\d\d", Wording(lima, language).hours(hours))
