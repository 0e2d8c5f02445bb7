import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.local import parse_html
from knowledge.markup import MarkupError, Rich, Span, screen_length


def test_bold_and_links_are_read() -> None:
    rich = Rich.parse("Call **+51 1** or see [Visas](https://pe.usembassy.gov/visas/).")

    assert rich.text == "Call +51 1 or see Visas."
    assert rich.as_text() == "Call +51 1 or see Visas (https://pe.usembassy.gov/visas/)."
    assert rich.as_html() == (
        'Call <b>+51 1</b> or see <a href="https://pe.usembassy.gov/visas/">Visas</a>.'
    )


@pytest.mark.parametrize("text", ["**open", "[x](http://plain)", "<b>no</b>", "a ** b"])
def test_markup_that_means_nothing_is_refused(text: str) -> None:
    with pytest.raises(MarkupError):
        Rich.parse(text)


@given(st.text(min_size=1))
def test_a_value_never_becomes_markup(value: str) -> None:
    filled = Rich.parse("Hello **{name}**").filled({"name": value})

    assert filled.spans == (Span("Hello "), Span(value, bold=True))
    assert html.unescape(filled.as_html()) == f"Hello <b>{value}</b>"


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_telegram_shows_exactly_what_was_meant(value: str) -> None:
    rich = Rich.parse("x{name}x").filled({"name": value})

    assert parse_html(rich.as_html()).text == rich.text


def test_length_is_counted_as_telegram_counts() -> None:
    assert screen_length("a🙂") == 3


def test_joining_leaves_out_what_is_empty() -> None:
    parts = [Rich.parse("one"), Rich(), Rich.parse("two")]

    assert Rich.join(parts).text == "one\n\ntwo"
