from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.booking.events import (
    ChooseBooking,
    ChooseDay,
    ChooseService,
    ChooseTime,
    Confirm,
    Control,
    MoreDays,
    Purpose,
    ShowMonth,
    Steer,
)
from bot.dialogue.model import (
    Act,
    Button,
    Coming,
    DeclineOffer,
    ForgetAll,
    GetCalendarFile,
    GetPage,
    Inert,
    InForm,
    Meant,
    NoneMeant,
    Open,
    Reply,
    ShowBooking,
    ShowMine,
    ShowTopic,
    SpeakLanguage,
    StopWaiting,
    TakeOffer,
    Wait,
)
from bot.outgoing import CALLBACK_BYTES
from handlers.buttons import decode, encode
from handlers.views import SHORT_LABEL, keyboard
from knowledge.markup import Rich

ids = st.from_regex(r"[a-z][a-z0-9_]{1,39}", fullmatch=True)
references = st.from_regex(r"[A-Z]{2,4}-[0-9A-Z]{4}-[0-9A-Z]", fullmatch=True)
days = st.dates(date(2026, 1, 1), date(2036, 12, 31))
zones = st.sampled_from([ZoneInfo("America/Lima"), ZoneInfo("Asia/Kathmandu"), ZoneInfo("UTC")])
minutes = st.builds(time, st.integers(0, 23), st.integers(0, 59))
starts = st.builds(datetime.combine, days, minutes, zones)
events = st.one_of(
    st.builds(ChooseService, ids),
    st.builds(ChooseDay, days),
    st.builds(ChooseTime, starts),
    st.builds(ChooseBooking, references),
    st.builds(MoreDays, days),
    st.builds(ShowMonth, days),
    st.builds(Confirm, st.none() | st.integers(0, 10**9)),
    st.builds(Steer, st.sampled_from(Control)),
)
acts: st.SearchStrategy[Act] = st.one_of(
    st.builds(ShowTopic, ids),
    st.builds(Meant, ids),
    st.just(NoneMeant()),
    st.builds(SpeakLanguage, st.from_regex(r"[a-z]{2,3}", fullmatch=True)),
    st.builds(Open, st.sampled_from(Purpose), st.none() | ids, st.none() | references),
    st.just(ShowMine()),
    st.builds(ShowBooking, references),
    st.builds(Coming, references),
    st.builds(GetCalendarFile, references),
    st.builds(GetPage, references),
    st.builds(Wait, ids, st.none() | references),
    st.builds(StopWaiting, ids, st.none() | references),
    st.builds(TakeOffer, st.integers(0, 2**63 - 1)),
    st.builds(DeclineOffer, st.integers(0, 2**63 - 1)),
    st.builds(InForm, st.integers(0, 2**64 - 1), events),
    st.just(ForgetAll()),
    st.just(Inert()),
)
LONGEST_ID = "a" * 40
LONGEST: list[Act] = [
    ShowTopic(LONGEST_ID),
    Meant(LONGEST_ID),
    Open(Purpose.CANCEL, LONGEST_ID, "ABCD-7K4Q-9"),
    StopWaiting(LONGEST_ID, "ABCD-7K4Q-9"),
    DeclineOffer(2**63 - 1),
    InForm(2**64 - 1, ChooseService(LONGEST_ID)),
    InForm(2**64 - 1, ChooseTime(datetime(2026, 12, 4, 9, tzinfo=ZoneInfo("America/Lima")))),
]


@given(acts)
def test_what_a_button_carries_is_read_back(act: Act) -> None:
    assert decode(encode(act)) == act
    assert len(encode(act).encode()) <= CALLBACK_BYTES


@pytest.mark.parametrize("act", LONGEST, ids=lambda act: type(act).__name__)
def test_the_longest_names_and_numbers_fit_and_are_read_back(act: Act) -> None:
    assert decode(encode(act)) == act
    assert len(encode(act).encode()) <= CALLBACK_BYTES


def test_a_tapped_time_is_read_on_the_clocks_of_the_post() -> None:
    start = datetime(2026, 12, 4, 9, tzinfo=ZoneInfo("America/Lima"))
    act = decode(encode(InForm(1, ChooseTime(start))))

    assert isinstance(act, InForm)
    assert isinstance(act.event, ChooseTime)
    assert act.event.start.time() == time(9)
    assert act.event.start == start


almost = st.tuples(acts.map(encode), st.integers(0, 64), st.text(max_size=3)).map(
    lambda made: made[0][: made[1]] + made[2] + made[0][made[1] :]
)


@given(st.text() | almost)
def test_anything_else_is_nobodys_button_or_harmless(data: str) -> None:
    act = decode(data)

    assert act is None or encode(act) == data


@pytest.mark.parametrize(
    "data",
    [
        None,
        "",
        "topic:",
        "open:buy::",
        "open:book",
        "booking:",
        "form:zz:ok",
        "form:1F:ok",
        "form:0x1f:ok",
        "form: 1:ok",
        "form:1:ok:more",
        "form:1:ok:01",
        "form:1:s:",
        "form:1:d:2026-02-30",
        "form:1:d:20261204",
        "form:1:t:2026-12-04T09:00",
        "form:1:c:jump",
        "form:1",
        "inert:",
    ],
)
def test_a_forged_payload_asks_for_nothing(data: str | None) -> None:
    assert decode(data) is None


def test_a_grid_is_laid_out_as_it_is_above_the_other_buttons() -> None:
    cells = tuple(Button(label, Inert()) for label in ("M", "T", "·"))
    short, long = Button("Back", ShowMine()), Button("x" * (SHORT_LABEL + 1), ShowMine())
    reply = Reply(Rich.plain("?"), "en", grid=(cells, cells[:2]), buttons=(short, short, long))

    labels = [[key.label for key in row] for row in keyboard(reply)]

    assert labels == [["M", "T", "·"], ["M", "T"], ["Back", "Back"], [long.label]]
