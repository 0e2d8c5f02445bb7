"""Telegram's HTML, compared with what the public source of TDLib says it does."""

from contextlib import suppress
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.local import HtmlError, parse_html
from bot.local.formatted import Span, utf16_length

from .support import ANA


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("<p>x</p>", 'Unsupported start tag "p" at byte offset 0'),
        ("é<br>", 'Unsupported start tag "br" at byte offset 2'),
        ("<br/>", 'Unsupported start tag "br/" at byte offset 0'),
        ("<!-- x -->", 'Unsupported start tag "!--" at byte offset 0'),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b>x<i>y</i>", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("x <", "Unclosed start tag at byte offset 2"),
        ("</b>", "Unexpected end tag at byte offset 0"),
        (
            "<b><i>x</b></i>",
            'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"',
        ),
        ("<b>x</b x>", "Unclosed end tag at byte offset 4"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<a href=x y", 'Unclosed start tag "a" at byte offset 0'),
        ("<a href='x", "Unclosed start tag at byte offset 0"),
        ("<a href", 'Unclosed start tag "a" at byte offset 0'),
        ("<a href= ", 'Unclosed start tag "a" at byte offset 0'),
        ("<a =x>y</a>", 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a ", 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a href=x/y>z</a>", "Unexpected end of name token at byte offset 8"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<tg-emoji emoji-id='x'>👍</tg-emoji>", "Invalid custom emoji identifier specified"),
        (
            "&#xD83D;",
            "Text contains invalid Unicode characters after decoding HTML entities,"
            " check for unmatched surrogate code units",
        ),
    ],
)
def test_wrong_markup_is_refused_in_telegrams_words(source: str, complaint: str) -> None:
    with pytest.raises(HtmlError) as error:
        parse_html(source)
    assert str(error.value) == complaint


@pytest.mark.parametrize(
    ("source", "text", "spans"),
    [
        ("<b>x</b>", "x", [Span(0, 1, "bold")]),
        ("<STRONG>x</StRong>", "x", [Span(0, 1, "bold")]),
        ("<i>x</i><em>y</em>", "xy", [Span(0, 1, "italic"), Span(1, 2, "italic")]),
        ("<u>x</u><ins>y</>", "xy", [Span(0, 1, "underline"), Span(1, 2, "underline")]),
        (
            "<s>x</s><del>y</del >",
            "xy",
            [Span(0, 1, "strikethrough"), Span(1, 2, "strikethrough")],
        ),
        ("<span class='tg-spoiler'>x</span>", "x", [Span(0, 1, "spoiler")]),
        ("<tg-spoiler>x</tg-spoiler>", "x", [Span(0, 1, "spoiler")]),
        ("<b>a<i>b</i></b>", "ab", [Span(0, 2, "bold"), Span(1, 2, "italic")]),
        ("<b></b>x", "x", []),
        ("<b >x</b >", "x", [Span(0, 1, "bold")]),
        ("<code>x</code>", "x", [Span(0, 1, "code")]),
        ("<code class='language-py'>x</code>", "x", [Span(0, 1, "code")]),
        ("<pre>x</pre>", "x", [Span(0, 1, "pre")]),
        ("<pre><code class='language-py'>x</code></pre>", "x", [Span(0, 1, "pre", "py")]),
        ("<code class='language-py'><pre>x</pre></code>", "x", [Span(0, 1, "pre", "py")]),
        ("<blockquote>x</blockquote>", "x", [Span(0, 1, "blockquote")]),
        ("<blockquote expandable>x</blockquote>", "x", [Span(0, 1, "expandable_blockquote")]),
        ("<tg-emoji emoji-id='10'>👍</tg-emoji>", "👍", [Span(0, 1, "custom_emoji", "10")]),
        (
            '<a href="https://x.org/?a=1&amp;b=2">y</a>',
            "y",
            [Span(0, 1, "text_link", "https://x.org/?a=1&b=2")],
        ),
        ("<a href=example.org>y</a>", "y", [Span(0, 1, "text_link", "http://example.org/")]),
        (
            "<a>https://x.org/y</a>",
            "https://x.org/y",
            [Span(0, 15, "text_link", "https://x.org/y")],
        ),
        ("<a href='tg://user?id=42'>y</a>", "y", [Span(0, 1, "text_mention", "42")]),
        ("&lt;b&gt; &amp;amp; &quot;&#39;&#x27;", "<b> &amp; \"''", []),
        ("&lt b", "< b", []),
        ("<b class='x' id=y hidden>x</b>", "x", [Span(0, 1, "bold")]),
        (
            '<a href="tg://resolve?domain=x">y</a>',
            "y",
            [Span(0, 1, "text_link", "tg://resolve?domain=x")],
        ),
        (
            "<a href='https://X.org:81?q#f'>y</a>",
            "y",
            [Span(0, 1, "text_link", "https://x.org:81/?q#f")],
        ),
    ],
)
def test_right_markup_becomes_text_and_marks(source: str, text: str, spans: list[Span]) -> None:
    parsed = parse_html(source)
    assert parsed.text == text
    assert list(parsed.spans) == spans


@pytest.mark.parametrize(
    "source", ["&nbsp;", "&ntilde;", "&lt1x &ltx;"[5:], "AT&T", "&", "&#;", "&#x110000;", "&#0;"]
)
def test_characters_that_telegram_does_not_know_stay_as_they_are_written(source: str) -> None:
    assert parse_html(source).text == source


@pytest.mark.parametrize(
    "address",
    [
        "tel:+5116182000",
        "mailto:acs@example.org",
        "javascript://x.org",
        "localhost",
        "x",
        "https://",
        "https://[x",
        "https://a b.org",
    ],
)
def test_links_that_telegram_cannot_open_lose_their_mark(address: str) -> None:
    parsed = parse_html(f"<a href='{address}'>call</a>")
    assert (parsed.text, parsed.spans) == ("call", ())


@given(st.text())
def test_any_escaped_text_is_read_back_equal(text: str) -> None:
    assert parse_html(escape(text)).text == text
    assert parse_html(f"<b>{escape(text)}</b>").text == text


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
def test_any_escaped_text_can_stand_in_an_address(text: str) -> None:
    assert parse_html(f"<a href='https://example.org/?{escape(text)}'>x</a>").text == "x"


@given(st.text(alphabet="<>&/ab='\" ;#x1\0\n"))
def test_no_markup_makes_the_reader_fail_otherwise(source: str) -> None:
    with suppress(HtmlError):
        parse_html(source)


def test_marks_are_counted_in_utf16_units() -> None:
    parsed = parse_html("👍 <b>ñ👍</b> <a href='https://x.org/'>z</a>")
    assert parsed.entities() == [
        {"type": "bold", "offset": 3, "length": 3},
        {"type": "text_link", "offset": 7, "length": 1, "url": "https://x.org/"},
    ]
    assert utf16_length("👍ñ") == 3


def test_a_mention_names_its_person() -> None:
    parsed = parse_html(f"<a href='tg://user?id={ANA}'>Ana</a>")
    assert parsed.entities()[0]["user"]["id"] == ANA


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("<b>a</b> b", "**a** b"),
        ("<b>a<i>b</i></b>", "**a__b__**"),
        ("<b><i>a</i></b>", "**__a__**"),
        ("<a href='https://x.org/y'>a</a>", "[a](https://x.org/y)"),
        ("<b>call</b><i>now</i>", "**call**__now__"),
        ("<pre>x</pre>", "```\nx\n```"),
        ("<u>a</u>", "a"),
    ],
)
def test_marks_can_be_shown_in_plain_text(source: str, shown: str) -> None:
    assert parse_html(source).markdown() == shown
