"""The printed page, read back as text, as a picture, and by the eye of a camera."""

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pypdf
import pypdfium2
import pytest

from bot.dialogue.booking_words import papers
from bot.paper import layout, qr
from bot.paper.fonts import shown, shows
from bot.paper.layout import SIZES, laid_out
from bot.paper.marks import Dark, Rule, Words
from bot.paper.page import pdf
from bot.paper.sheet import PaperSize, Section, Sheet
from knowledge.markup import Rich
from tests.paper.samples import LONGEST_NAME, booking, services, voice

LANGUAGES = ("en", "es")
PAPERS: tuple[PaperSize, ...] = ("a4", "letter")
NAMES = (LONGEST_NAME, "W" * 80, "Nguyễn Văn Ứng-Đặng", "Łukasz Żółć", "Ἀλέξανδρος", "Щукина")
MARGIN = 30.0
"""Points that no home printer cuts off."""

QUIET_MODULES = 4
"""ISO/IEC 18004."""

SMALLEST = 0.88
"""Of the largest size at which the shipped lists fit: small letters stay above 7.7 points."""


def sheet(service: str = "passport_renewal", person: str = "Ana", language: str = "en") -> Sheet:
    return papers.sheet(booking(service, person), voice(language))


def text_of(content: bytes) -> str:
    """All text in reading order, line breaks as spaces."""
    pages = pypdfium2.PdfDocument(content)
    assert len(pages) == 1
    return " ".join(pages[0].get_textpage().get_text_range().split())


def ink(content: bytes) -> tuple[float, float, float, float]:
    """The margins that are left white: left, top, right, bottom, in points."""
    picture = pypdfium2.PdfDocument(content)[0].render(scale=1).to_pil().convert("L")
    box = picture.point(lambda grey: 255 if grey < 200 else 0).getbbox()
    assert box
    return box[0], box[1], picture.width - box[2], picture.height - box[3]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("service", services())
@pytest.mark.parametrize("paper", PAPERS)
def test_every_service_fits_on_one_page_with_white_margins_and_loses_no_word(
    service: str, language: str, paper: PaperSize
) -> None:
    made = replace(sheet(service, LONGEST_NAME, language), paper=paper)
    content = pdf(made)
    page = pypdf.PdfReader(io.BytesIO(content)).pages[0]
    read = text_of(content)

    assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx(SIZES[paper])
    assert min(ink(content)) >= MARGIN
    for words in all_words(made):
        assert words in read
    sizes = [mark.size for mark in laid_out(made) if isinstance(mark, Words)]
    assert min(sizes) >= layout.SMALL * SMALLEST


def all_words(made: Sheet) -> Iterator[str]:
    """What the page must say; lines with addresses are read back by their beginnings."""
    yield from (made.post, made.unit, made.title, made.reference, made.what)
    yield from (made.person.says, made.place.says, made.arrive.text)
    yield from made.when.text.split("\n")
    for section in made.sections:
        yield section.heading.text
        for line in (*section.lines, *section.remarks):
            yield line.spans[0].text.strip()
    for line in made.foot:
        yield line.text


def test_all_that_must_be_known_is_on_the_page() -> None:
    content = papers.page(booking(person="John Miller"), voice()).content
    told = (
        *("LIM-7K4Q-9", "John Miller", "Passport renewal", "Friday 4 December 2026", "9:00 a.m."),
        *("Peru Standard Time", "Be there by 8:45 a.m.", "Avenida Encalada", "Form DS-82"),
        *("State Department's online system", "LimaACS@state.gov", "+51 1 618-2000", "Source:"),
        *("Leave elsewhere", "24 November 2026", "no longer valid"),
    )

    for words in told:
        assert words in text_of(content)


def test_both_languages_say_the_same_things() -> None:
    for service in services():
        en, es = sheet(service), sheet(service, language="es")
        assert [len(one.lines) for one in en.sections] == [len(one.lines) for one in es.sections]
        assert len(en.foot) == len(es.foot)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_in_letters_that_it_has_is_printed_and_can_be_copied(name: str) -> None:
    content = pdf(sheet(person=name))

    assert shows(name)
    assert name.replace(" ", "") in text_of(content).replace(" ", "")
    assert min(ink(content)) >= MARGIN


@pytest.mark.parametrize("name", ["محمد علي", "王小明", "Ανα 王", "שרה כהן", "अनीता", "X̌ander"])
def test_a_name_in_other_letters_is_left_to_be_written_by_hand(name: str) -> None:
    read = text_of(pdf(sheet(person=name)))

    assert not shows(name)
    assert "write the full name here by hand" in read
    assert name not in read
    assert "?" not in read


def test_a_character_without_a_glyph_is_never_an_empty_box() -> None:
    words = shown("✅ ﬁne ½ é 王 \u200b!")

    assert words == " fine ½ é ? !"
    assert shows(words)


def test_a_list_that_grows_is_set_smaller_and_stays_on_one_page() -> None:
    one = sheet()
    lines = tuple(Rich.plain(f"Document {n} " + "and a copy of it " * 8) for n in range(60))
    long = replace(one, sections=(Section(Rich.plain("Bring"), lines, boxes=True),))

    read = text_of(pdf(long))
    assert "Document 0 and" in read
    assert "Document 59 and" in read
    assert min(ink(pdf(long))) >= MARGIN


def test_no_two_lines_of_text_overlap() -> None:
    for service in services():
        words = [mark for mark in laid_out(sheet(service)) if isinstance(mark, Words)]
        rows = sorted({(mark.y, mark.size) for mark in words})
        gaps = [below[0] - above[0] for above, below in pairwise(rows)]
        assert len(rows) > 20
        # A label stands on the base line of its value.
        assert all(gap >= 9 or gap < 0.01 for gap in gaps)


def test_the_code_is_the_reference_and_nothing_else() -> None:
    """A key that signs it would have to be kept for years; the book tells true from false."""
    marks = [mark for mark in laid_out(sheet()) if isinstance(mark, Dark)]
    modules, runs = qr.runs("LIM-7K4Q-9")
    code = [mark for mark in marks if mark.height == pytest.approx(layout.CODE / modules)]
    left, top = min(mark.x for mark in code), min(mark.y for mark in code)
    one = layout.CODE / modules

    drawn = {
        (round((m.y - top) / one), round((m.x - left) / one), round(m.width / one)) for m in code
    }
    assert drawn == set(runs)
    assert len(runs) > 80


def test_the_codes_quiet_zone_is_white() -> None:
    marks = laid_out(replace(sheet("federal_benefits"), title="an l " * 20))
    one = layout.CODE / qr.runs("LIM-7K4Q-9")[0]
    code = [mark for mark in marks if isinstance(mark, Dark) and mark.height == pytest.approx(one)]
    left, top = min(mark.x for mark in code), min(mark.y for mark in code)
    quiet = QUIET_MODULES * one
    nearby = []

    for mark in marks:
        if isinstance(mark, Words) and top - quiet < mark.y < top + layout.CODE + quiet:
            nearby.append(mark.text)
            assert mark.x + mark.length <= left - quiet + 0.01
        if isinstance(mark, Rule):
            assert not top - quiet + 0.01 < mark.y < top + layout.CODE + quiet - 0.01
    assert nearby[0].startswith("an l")


def test_the_file_says_its_title_and_language_and_names_nobody_around_the_text() -> None:
    content = papers.page(booking(person="John Miller"), voice("es")).content
    reader = pypdf.PdfReader(io.BytesIO(content))
    about: dict[str, Any] = dict(reader.metadata or {})
    root: Any = reader.trailer["/Root"]

    assert about["/Title"] == "Confirmación de cita"
    assert root["/Lang"] == "es"
    assert set(about) <= {
        *("/Title", "/Author", "/Subject", "/Creator", "/Producer"),
        *("/CreationDate", "/ModDate", "/Trapped", "/Keywords"),
    }
    for value in about.values():
        assert not re.search("miller|john|7K4Q|70000000001", str(value), re.IGNORECASE)


def test_fonts_travel_with_the_file() -> None:
    page: Any = pypdf.PdfReader(io.BytesIO(pdf(sheet()))).pages[0]
    fonts = [font.get_object() for font in page["/Resources"]["/Font"].values()]
    used = [font for font in fonts if "Noto" in font["/BaseFont"]]

    assert len(used) >= 2
    for font in used:
        assert "/FontFile2" in font["/FontDescriptor"]


def test_the_same_page_has_the_same_bytes() -> None:
    assert pdf(sheet()) == pdf(sheet())
