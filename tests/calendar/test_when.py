"""When in a sentence: what is found, what is not, and what it costs at most."""

from datetime import date, datetime, time
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.calendar import HoursDesk, When, lexicon
from bot.calendar.symbols import MAX_TOKENS

NOW = datetime.fromisoformat("2026-06-09T10:00-05:00")  # a Tuesday
MOST_FALSE_DATES = 0.01


def read(desk: HoursDesk, text: str, language: str = "en", now: datetime = NOW) -> When:
    return desk.when(text, language, now)


def said(when: When) -> list[list[str]]:
    """Return each mention's readings as `06-10`, or `06-15..06-21`."""
    return [
        [
            f"{s.first:%m-%d}" if s.single else f"{s.first:%m-%d}..{s.last:%m-%d}"
            for s in mention.readings
        ]
        for mention in when.mentions
    ]


def _nondates() -> list[tuple[str, str]]:
    groups = yaml.safe_load((Path(__file__).parent / "nondates.yaml").read_text())
    return [(language, str(text)) for language, texts in groups.items() for text in texts]


@pytest.mark.parametrize("text", ["m0", "M13", "w9", "open on m7?", "q5 n3 o9 c9999 t2500 y2026"])
def test_words_that_look_like_our_symbols_are_only_words(desk: HoursDesk, text: str) -> None:
    assert read(desk, text).mentions == ()


def test_sentences_without_a_date_have_none(desk: HoursDesk) -> None:
    sentences = _nondates()
    assert len(sentences) >= 200
    wrong = [text for language, text in sentences if read(desk, text, language).mentions]
    assert len(wrong) <= MOST_FALSE_DATES * len(sentences), wrong


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("tmrw", [["06-10"]]),
        ("tommorow", [["06-10"]]),
        ("2morrow", [["06-10"]]),
        ("mñn", [["06-10"]]),
        ("mañana por la mañana", [["06-10"]]),
        ("pasao mañana", [["06-11"]]),
        ("the day after tomorrow", [["06-11"]]),
        ("anteayer", [["06-07"]]),
        ("friday", [["06-12"]]),
        ("tuesday", [["06-09", "06-16"]]),
        ("next wednesday", [["06-10", "06-17"]]),
        ("next monday", [["06-15"]]),
        ("this coming friday", [["06-12"]]),
        ("el viernes que viene", [["06-12"]]),
        ("friday after next", [["06-19"]]),
        ("the 15th", [["06-15"]]),
        ("el 8", [["07-08"]]),
        ("el 24 y el 26", [["06-24"], ["06-26"]]),
        ("wed 17 june", [["06-17"]]),
        ("friday the 27th", [["06-27", "06-26"]]),
        ("next week, wednesday the 17th", [["06-17"]]),
        ("june 19th", [["06-19"]]),
        ("19 de junio", [["06-19"]]),
        ("dec 24-26", [["12-24..12-26"]]),
        ("del 24 al 26 de diciembre", [["12-24..12-26"]]),
        ("7/28", [["07-28"]]),
        ("28/7", [["07-28"]]),
        ("2026-07-28", [["07-28"]]),
        ("28.07.2026", [["07-28"]]),
        ("this week", [["06-09..06-14"]]),
        ("next week", [["06-15..06-21"]]),
        ("la semana que viene", [["06-15..06-21"]]),
        ("el finde", [["06-13..06-14"]]),
        ("in two weeks", [["06-23"]]),
        ("dentro de tres días", [["06-12"]]),
        ("two weeks from friday", [["06-26"]]),
        ("de hoy en ocho", [["06-16"]]),
        ("del lunes en ocho", [["06-22"]]),
        ("hace dos días", [["06-07"]]),
        ("last wednesday of june", [["06-24"]]),
        ("el segundo miércoles del próximo mes", [["07-08"]]),
        ("the third friday of july", [["07-17"]]),
        ("thanksgiving", [["11-26"]]),
        ("thanksgivng", [["11-26"]]),
        ("the friday after thanksgiving", [["11-27"]]),
        ("day before christmas", [["12-24"]]),
        ("un día después de navidad", [["12-26"]]),
        ("between christmas and new year", [["12-25..01-01"]]),
        ("fiestas patrias", [["07-28..07-29"]]),
        ("la semana de fiestas patrias", [["07-27..08-02"]]),
        ("independence day", [["07-04", "07-28"], ["07-03"]]),
        ("july 4 weekend", [["07-04..07-05"]]),
        ("monday of holy week 2027", [["03-22"]]),
        ("in december", [["12-01..12-31"]]),
        ("lunes a miércoles", [["06-15..06-17"]]),
    ],
)
def test_dates_are_found(desk: HoursDesk, text: str, readings: list[list[str]]) -> None:
    language = "es" if any(word in text for word in ("ñ", "á", "é", "í", " de ", "el ")) else "en"
    assert said(read(desk, text, language)) == readings


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("at 3", [time(15)]),
        ("9:30 am", [time(9, 30)]),
        ("2:45", [time(14, 45)]),
        ("8 a.m.", [time(8)]),
        ("15h", [time(15)]),
        ("a las tres de la tarde", [time(15)]),
        ("a las 9 y media", [time(9, 30)]),
        ("a las once", [time(11)]),
        ("8 de la noche", [time(20)]),
        ("half past nine", [time(9, 30)]),
        ("quarter to ten", [time(9, 45)]),
        ("noon", [time(12)]),
        ("a medianoche", [time(0)]),
        ("3 o'clock", [time(15)]),
        ("open 9-5", [time(9), time(17)]),
        ("at 3 locations", []),
    ],
)
def test_times_are_found(desk: HoursDesk, text: str, times: list[time]) -> None:
    assert list(read(desk, text).times) == times


def test_a_part_of_the_day_belongs_to_the_date_beside_it(desk: HoursDesk) -> None:
    when = read(desk, "are you open this friday, i am flying in thursday night")
    assert when.part == "night"
    assert when.timed is not None
    assert when.timed.likely.first == date(2026, 6, 11)


def test_numbers_are_read_day_first_in_spanish_only(desk: HoursDesk) -> None:
    assert said(read(desk, "7/8", "es")) == [["08-07"]]
    assert said(read(desk, "7/8", "en")) == [["08-07", "07-08"]]


def test_a_past_question_means_a_past_date(desk: HoursDesk) -> None:
    assert said(read(desk, "why were you closed last wednesday")) == [["06-03"]]
    assert said(read(desk, "por qué no atendieron el miércoles", "es")) == [["06-03"]]
    assert said(read(desk, "were you closed on memorial day")) == [["05-25"]]


def test_a_date_gone_by_is_next_years(desk: HoursDesk) -> None:
    assert read(desk, "march 3").mentions[0].likely.first == date(2027, 3, 3)


def test_impossible_dates_are_no_dates(desk: HoursDesk) -> None:
    for text in ("june 31", "30 february", "32/13", "the 35th", "2026-13-40"):
        assert not read(desk, text).mentions


def test_years_far_away_are_no_years(desk: HoursDesk) -> None:
    assert not read(desk, "christmas 2089").mentions
    assert not read(desk, "15 may 2001").mentions


def test_only_the_beginning_of_a_message_is_read(desk: HoursDesk) -> None:
    assert read(desk, f"{'word ' * (MAX_TOKENS - 1)} friday").mentions
    assert not read(desk, f"{'word ' * MAX_TOKENS} friday").mentions


def test_ordinary_words_are_not_corrected_into_dates() -> None:
    speller = lexicon.time_speller()
    assert speller.correct("wensday") == "wensday"  # known as it is
    assert speller.correct("miercloes") == "miercoles"
    for word in ("money", "abrir", "marco", "partes", "julia", "lines", "entero", "estado"):
        assert speller.correct(word) == word


VOCABULARY = (
    "open the last next wed friday 15 15th of june in two weeks day after before christmas to and "
    "at 3 7/8 el miercoles que viene de la semana santa hace 24 hasta mañana pasado by may ? . -"
    " monday weekend between from @ ~ #"
)
WORDS = st.sampled_from(VOCABULARY.split())


@given(words=st.lists(WORDS, max_size=30), language=st.sampled_from(["en", "es"]))
@settings(max_examples=400, deadline=None)
def test_any_row_of_words_is_read_without_error(
    desk: HoursDesk, words: list[str], language: str
) -> None:
    for found in read(desk, " ".join(words), language).mentions:
        assert found.readings
        assert all(span.first <= span.last for span in found.readings)


@given(text=st.text(max_size=300), language=st.sampled_from(["en", "es"]))
@settings(max_examples=200, deadline=None)
def test_any_text_is_read_without_error(desk: HoursDesk, text: str, language: str) -> None:
    read(desk, text, language)


@pytest.mark.parametrize(
    ("text", "language", "readings", "reach"),
    [
        ("after the 10th", "en", [["06-11"]], "from"),
        ("from monday on", "en", [["06-15"]], "from"),
        ("a partir del lunes", "es", [["06-15"]], "from"),
        ("del 15 en adelante", "es", [["06-15"]], "from"),
        ("not before the 12th", "en", [["06-12"]], "from"),
        ("before friday", "en", [["06-11"]], "until"),
        ("no later than friday", "en", [["06-12"]], "until"),
        ("from monday to friday", "en", [["06-15..06-19"]], None),
        ("friday", "en", [["06-12"]], None),
        ("the second week of july", "en", [["07-06..07-12"]], None),
        ("the week after", "en", [["06-15..06-21"]], None),
    ],
)
def test_words_that_reach_on_from_a_day_are_told_from_the_day(
    desk: HoursDesk, text: str, language: str, readings: list[list[str]], reach: str | None
) -> None:
    when = read(desk, text, language)

    assert said(when) == readings
    assert [mention.open for mention in when.mentions] == [reach]


@pytest.mark.parametrize(
    ("text", "language", "times", "bound"),
    [
        ("after 9", "en", ["09:00"], "from"),
        ("después de las 9", "es", ["09:00"], "from"),
        ("not before 9", "en", ["09:00"], "from"),
        ("before 10", "en", ["10:00"], "until"),
        ("between 9 and 10", "en", ["09:00", "10:00"], "between"),
        ("at 9 or 10", "en", ["09:00", "10:00"], None),
        ("at 830", "en", ["08:30"], None),
        ("at 9 30", "en", ["09:30"], None),
        ("10 y cuarto", "es", ["10:15"], None),
    ],
)
def test_times_that_are_an_edge_are_told_from_times_that_are_meant(
    desk: HoursDesk, text: str, language: str, times: list[str], bound: str | None
) -> None:
    when = read(desk, text, language)

    assert [f"{clock:%H:%M}" for clock in when.times] == times
    assert when.bound == bound


def test_any_morning_is_no_tomorrow(desk: HoursDesk) -> None:
    when = read(desk, "cualquier mañana de la próxima semana", "es")

    assert said(when) == [["06-15..06-21"]]
    assert when.part == "morning"
