"""What is said about appointments: true, whole, equal in both languages, and harmless."""

import html
import shutil
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import get_args
from zoneinfo import ZoneInfo

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.booking.book import Book, Booking, Cancel, Change, Enter, Held, Hold, Place, Slot
from bot.booking.events import (
    ChooseDay,
    ChooseService,
    ChooseTime,
    Confirm,
    Control,
    MoreDays,
    Purpose,
    ShowMonth,
    Steer,
    Wish,
)
from bot.booking.form import (
    AskBooking,
    AskCancel,
    AskConfirm,
    AskDay,
    AskMove,
    AskPerson,
    AskReading,
    AskService,
    AskTime,
    Booked,
    Cancelled,
    Draft,
    Ending,
    FreeDay,
    FreeTime,
    Moved,
    NoBooking,
    NothingFree,
    Question,
    Result,
    Scene,
    Step,
    Stopped,
)
from bot.booking.refusals import (
    Changed,
    Closed,
    FullDay,
    Gone,
    HasOne,
    HoldOver,
    NoHoursBetween,
    NoName,
    NoSuchTime,
    NotEarlier,
    NoTimeBetween,
    NotLater,
    OnePerson,
    Refusal,
    SameTime,
    ShortName,
    TakenTime,
    TooFar,
    TooMany,
    TooOften,
    TooSoon,
    Unclear,
    Unnamed,
    Unreal,
)
from bot.calendar import Calendar, Span
from bot.dialogue.appointments import AppointmentSpeaker
from bot.dialogue.model import (
    Act,
    Button,
    FormEvent,
    GetCalendarFile,
    GetPage,
    Inert,
    InForm,
    Meant,
    Open,
    Reply,
    ShowBooking,
    ShowMine,
    ShowTopic,
)
from bot.dialogue.plan import HUMAN
from handlers.buttons import encode
from handlers.views import keyboard
from knowledge import loader
from knowledge.markup import MAX_SCREEN, Rich, screen_length
from knowledge.pack import Pack
from knowledge.services import ServicesFile

LIMA = ZoneInfo("America/Lima")
NOW = datetime(2026, 11, 24, 18, tzinfo=LIMA)
START = datetime(2026, 12, 4, 9, tzinfo=LIMA)
LATER = datetime(2026, 12, 11, 10, 30, tzinfo=LIMA)
NUMBER, EDITION = 77, 3

SERVICES = """
channel: office
prefix: LIM
rules: {notice_hours: 24, arrive_minutes_before: 15, late_minutes: 15, cancel_hours_before: 24}
desks:
  counter: {windows: 3, step_minutes: 15}
  interview: {windows: 1, step_minutes: 30}
services:
  renewal:
    title: {en: Passport renewal, es: Renovación de pasaporte}
    ask: {en: [renewal], es: [renovar]}
    desk: counter
    minutes: 15
    note: {en: "Only **your last** passport.", es: "Solo **su último** pasaporte."}
    bring:
      en: "Form DS-82\\nYour last passport\\n(See [the list](https://example.org/list).)"
      es: "Formulario DS-82\\nSu último pasaporte\\n(Vea [la lista](https://example.org/list).)"
  notary:
    title: {en: Notarial service, es: Servicio notarial}
    ask: {en: [notary], es: [notaria]}
    desk: interview
    minutes: 30
    bring: {en: An ID, es: Una identificación}
"""


@cache
def pack() -> Pack:
    shipped = loader.load(loader.shipped("lima"), {}, NOW.date())
    return replace(shipped, services=ServicesFile.model_validate(yaml.safe_load(SERVICES)))


@cache
def speaker() -> AppointmentSpeaker:
    return AppointmentSpeaker(pack())


def booked(person: str = "Ana Pérez", service: str = "renewal") -> Booking:
    return Booking("LIM-7K4Q-9", 5, service, person, START, 15)


ANA = booked()
ROSA = replace(booked("Rosa Quispe", "notary"), reference="LIM-3MNP-C", start=LATER)
SLOT = Slot("renewal", START, 15)
PLACE = Place("counter", (START,), 1, 3)
HOLD = Hold(SLOT, PLACE, NOW + timedelta(minutes=10))
FRIDAY, MONDAY = date(2026, 12, 4), date(2026, 12, 7)
DAYS = (FreeDay(FRIDAY, 9), FreeDay(MONDAY, 2), FreeDay(date(2026, 12, 9), 1))
TIMES = tuple(
    FreeTime(START + timedelta(minutes=15 * at), left) for at, left in enumerate((3, 2, 1, 3))
)


def draft(purpose: Purpose = Purpose.BOOK, step: Step = Step.DAY) -> Draft:
    reference = None if purpose is Purpose.BOOK else ANA.reference
    return Draft(NUMBER, purpose, step, service="renewal", reference=reference, edition=EDITION)


def asked(question: Question, purpose: Purpose = Purpose.BOOK, *changes: Change) -> Result:
    return Result(draft(purpose), question, changes=changes)


def refused(refusal: Refusal) -> Result:
    return Result(draft(), AskDay(DAYS, more=True), refusal)


def closed(day: date) -> Closed:
    return Closed(Calendar(pack().calendar).day("office", day))


CASES: dict[str, Result] = {
    "service": Result(Draft(NUMBER, Purpose.BOOK, Step.SERVICE), AskService()),
    "day": asked(AskDay(DAYS, more=True)),
    "day, first page of a move": asked(AskDay(DAYS, more=True), Purpose.MOVE),
    "day, last page": asked(AskDay(DAYS, more=False, earlier=True)),
    "month": asked(AskDay(DAYS, more=True, month=date(2026, 12, 1))),
    "month, last": asked(AskDay(DAYS, more=False, month=date(2026, 12, 1), earlier=True)),
    "month, full": asked(AskDay((), more=False, month=date(2026, 12, 1))),
    "reading": asked(AskReading((date(2027, 4, 7), date(2027, 7, 4)))),
    "time": asked(AskTime(FRIDAY, TIMES)),
    "time of a move": asked(AskTime(FRIDAY, TIMES), Purpose.MOVE),
    "person": asked(AskPerson(SLOT), Purpose.BOOK, HOLD),
    "confirm": asked(AskConfirm(SLOT, "Ana Pérez"), Purpose.BOOK, HOLD),
    "move": asked(AskMove(ANA, replace(SLOT, start=LATER)), Purpose.MOVE, HOLD),
    "cancel": asked(AskCancel(ANA, late=False), Purpose.CANCEL),
    "cancel, late": asked(AskCancel(ANA, late=True), Purpose.CANCEL),
    "which to cancel": asked(AskBooking((ANA, ROSA), Purpose.CANCEL), Purpose.CANCEL),
    "which to move": asked(AskBooking((ANA, ROSA), Purpose.MOVE), Purpose.MOVE),
    "which": asked(AskBooking((ANA, ROSA), Purpose.BOOK)),
    "booked": Result(None, Booked(ANA), changes=(Enter(ANA, PLACE),)),
    "moved": Result(None, Moved(replace(ANA, start=LATER, sequence=1), START)),
    "cancelled": Result(None, Cancelled(ANA, late=False), changes=(Cancel(ANA.reference),)),
    "cancelled, late": Result(None, Cancelled(ANA, late=True)),
    "stopped": Result(None, Stopped()),
    "no booking": Result(None, NoBooking()),
    "nothing free": Result(None, NothingFree("renewal", date(2027, 1, 22))),
    "closed": refused(closed(date(2026, 11, 26))),
    "no hours": refused(closed(FRIDAY)),
    "full day": refused(FullDay(Span(FRIDAY, FRIDAY))),
    "full week": refused(FullDay(Span(MONDAY, date(2026, 12, 11)))),
    "taken": refused(TakenTime(START)),
    "no such time": refused(NoSuchTime(FRIDAY, time(9, 5))),
    "nothing in the afternoon": refused(NoTimeBetween(Span(FRIDAY, FRIDAY))),
    "nothing in any afternoon": refused(NoTimeBetween(None)),
    "never in the afternoon": refused(NoHoursBetween(time(8), time(11, 15))),
    "nothing later": refused(NotLater(START)),
    "nothing earlier": refused(NotEarlier(START)),
    "no such day": refused(Unreal()),
    "a couple": refused(OnePerson()),
    "too soon": refused(TooSoon(24, NOW + timedelta(hours=24))),
    "too far": refused(TooFar(60, date(2027, 1, 23))),
    "gone": refused(Gone()),
    "hold over": refused(HoldOver(10)),
    "no name": Result(draft(step=Step.PERSON), AskPerson(SLOT), NoName()),
    "my son": Result(draft(step=Step.PERSON), AskPerson(SLOT), Unnamed()),
    "one word": Result(draft(step=Step.CONFIRM), AskConfirm(SLOT, "Ana"), ShortName()),
    "has one": Result(draft(step=Step.PERSON), AskPerson(SLOT), HasOne(ANA)),
    "same time": asked(AskDay(DAYS, more=True), Purpose.MOVE),
    "too many": Result(None, Stopped(), TooMany(6)),
    "too often": Result(None, Stopped(), TooOften(18)),
    "changed": Result(draft(), AskConfirm(SLOT, "Ana Pérez"), Changed()),
    "unclear": refused(Unclear()),
}
CASES["same time"] = replace(CASES["same time"], refusal=SameTime(ANA))

every_case = pytest.mark.parametrize("result", CASES.values(), ids=CASES.keys())
both = pytest.mark.parametrize("language", ["en", "es"])


def scene(*mine: Booking, held: Held | None = None, now: datetime = NOW) -> Scene:
    return Scene(5, Book(mine=mine, held=held), now)


def say(result: Result, language: str = "en", around: Scene | None = None) -> Reply:
    return speaker().reply(result, language, around or scene())


def shown(result: Result, language: str = "en", around: Scene | None = None) -> str:
    return say(result, language, around).text.text


def all_buttons(reply: Reply) -> list[Button]:
    return [*(button for row in reply.grid for button in row), *reply.buttons]


def acts(reply: Reply) -> list[Act]:
    return [button.act for button in all_buttons(reply)]


def test_every_question_ending_and_refusal_is_among_the_cases() -> None:
    said = {type(result.says) for result in CASES.values()}
    refusals = {type(result.refusal) for result in CASES.values() if result.refusal}

    assert said == {*get_args(Question), *get_args(Ending)}
    assert refusals == set(get_args(Refusal))


@both
@every_case
def test_whatever_a_form_leads_to_is_said_in_whole_sentences(
    result: Result, language: str
) -> None:
    for around in (scene(), scene(ANA, ROSA)):
        reply = say(result, language, around)
        text = reply.text.text

        assert 10 < screen_length(text) <= MAX_SCREEN
        assert not any(left in text for left in ("{", "}", "**", "..", "  "))
        first = next(char for char in text if char.isalnum())
        assert first.isupper() or first.isdigit()
        assert all(part.strip() for part in text.split("\n\n"))
        assert keyboard(reply), "it leads on"
        assert reply.changes == result.changes


@every_case
def test_both_languages_offer_the_same(result: Result) -> None:
    english, spanish = say(result, "en"), say(result, "es")

    assert acts(english) == acts(spanish)
    assert english.text.text.count("\n") == spanish.text.text.count("\n")
    assert english.clarify == spanish.clarify


@both
@every_case
def test_no_two_buttons_of_a_message_look_alike(result: Result, language: str) -> None:
    buttons = [one for one in all_buttons(say(result, language)) if one.act != Inert()]

    assert len({button.label for button in buttons}) == len(buttons)
    assert len({encode(button.act) for button in buttons}) == len(buttons)


names = st.text(min_size=1, max_size=80) | st.sampled_from(
    ["**x**", "<b>", "[a](http://b)", "[a](https://b.c)", "{when}", "{phones.hotline}", "Ana & Co"]
)


@given(names)
@settings(max_examples=200, deadline=None)
def test_a_name_is_shown_as_it_was_typed_and_is_never_markup(name: str) -> None:
    person = booked(name)
    plain = html.escape(name, quote=False)
    results = [
        Result(draft(), AskConfirm(SLOT, name)),
        Result(draft(Purpose.MOVE), AskMove(person, SLOT)),
        Result(draft(Purpose.CANCEL), AskCancel(person, late=False)),
        Result(None, Booked(person)),
        Result(None, Cancelled(person, late=True)),
        Result(draft(), AskPerson(SLOT), HasOne(person)),
    ]
    replies = [say(result) for result in results]
    replies += [
        speaker().mine(Book(mine=(person,)), "en", NOW),
        speaker().details(person, "en", NOW),
    ]

    for reply in replies:
        assert plain in reply.text.as_html()
        links = {span.url for span in reply.text.spans if span.url}
        assert links <= {"https://example.org/list"}


@every_case
def test_no_button_carries_a_name(result: Result) -> None:
    replies = [
        say(result, "es", scene(ANA, ROSA)),
        speaker().mine(Book(mine=(ANA, ROSA)), "es", NOW),
    ]
    data = [key.data for reply in replies for row in keyboard(reply) for key in row]

    assert len(data) > 2
    words = {*ANA.person.split(), *ROSA.person.split()}
    assert not any(word in one for one in data for word in words)


def test_a_long_name_is_cut_on_the_button_and_whole_in_the_message() -> None:
    name = "María del Carmen Guadalupe Quispe-Huamán de la Torre"
    reply = say(Result(draft(), AskConfirm(SLOT, name)))

    assert reply.buttons[0].label == (
        "Confirm: María del Carmen Guadal… · Passport renewal · Fri 4 Dec 9:00 a.m."
    )
    assert name in reply.text.text


def test_the_last_button_confirms_this_edition_of_this_form_only() -> None:
    wanted = InForm(NUMBER, Confirm(EDITION))

    for case in ("confirm", "move", "cancel"):
        assert [act for act in acts(say(CASES[case])) if act == wanted] == [wanted]
        assert shown(CASES[case]).startswith("Not ")


@pytest.mark.parametrize(
    ("case", "events"),
    [
        ("service", [ChooseService("renewal"), ChooseService("notary")]),
        ("day", [ChooseDay(FRIDAY), MoreDays(DAYS[-1].day), ShowMonth(date(2026, 12, 1))]),
        ("day, last page", [MoreDays(date(2026, 11, 23))]),
        ("month", [ChooseDay(MONDAY), ShowMonth(date(2027, 1, 1))]),
        ("month, last", [ShowMonth(date(2026, 11, 1))]),
        ("time", [ChooseTime(START), Steer(Control.ANOTHER_DAY)]),
        ("person", [Steer(Control.ANOTHER_TIME)]),
        ("confirm", [Steer(Control.ANOTHER_TIME), Steer(Control.BACK)]),
    ],
)
def test_a_question_brings_the_buttons_that_answer_it(case: str, events: list[FormEvent]) -> None:
    offered = acts(say(CASES[case]))

    assert [event for event in events if InForm(NUMBER, event) not in offered] == []
    assert InForm(NUMBER, Steer(Control.STOP)) in offered


@pytest.mark.parametrize(
    ("case", "event"),
    [
        ("day", MoreDays(date(2026, 11, 23))),
        ("day, last page", MoreDays(DAYS[-1].day)),
        ("month", ShowMonth(date(2026, 11, 1))),
        ("month, last", ShowMonth(date(2027, 1, 1))),
    ],
)
def test_there_is_no_button_to_days_that_are_not_there(case: str, event: FormEvent) -> None:
    assert InForm(NUMBER, event) not in acts(say(CASES[case]))


@given(st.dates(date(2026, 1, 1), date(2030, 12, 31)), st.sampled_from(["en", "es"]))
@settings(max_examples=60, deadline=None)
def test_every_free_day_stands_under_its_weekday_in_the_month_view(
    day: date, language: str
) -> None:
    question = AskDay((FreeDay(day, 1),), more=False, month=day.replace(day=1))
    header, *weeks = say(asked(question), language).grid
    initials = {"en": "MTWTFSS", "es": "LMMJVSD"}[language]
    found = [(row.index(cell), cell) for row in weeks for cell in row if cell.act != Inert()]

    assert {len(row) for row in (header, *weeks)} == {7}
    assert [(cell.label, cell.act) for _, cell in found] == [
        (str(day.day), InForm(NUMBER, ChooseDay(day)))
    ]
    column = found[0][0]
    assert header[column].label == initials[day.weekday()]
    assert "".join(button.label for button in header) == initials[-1] + initials[:-1]


def test_a_week_of_the_month_view_counts_on_from_the_free_day_in_it() -> None:
    december = tuple(FreeDay(date(2026, 12, day), 1) for day in range(1, 32))
    _, *weeks = say(asked(AskDay(december, more=False, month=date(2026, 12, 1)))).grid

    assert [button.label for row in weeks for button in row if button.label != "·"] == [
        str(day) for day in range(1, 32)
    ]


def test_days_say_how_many_times_are_left_only_where_they_are_few() -> None:
    grid = say(CASES["day"]).grid

    assert [[button.label for button in row] for row in grid] == [
        ["Fri 4 Dec", "Mon 7 Dec · 2 left"],
        ["Wed 9 Dec · 1 left"],
    ]


def test_times_say_how_many_windows_are_left_only_where_there_are_more() -> None:
    def labels(service: str, *left: int) -> list[list[str]]:
        times = tuple(FreeTime(START + timedelta(minutes=30 * at), n) for at, n in enumerate(left))
        result = Result(replace(draft(), service=service), AskTime(FRIDAY, times))
        return [[button.label for button in row] for row in say(result).grid]

    assert labels("notary", 1, 1, 1, 1) == [
        ["9:00 a.m.", "9:30 a.m.", "10:00 a.m."],
        ["10:30 a.m."],
    ]
    assert labels("renewal", 3, 2, 1) == [
        ["9:00 a.m.", "9:30 a.m. · 2 left"],
        ["10:00 a.m. · 1 left"],
    ]


@pytest.mark.parametrize(
    ("hold", "held", "kept"),
    [
        (NOW + timedelta(minutes=10), None, "for 10 minutes."),
        (None, NOW + timedelta(minutes=8, seconds=50), "for 8 minutes."),
        (NOW + timedelta(minutes=10), NOW + timedelta(minutes=2), "for 10 minutes."),
        (None, NOW + timedelta(seconds=50), None),
        (None, NOW - timedelta(minutes=1), None),
        (None, None, None),
    ],
)
def test_it_says_how_much_longer_a_time_is_kept_and_never_more(
    hold: datetime | None, held: datetime | None, kept: str | None
) -> None:
    changes = (Hold(SLOT, PLACE, hold),) if hold else ()
    around = scene(held=Held(SLOT, held) if held else None)
    for question in (AskPerson(SLOT), AskConfirm(SLOT, "Ana"), AskMove(ANA, SLOT)):
        text = shown(Result(draft(), question, changes=changes), "en", around)

        assert ("keeping this time" in text) is (kept is not None)
        assert kept is None or kept in text


def test_another_time_that_is_held_does_not_keep_this_one() -> None:
    around = scene(held=Held(replace(SLOT, start=LATER), NOW + timedelta(minutes=9)))

    assert "keeping" not in shown(Result(draft(), AskPerson(SLOT)), "en", around)


def test_a_late_cancellation_is_explained_and_never_refused() -> None:
    late, early = say(CASES["cancel, late"]), say(CASES["cancel"])

    assert "less than 24 hours" in late.text.text
    assert "You can still cancel it" in late.text.text
    assert "24 hours" not in early.text.text
    assert acts(late) == acts(early)
    assert Open(Purpose.MOVE, reference=ANA.reference) in acts(late)


@both
def test_a_booking_says_all_that_must_be_known(language: str) -> None:
    reply = say(CASES["booked"], language)
    needed = {
        "en": ["8:45 a.m.", "15 minutes late", "free of charge", "Print", "State Department"],
        "es": [
            "8:45 a. m.",
            "15 minutos de retraso",
            "gratis",
            "Imprima",
            "Departamento de Estado",
        ],
    }[language]

    for part in (*needed, ANA.reference, ANA.person, "9:00 a", "Encalada", "DS-82", "24 ho"):
        assert part in reply.text.text
    assert acts(reply)[:5] == [
        GetCalendarFile(ANA.reference),
        GetPage(ANA.reference),
        Open(Purpose.MOVE, reference=ANA.reference),
        Open(Purpose.CANCEL, reference=ANA.reference),
        ShowMine(),
    ]


def test_a_remark_about_the_list_is_no_thing_to_bring() -> None:
    lines = shown(CASES["booked"]).splitlines()

    assert lines[-3:] == ["- Form DS-82", "- Your last passport", "(See the list.)"]


def test_who_need_not_come_early_is_told_when_to_be_there() -> None:
    services = pack().services
    assert services is not None
    rules = services.rules.model_copy(update={"arrive_minutes_before": 0})
    on_time = replace(pack(), services=services.model_copy(update={"rules": rules}))
    text = AppointmentSpeaker(on_time).details(ANA, "en", NOW).text.text

    assert "Be there by 9:00 a.m." in text
    assert "early" not in text


def test_what_must_be_known_before_booking_is_said_before_it() -> None:
    for case in ("day", "confirm"):
        assert "Only your last passport." in shown(CASES[case])
    assert "Only your last passport." not in shown(CASES["move"])


def test_a_question_that_is_asked_again_is_short_except_the_last() -> None:
    def again(case: str) -> str:
        return speaker().reply(CASES[case], "en", scene(), again=True).text.text

    assert "Only your last passport." not in again("day")
    assert "Only your last passport." not in shown(CASES["unclear"])
    assert "Only your last passport." in again("confirm")
    assert "stays as it is" in again("day, first page of a move")


def test_giving_a_form_up_is_never_said_to_have_cancelled_anything() -> None:
    for around, still in ((scene(), False), (scene(ANA), True)):
        text = shown(CASES["stopped"], "en", around)

        assert text.startswith("Nothing was booked or changed.")
        assert "cancel" not in text.lower()
        assert ("stand as they were" in text) is still


@pytest.mark.parametrize("purpose", [Purpose.MOVE, Purpose.CANCEL])
def test_the_way_out_of_a_form_about_an_appointment_keeps_it(purpose: Purpose) -> None:
    cases = [
        result for result in CASES.values() if result.draft and result.draft.purpose is purpose
    ]
    stops = [
        button.label
        for result in cases
        for button in all_buttons(say(result))
        if button.act == InForm(NUMBER, Steer(Control.STOP))
    ]

    assert len(stops) == len(cases) >= 3
    assert set(stops) == {"Keep it as it is"}


def test_a_refusal_comes_first_and_names_its_rule() -> None:
    rules = {
        "too soon": "24 hours ahead: Wednesday 25 November, 6:00 p.m.",
        "too far": "60 days ahead: until Saturday 23 January 2027",
        "hold over": "for 10 minutes",
        "too many": "at a time: 6.",
        "too often": "30 days: 18.",
        "has one": "LIM-7K4Q-9 (Passport renewal, Friday 4 December, 9:00 a.m., Ana Pérez)",
        "taken": "Friday 4 December, 9:00 a.m. is taken.",
        "no such time": "At 9:05 a.m.",
        "full week": "Monday 7 December to Friday 11 December",
    }
    for case, rule in rules.items():
        assert rule in shown(CASES[case]).split("\n\n")[0]
        # A cap says all there is to say; after any other refusal comes the next legal act.
        assert CASES[case].draft is None or len(shown(CASES[case]).split("\n\n")) > 1


def test_a_closed_day_is_told_with_its_reason_as_the_calendar_tells_it() -> None:
    reply = say(CASES["closed"])

    assert reply.text.text.startswith(
        "On Thursday 26 November, American Citizen Services is closed: Thanksgiving Day"
    )
    assert [(row.date.isoformat(), row.state) for row in reply.calendar] == [
        ("2026-11-26", "closed")
    ]
    assert "is closed" not in shown(CASES["no hours"])


def test_what_stands_in_the_way_is_one_tap_away() -> None:
    has_one = acts(say(CASES["has one"]))
    assert has_one[:2] == [
        Open(Purpose.MOVE, reference=ANA.reference),
        Open(Purpose.CANCEL, reference=ANA.reference),
    ]
    for cap in ("too many", "too often"):
        reply = say(CASES[cap], "en", scene(ANA))
        assert acts(reply) == [ShowMine(), ShowTopic(HUMAN)], "no way back into what is refused"
        assert "Nothing was booked" not in reply.text.text


def test_looking_again_for_another_time_does_not_open_a_new_booking() -> None:
    again = replace(CASES["nothing free"], says=NothingFree("renewal", FRIDAY, ANA))

    assert Open(Purpose.MOVE, reference=ANA.reference) in acts(say(again))
    assert Open(Purpose.BOOK, service="renewal") in acts(say(CASES["nothing free"]))


def test_free_times_of_a_day_are_counted_only_where_any_time_will_do() -> None:
    nine = replace(draft(), wish=Wish(times=(time(9),)))
    labels = [button.label for button in all_buttons(say(CASES["day"]))]
    at_nine = all_buttons(say(Result(nine, AskDay(DAYS, more=True))))

    assert any("1 left" in label for label in labels)
    assert not any("left" in button.label for button in at_nine)


@both
def test_a_name_given_before_it_is_asked_is_shown_with_the_question(language: str) -> None:
    known = replace(draft(), person="Mark Evans")

    assert "Mark Evans" in shown(Result(known, AskDay(DAYS, more=True)), language)
    assert "Mark Evans" in shown(Result(known, AskTime(FRIDAY, TIMES)), language)


def test_all_appointments_are_listed_with_a_button_each() -> None:
    reply = speaker().mine(Book(mine=(ANA, ROSA)), "en", NOW)

    assert acts(reply) == [
        ShowBooking(ANA.reference),
        ShowBooking(ROSA.reference),
        Open(Purpose.BOOK),
    ]
    for booking in (ANA, ROSA):
        assert booking.reference in reply.text.text
        assert booking.person in reply.text.text


def test_without_appointments_it_says_so_and_where_to_ask_about_others() -> None:
    reply = speaker().mine(Book(), "en", NOW)

    assert reply.text == say(CASES["no booking"]).text
    assert reply.text.text.startswith("I find no appointment of yours here.")
    assert "LimaACS@state.gov" in reply.text.text
    other = say(CASES["no booking"], "en", scene(ROSA))
    assert other.text.text.startswith("I find no such appointment among yours.")
    assert ShowMine() in acts(other)


def test_an_appointment_for_a_service_that_is_no_longer_given_is_still_shown() -> None:
    old = booked(service="federal_benefits")
    results = [
        Result(None, Booked(old)),
        Result(draft(Purpose.CANCEL), AskCancel(old, late=False)),
        Result(None, Cancelled(old, late=False)),
    ]

    for result in results:
        assert "federal benefits" in shown(result).lower()
    assert Open(Purpose.BOOK) in acts(say(results[-1])), "the service cannot be booked again"


def test_a_day_of_another_year_is_said_with_its_year() -> None:
    december = NOW.replace(year=2025, month=12)

    assert "Friday 4 December 2026" in shown(CASES["booked"], "en", scene(now=december))
    assert "2026" not in shown(CASES["booked"])


def test_times_are_said_on_the_clocks_of_the_post() -> None:
    utc = replace(ANA, start=START.astimezone(ZoneInfo("UTC")))

    assert "Friday 4 December, 9:00 a.m." in speaker().details(utc, "en", NOW).text.text
    assert "by 8:45 a.m." in speaker().details(utc, "en", NOW).text.text
    evening = replace(ANA, start=START.replace(hour=20).astimezone(ZoneInfo("UTC")))
    assert (
        speaker()
        .mine(Book(mine=(evening,)), "en", NOW)
        .grid[0][0]
        .label.startswith("Fri 4 Dec 8:00 p.m.")
    )
    times = AskTime(FRIDAY, (FreeTime(utc.start, 3),))
    assert say(asked(times)).grid[0][0].label == "9:00 a.m."


@both
def test_a_tap_in_a_closed_form_is_answered_and_leads_on(language: str) -> None:
    reply = speaker().stale(language)

    assert reply.text.text
    assert acts(reply) == [ShowMine(), Open(Purpose.BOOK)]


ANSWER = Reply(
    Rich.plain("Bring a photo."), "en", intent="photo", buttons=(Button("More", ShowMine()),)
)


def test_after_an_answer_the_question_is_asked_once_more_with_its_buttons() -> None:
    question = say(CASES["person"])
    reply = speaker().resumed(question, ANSWER)

    assert reply.text.text == f"Bring a photo.\n\nBack to your booking: {question.text.text}"
    assert (reply.grid, reply.buttons) == (question.grid, question.buttons)
    assert reply.changes == (HOLD,)
    assert reply.intent == "photo"


@pytest.mark.parametrize(
    "answer",
    [
        replace(ANSWER, outcome="suggest", buttons=(Button("Taxes", Meant("taxes")),)),
        replace(ANSWER, emergency=True, buttons=(Button("Emergency", Meant("emergency")),)),
    ],
)
def test_buttons_that_an_answer_cannot_do_without_stay_above_the_forms(answer: Reply) -> None:
    question = say(CASES["day"])
    reply = speaker().resumed(question, answer)

    assert reply.grid == (answer.buttons, *question.grid)
    assert reply.buttons == question.buttons


def test_an_answer_that_fills_a_message_is_not_cut_for_the_question() -> None:
    long = replace(ANSWER, text=Rich.plain("a" * MAX_SCREEN))
    reply = speaker().resumed(say(CASES["person"]), long)

    assert reply.text == long.text
    assert reply.buttons == say(CASES["person"]).buttons


def test_a_pack_without_an_appointment_book_has_nobody_to_speak_of_it() -> None:
    phrases = pack().phrases.model_copy(update={"booking": None})

    for without in (replace(pack(), services=None), replace(pack(), phrases=phrases)):
        with pytest.raises(LookupError):
            AppointmentSpeaker(without)


def test_a_question_needs_an_open_form_and_a_day_needs_a_service() -> None:
    for result in (Result(None, AskService()), asked(AskDay(DAYS, more=False), Purpose.BOOK)):
        broken = replace(
            result, draft=replace(result.draft, service=None) if result.draft else None
        )
        with pytest.raises(LookupError):
            say(broken)


def test_a_move_that_knows_its_appointment_only_knows_its_service() -> None:
    unknown = replace(draft(Purpose.MOVE), service=None)

    assert "Passport renewal" in shown(Result(unknown, AskDay(DAYS, more=False)), "en", scene(ANA))


SPOILT = {
    "placeholder": ("**{reference}** has that", "It has that", "{reference}, {when}"),
    "markup": ("{en: Back, es: Volver}", '{en: "**Back", es: Volver}', "“**”"),
    "a language": ("{en: Back, es: Volver}", "{en: Back}", "has no “es”"),
    "no such sentence": ("  button_back:", "  button_bak:", "“button_bak” is not a key here"),
}


@pytest.mark.parametrize(("old", "new", "said"), SPOILT.values(), ids=SPOILT.keys())
def test_a_mistake_in_the_words_of_booking_is_found(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    folder = tmp_path / "pack"
    shutil.copytree(loader.shipped("lima"), folder)
    file = folder / "phrases.yaml"
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")

    problems = [str(problem) for problem in loader.examine(folder, {}, NOW.date())[1]]

    assert any(said in problem and "phrases.yaml" in problem for problem in problems), problems


def test_services_without_the_words_to_book_them_are_a_mistake(tmp_path: Path) -> None:
    folder = tmp_path / "pack"
    shutil.copytree(loader.shipped("lima"), folder)
    file = folder / "phrases.yaml"
    before, found, _ = file.read_text(encoding="utf-8").partition("\nbooking:")
    assert found
    file.write_text(before + "\n", encoding="utf-8")

    problems = [str(problem) for problem in loader.examine(folder, {}, NOW.date())[1]]

    assert any("services.yaml needs its sentences" in problem for problem in problems), problems
