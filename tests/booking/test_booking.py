"""How a citizen gets an appointment: what is asked, in which order, and what comes of it."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from bot.booking.book import Enter, Hold, LetGo
from bot.booking.desk import BookingDesk
from bot.booking.events import (
    Begin,
    ChooseDay,
    ChooseService,
    ChooseTime,
    Confirm,
    Control,
    Heard,
    MoreDays,
    Purpose,
    Resume,
    ShowMonth,
    Steer,
    Wish,
)
from bot.booking.form import (
    AskConfirm,
    AskDay,
    AskPerson,
    AskReading,
    AskService,
    AskTime,
    Booked,
    Result,
    Step,
    Stopped,
)
from bot.booking.refusals import (
    Changed,
    Closed,
    FullDay,
    Gone,
    HoldOver,
    NoHoursBetween,
    NoName,
    Unclear,
)
from bot.calendar import Span
from tests.booking.office import (
    ANA,
    FRIDAY,
    LUIS,
    MONDAY,
    MORNING,
    NOW,
    TUESDAY,
    Citizen,
    at,
    calendar_with,
    fill,
    heard,
    lima,
    services,
    wish,
)

WEEK = Span(MONDAY, date(2026, 12, 4))


def confirmed(citizen: Citizen) -> Result:
    """Tap the button that is shown now."""
    assert citizen.draft
    return citizen.does(Confirm(citizen.draft.edition))


def days(result: Result) -> list[date]:
    assert isinstance(result.says, AskDay), result.says
    return [free.day for free in result.says.days]


def clocks(result: Result) -> list[time]:
    assert isinstance(result.says, AskTime), result.says
    return [free.start.time() for free in result.says.times]


# All at once, and step by step


def test_a_sentence_that_says_it_all_leaves_only_the_confirmation() -> None:
    citizen = Citizen()

    result = citizen.begins(day=FRIDAY, clock="09:00", service="renewal", person=ANA)

    assert isinstance(result.says, AskConfirm)
    assert result.says.slot.start == at(FRIDAY, "09:00")
    assert result.says.person == ANA
    assert isinstance(confirmed(citizen).says, Booked)
    [(booking, place)] = citizen.ledger.bookings.values()
    assert (booking.service, booking.person, booking.start, booking.minutes) == (
        "renewal",
        ANA,
        at(FRIDAY, "09:00"),
        30,
    )
    assert (place.desk, place.window, place.windows, booking.sequence) == ("counter", 1, 2, 0)


def test_button_by_button_it_asks_service_day_time_person_and_confirmation() -> None:
    citizen = Citizen()

    assert isinstance(citizen.begins().says, AskService)
    asked = citizen.does(ChooseService("renewal"))
    assert days(asked)[:3] == [FRIDAY, MONDAY, TUESDAY]
    assert clocks(citizen.does(ChooseDay(FRIDAY))) == [*MORNING]
    assert isinstance(citizen.does(ChooseTime(at(FRIDAY, "10:00"))).says, AskPerson)
    assert isinstance(citizen.does(Heard(person=LUIS)).says, AskConfirm)
    booked = confirmed(citizen)
    assert isinstance(booked.says, Booked)
    assert booked.changes == (Enter(booked.says.booking, citizen.ledger.bookings.popitem()[1][1]),)


def test_what_is_known_is_not_asked_again() -> None:
    citizen = Citizen()

    assert isinstance(citizen.begins(day=FRIDAY, clock="09:00", person=ANA).says, AskService)
    assert isinstance(citizen.does(ChooseService("renewal")).says, AskConfirm)


def test_a_post_with_one_service_does_not_ask_for_it() -> None:
    file = services()
    only = file.model_copy(update={"services": {"renewal": file.services["renewal"]}})
    citizen = Citizen(desk=BookingDesk(only, lima()))

    assert isinstance(citizen.begins().says, AskDay)


def test_the_lowest_free_window_is_taken_and_what_is_left_is_shown() -> None:
    citizen = Citizen()
    citizen.other().has("renewal", FRIDAY, "09:00", window=1)

    result = citizen.begins(day=FRIDAY, service="renewal")

    assert isinstance(result.says, AskTime)
    left = {free.start.time(): free.left for free in result.says.times}
    assert (left[time(9)], left[time(9, 30)]) == (1, 2)
    citizen.does(ChooseTime(at(FRIDAY, "09:00")))
    [hold] = [change for change in citizen.changes if isinstance(change, Hold)]
    assert hold.place.window == 2


# Wishes


def test_a_day_alone_leads_to_its_times() -> None:
    result = Citizen().begins(day=FRIDAY, service="renewal")

    assert clocks(result) == [*MORNING]


def test_the_earliest_is_the_first_free_time_and_it_is_held() -> None:
    citizen = Citizen()
    fill(citizen, "renewal", FRIDAY, "08:00")

    result = citizen.begins(heard=Heard("renewal", wish(earliest=True)))

    assert isinstance(result.says, AskPerson)
    assert result.says.slot.start == at(FRIDAY, "08:30")
    assert [type(change) for change in result.changes] == [Hold]


def test_the_earliest_of_a_day_whose_times_are_shown_is_of_that_day() -> None:
    citizen = Citizen()
    citizen.begins(day=MONDAY, service="renewal")

    result = citizen.does(Heard(wish=wish(earliest=True)))

    assert isinstance(result.says, AskPerson)
    assert result.says.slot.start == at(MONDAY, "08:00")


def test_a_part_of_the_day_in_a_week_offers_days_and_then_only_those_times() -> None:
    citizen = Citizen()
    late = Wish(readings=(WEEK,), between=(time(10), time(12)))

    result = citizen.begins(heard=Heard("renewal", late))

    assert days(result)[0] == MONDAY
    assert max(days(result)) <= WEEK.last
    assert clocks(citizen.does(ChooseDay(TUESDAY))) == [time(10), time(10, 30), time(11)]
    assert clocks(citizen.does(Steer(Control.ANOTHER_TIME))) == [*MORNING]


def test_a_time_of_day_without_a_day_offers_days_that_have_it() -> None:
    citizen = Citizen()
    fill(citizen, "renewal", FRIDAY, "09:00")

    result = citizen.begins(clock="09:00", service="renewal")

    assert days(result)[0] == MONDAY
    assert isinstance(citizen.does(ChooseDay(MONDAY)).says, AskPerson)


def test_a_time_answers_the_question_for_the_time_of_a_day() -> None:
    citizen = Citizen()
    citizen.begins(day=FRIDAY, service="renewal")

    result = citizen.does(heard(clock="09:30"))

    assert isinstance(result.says, AskPerson)
    assert result.says.slot.start == at(FRIDAY, "09:30")


def test_two_honest_readings_are_both_offered() -> None:
    citizen = Citizen()
    both = Wish(readings=(Span(MONDAY, MONDAY), Span(TUESDAY, TUESDAY)), times=(time(9),))

    result = citizen.begins(heard=Heard("renewal", both))

    assert result.says == AskReading((MONDAY, TUESDAY))
    chosen = citizen.does(ChooseDay(TUESDAY))
    assert isinstance(chosen.says, AskPerson), "and the time that was said is kept"
    assert chosen.says.slot.start == at(TUESDAY, "09:00")


def test_the_only_reading_that_can_be_booked_is_taken() -> None:
    thanksgiving = date(2026, 11, 26)
    both = Wish(readings=(Span(thanksgiving, thanksgiving), Span(MONDAY, MONDAY)))

    result = Citizen().begins(heard=Heard("renewal", both))

    assert isinstance(result.says, AskTime)
    assert result.says.day == MONDAY
    assert result.refusal is None


def test_several_times_that_are_free_are_offered() -> None:
    either = Wish(readings=(Span(FRIDAY, FRIDAY),), times=(time(9), time(10)))

    result = Citizen().begins(heard=Heard("renewal", either))

    assert clocks(result) == [time(9), time(10)]


def test_paging_goes_on_to_later_days_and_stays_there() -> None:
    citizen = Citizen()
    first = citizen.begins(service="renewal")
    assert isinstance(first.says, AskDay)
    assert (first.says.more, first.says.earlier) == (True, False)

    second = citizen.does(MoreDays(days(first)[-1]))

    assert isinstance(second.says, AskDay)
    assert days(second)[0] > days(first)[-1]
    assert second.says.earlier
    assert citizen.does(Resume()).says == second.says


def test_beyond_the_horizon_the_last_day_is_shown_with_the_way_back() -> None:
    citizen = Citizen()
    citizen.begins(service="renewal")

    last = citizen.does(MoreDays(date.max)).says

    assert isinstance(last, AskDay)
    assert ([free.day for free in last.days], last.more) == ([date(2026, 12, 24)], False)
    assert last.earlier


def test_the_month_view_shows_every_free_day_of_the_month_and_the_way_on() -> None:
    citizen = Citizen()
    citizen.begins(service="renewal")

    november = citizen.does(ShowMonth(date(2026, 11, 15))).says
    december = citizen.does(ShowMonth(date(2026, 12, 1))).says

    assert isinstance(november, AskDay)
    assert isinstance(december, AskDay)
    assert [free.day for free in november.days] == [FRIDAY, MONDAY]
    assert (november.month, november.more, november.earlier) == (date(2026, 11, 1), True, False)
    assert (december.month, december.more, december.earlier) == (date(2026, 12, 1), False, True)
    assert len(december.days) > 6


def test_the_month_view_of_a_part_of_the_day_that_no_day_has_is_the_list_of_days() -> None:
    citizen = Citizen()
    asked = citizen.begins(day=FRIDAY, service="renewal")
    assert asked.draft
    citizen.draft = replace(asked.draft, wish=Wish(between=(time(13), time(18))))

    result = citizen.does(ShowMonth(FRIDAY))

    assert isinstance(result.says, AskDay)
    assert (result.says.month, result.refusal) == (None, NoHoursBetween(time(8), time(11)))


# Corrections


def test_another_day_keeps_the_time_of_day_and_the_person() -> None:
    citizen = Citizen()
    citizen.begins(day=FRIDAY, clock="09:00", service="renewal", person=ANA)

    result = citizen.does(heard(day=MONDAY, control=Control.NO))

    assert isinstance(result.says, AskConfirm)
    assert (result.says.slot.start, result.says.person) == (at(MONDAY, "09:00"), ANA)
    assert [*citizen.ledger.holds] == [citizen.number], "one hold for a citizen"


def test_another_time_keeps_the_day() -> None:
    citizen = Citizen()
    citizen.begins(day=FRIDAY, clock="09:00", service="renewal", person=ANA)

    result = citizen.does(heard(clock="10:30"))

    assert isinstance(result.says, AskConfirm)
    assert result.says.slot.start == at(FRIDAY, "10:30")


def test_another_name_keeps_the_time() -> None:
    citizen = Citizen()
    citizen.begins(day=FRIDAY, clock="09:00", service="renewal", person=ANA)

    result = citizen.does(Heard(person=LUIS))

    assert isinstance(result.says, AskConfirm)
    assert (result.says.slot.start, result.says.person) == (at(FRIDAY, "09:00"), LUIS)
    assert result.changes == ()


def test_another_service_keeps_the_time_if_it_can_be_had() -> None:
    citizen = Citizen()
    citizen.begins(day=MONDAY, clock="09:00", service="renewal", person=ANA)

    result = citizen.does(Heard("notary"))

    assert isinstance(result.says, AskConfirm)
    assert (result.says.slot.service, result.says.slot.start) == ("notary", at(MONDAY, "09:00"))


def test_no_to_the_same_day_asks_for_its_times() -> None:
    citizen = Citizen()
    citizen.begins(day=FRIDAY, clock="09:00", service="renewal", person=ANA)

    assert clocks(citizen.does(heard(day=FRIDAY, control=Control.NO))) == [*MORNING]


def test_no_to_the_confirmation_asks_for_another_time_and_lets_go() -> None:
    citizen = Citizen()
    citizen.begins(day=FRIDAY, clock="09:00", service="renewal", person=ANA)

    result = citizen.does(Heard(control=Control.NO))

    assert clocks(result) == [*MORNING]
    assert result.changes == (LetGo(),)
    assert isinstance(citizen.does(heard(clock="10:00")).says, AskConfirm), "the name is kept"


@pytest.mark.parametrize("event", [Heard(control=Control.YES), Steer(Control.YES), Confirm()])
def test_yes_confirms_by_words_and_by_button(event: Heard | Steer | Confirm) -> None:
    citizen = Citizen()
    citizen.begins(day=FRIDAY, clock="09:00", service="renewal", person=ANA)

    assert isinstance(citizen.does(event).says, Booked)


def test_yes_with_the_same_day_confirms_and_with_another_day_asks_again() -> None:
    citizen = Citizen()
    citizen.begins(day=FRIDAY, clock="09:00", service="renewal", person=ANA)

    assert isinstance(citizen.does(heard(day=MONDAY, control=Control.YES)).says, AskConfirm)
    assert isinstance(citizen.does(heard(day=MONDAY, control=Control.YES)).says, Booked)


def test_back_goes_through_the_questions_in_reverse_and_stays_at_the_first() -> None:
    citizen = Citizen()
    citizen.begins(day=FRIDAY, clock="09:00", service="renewal", person=ANA)

    steps = []
    for _ in range(5):
        citizen.does(Steer(Control.BACK))
        assert citizen.draft
        steps.append(citizen.draft.step)

    assert steps == [Step.PERSON, Step.TIME, Step.DAY, Step.SERVICE, Step.SERVICE]
    assert citizen.ledger.holds == {}


def test_start_over_forgets_everything_but_takes_what_is_said_with_it() -> None:
    citizen = Citizen()
    citizen.begins(day=FRIDAY, clock="09:00", service="renewal", person=ANA)

    result = citizen.does(Heard("birth", control=Control.RESTART))

    assert isinstance(result.says, AskDay)
    assert result.draft
    assert (result.draft.service, result.draft.person) == ("birth", None)
    assert isinstance(citizen.does(Steer(Control.RESTART)).says, AskService)


def test_never_mind_gives_the_form_up_and_frees_the_time() -> None:
    citizen = Citizen()
    citizen.begins(day=FRIDAY, clock="09:00", service="renewal", person=ANA)

    result = citizen.does(Heard(control=Control.STOP))

    assert (result.says, result.draft) == (Stopped(), None)
    assert citizen.ledger.holds == {}


def test_opening_another_form_gives_up_the_one_that_is_open() -> None:
    citizen = Citizen()
    first = citizen.begins(day=FRIDAY, clock="09:00", service="renewal")

    second = citizen.begins(service="birth")

    assert first.draft
    assert second.draft
    assert first.draft.number != second.draft.number
    assert second.draft.number < 2**24
    assert second.changes == (LetGo(),)


# What cannot be taken as an answer


def test_an_answer_that_says_nothing_leads_to_the_same_question() -> None:
    citizen = Citizen()
    asked = citizen.begins(day=FRIDAY, service="renewal")

    again = citizen.does(Heard())

    assert (again.says, again.refusal) == (asked.says, Unclear())


def test_a_question_that_is_resumed_is_the_same_and_changes_nothing() -> None:
    citizen = Citizen()
    asked = citizen.begins(day=FRIDAY, clock="09:00", service="renewal")

    again = citizen.does(Resume())

    assert (again.says, again.draft, again.refusal, again.changes) == (
        asked.says,
        asked.draft,
        None,
        (),
    )


def test_what_is_no_name_is_not_taken_for_one() -> None:
    citizen = Citizen()
    asked = citizen.begins(day=FRIDAY, clock="09:00", service="renewal")

    again = citizen.does(Heard(person="passport 512345678"))

    assert (again.says, again.refusal) == (asked.says, NoName())


def test_the_button_of_an_older_confirmation_does_not_book_what_was_decided_since() -> None:
    citizen = Citizen()
    first = citizen.begins(day=FRIDAY, clock="09:00", service="renewal", person=ANA)
    assert first.draft
    citizen.does(Heard(person=LUIS))

    tapped = citizen.does(Confirm(first.draft.edition))

    assert isinstance(tapped.says, AskConfirm)
    assert (tapped.says.person, tapped.refusal) == (LUIS, Changed())
    assert citizen.ledger.bookings == {}
    assert isinstance(confirmed(citizen).says, Booked)


# Holds


def test_a_time_is_held_for_as_long_as_the_post_says_and_dawdling_adds_nothing() -> None:
    citizen = Citizen()
    citizen.begins(day=FRIDAY, clock="09:00", service="renewal")
    until = NOW + timedelta(minutes=10)

    for event in (Resume(), Heard(), Heard(person=ANA), ChooseTime(at(FRIDAY, "09:00"))):
        citizen.waits(minutes=2)
        citizen.does(event)
        assert citizen.ledger.holds[citizen.number][0].until == until


def test_others_cannot_take_what_is_held_and_can_when_the_hold_is_over() -> None:
    citizen = Citizen()
    citizen.begins(day=TUESDAY, clock="09:00", service="birth")
    other = citizen.other()

    refused = other.begins(day=TUESDAY, clock="09:00", service="birth")
    assert refused.refusal == FullDay(Span(TUESDAY, TUESDAY)), "90 minutes fit once, held"
    other.waits(minutes=10)
    assert isinstance(other.does(ChooseTime(at(TUESDAY, "09:00"))).says, AskPerson)


def test_a_hold_that_is_over_does_not_matter_while_the_time_is_free() -> None:
    citizen = Citizen()
    citizen.begins(day=FRIDAY, clock="09:00", service="renewal", person=ANA)
    citizen.waits(minutes=11)

    assert isinstance(confirmed(citizen).says, Booked)


@pytest.mark.parametrize("event", [Resume(), Confirm(), Heard(), Heard(person=LUIS)])
def test_a_time_that_somebody_else_has_by_now_is_said_to_be_gone(
    event: Resume | Confirm | Heard,
) -> None:
    citizen = Citizen()
    citizen.begins(day=TUESDAY, clock="09:00", service="birth", person=ANA)
    citizen.waits(minutes=11)
    fill(citizen, "birth", TUESDAY, "09:00")

    result = citizen.does(event)

    assert result.refusal == HoldOver(10)
    assert isinstance(result.says, AskDay), "nothing else is left of that day"
    assert result.draft
    assert result.draft.start is None
    assert len(citizen.ledger.bookings) == 1


def test_a_time_chosen_again_after_its_hold_is_held_again() -> None:
    citizen = Citizen()
    citizen.begins(day=FRIDAY, clock="09:00", service="renewal", person=ANA)
    citizen.waits(minutes=11)

    result = citizen.does(ChooseTime(at(FRIDAY, "09:00")))

    assert [type(change) for change in result.changes] == [Hold]


def test_a_held_time_that_has_come_can_be_had_no_more() -> None:
    no_notice = BookingDesk(services(notice_hours=0), lima())
    citizen = Citizen(desk=no_notice, now=at(FRIDAY, "08:55"))
    citizen.begins(day=FRIDAY, clock="09:00", service="renewal", person=ANA)
    citizen.waits(minutes=6)

    result = confirmed(citizen)

    assert result.refusal == Gone()
    assert clocks(result) == [time(9, 30), time(10), time(10, 30), time(11)]


def test_a_held_time_of_a_day_that_staff_close_can_be_had_no_more() -> None:
    citizen = Citizen()
    citizen.begins(day=FRIDAY, clock="09:00", service="renewal", person=ANA)
    closed = {
        "date": FRIDAY,
        "channels": ["office"],
        "closed": True,
        "reason": {"en": "No water", "es": "Sin agua"},
    }
    citizen.desk = BookingDesk(services(), calendar_with(exceptional=[closed]))

    result = confirmed(citizen)

    assert isinstance(result.refusal, Closed)
    assert days(result)[0] == MONDAY
    assert result.changes == (LetGo(),)


def test_the_notice_is_kept_when_a_time_is_chosen_not_when_the_form_is_finished() -> None:
    citizen = Citizen(now=at(date(2026, 11, 29), "08:55"))
    citizen.begins(day=MONDAY, clock="09:00", service="renewal", person=ANA)
    citizen.waits(minutes=8)

    assert isinstance(confirmed(citizen).says, Booked)


def test_the_reference_comes_from_the_lot_of_the_update() -> None:
    one, other = Citizen(), Citizen()
    for citizen in (one, other):
        citizen.begins(day=FRIDAY, clock="09:00", service="renewal", person=ANA)
        confirmed(citizen)

    assert [*one.ledger.bookings] == [*other.ledger.bookings]
    assert next(iter(one.ledger.bookings)).startswith("LIM-")


def test_an_event_without_a_form_does_nothing() -> None:
    citizen = Citizen()

    assert citizen.does(Confirm()) == Result(None, Stopped())


def test_a_draft_of_an_older_pack_asks_for_a_service_that_there_is() -> None:
    citizen = Citizen()
    asked = citizen.begins(day=FRIDAY, clock="09:00", service="renewal", person=ANA)
    assert asked.draft
    citizen.draft = replace(asked.draft, service="abolished")

    result = citizen.does(Resume())

    assert (result.says, result.changes) == (AskService(), (LetGo(),))
    assert citizen.does(Begin(Purpose.BOOK, Heard("abolished"))).says == AskService()
