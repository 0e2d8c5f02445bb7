"""The files of an appointment: the pack's words on `bot.paper`'s paper.

What makes them is imported when the first one is asked for (0.3 s, once): most updates need none.
"""

from datetime import datetime, timedelta

from bot.booking.book import Book, Booking
from bot.dialogue import compose
from bot.dialogue.booking_words import visiting
from bot.dialogue.booking_words.endings import RULES
from bot.dialogue.booking_words.voice import Voice
from bot.dialogue.model import File, GetCalendarFile, GetPage
from bot.paper.entry import Entry
from bot.paper.sheet import Fact, Section, Sheet
from knowledge.markup import Rich

ALARMS = (timedelta(days=1), timedelta(hours=2))
"""Before the appointment a calendar reminds: while papers can still be gathered and printed, and
before setting out across a large city."""


def asked_for(act: GetCalendarFile | GetPage, book: Book, voice: Voice) -> File | None:
    """Return the file of an appointment in `book`; None where it is neither ahead nor cancelled.

    A cancelled one has a calendar file, which takes it out, but no page.
    """
    stands, gone = (
        next((one for one in found if one.reference == act.reference), None)
        for found in (book.mine, book.cancelled)
    )
    calendar = isinstance(act, GetCalendarFile)
    if stands:
        return calendar_file(stands, voice) if calendar else page(stands, voice)
    return cancelled_file(gone, voice) if gone and calendar else None


def calendar_file(booking: Booking, voice: Voice) -> File:
    """Return the file that adds `booking` to a calendar, or replaces what it has of it."""
    from bot.paper.calendar_file import published

    words = voice.words
    phrase = words.calendar_file_moved if booking.sequence else words.calendar_file
    caption = voice.say(phrase, reference=booking.reference)
    return File(_name(booking, "ics"), published(_entry(booking, voice), voice.now), caption)


def cancelled_file(booking: Booking, voice: Voice) -> File:
    """Return the file that takes `booking` out; its sequence counts the cancelling."""
    from bot.paper.calendar_file import cancelled

    caption = voice.say(voice.words.calendar_file_cancelled, reference=booking.reference)
    content = cancelled(_entry(booking, voice, is_cancelled=True), voice.now)
    return File(_name(booking, "ics"), content, caption)


def page(booking: Booking, voice: Voice) -> File:
    """Return the page to print."""
    from bot.paper.page import pdf

    caption = voice.say(voice.words.page_file, reference=booking.reference)
    return File(_name(booking, "pdf"), pdf(sheet(booking, voice)), caption)


def sheet(booking: Booking, voice: Voice) -> Sheet:
    """Return what the printed page says."""
    words, post = voice.words, voice.pack.post
    return Sheet(
        language=voice.language,
        paper=voice.services.paper,
        post=post.name[voice.language],
        unit=post.unit[voice.language],
        title=voice.label(words.page_title),
        reference_label=voice.label(words.page_reference),
        reference=booking.reference,
        what=voice.service(booking.service),
        when=_when(booking.start, voice),
        person=Fact(voice.label(words.page_name), booking.person),
        by_hand=voice.label(words.page_by_hand),
        place=Fact(voice.label(words.page_where), visiting.address(voice)),
        arrive=Rich.join(visiting.items(visiting.arriving(booking, voice))),
        sections=_sections(booking, voice),
        foot=_foot(voice),
    )


def _entry(booking: Booking, voice: Voice, *, is_cancelled: bool = False) -> Entry:
    words, post = voice.words, voice.pack.post
    service, name = voice.service(booking.service), post.name[voice.language]
    title = voice.label(words.calendar_title, service=service, post=name)
    return Entry(
        language=voice.language,
        reference=booking.reference,
        sequence=booking.sequence,
        start=booking.start.astimezone(voice.zone),
        minutes=booking.minutes,
        title=voice.label(words.calendar_cancelled, title=title) if is_cancelled else title,
        place=visiting.address(voice),
        about=_about(booking, voice),
        organizer=voice.label(words.calendar_email),
        organizer_name=f"{post.unit[voice.language]}, {name}",
        alarms=ALARMS,
    )


def _about(booking: Booking, voice: Voice) -> str:
    heading = voice.say(voice.words.heading, reference=booking.reference)
    visit = [visiting.arriving(booking, voice), visiting.rules(voice)]
    contact = voice.say(voice.words.page_contact)
    return Rich.join([heading, Rich.join(visit, "\n"), contact]).text


def _when(start: datetime, voice: Voice) -> Rich:
    local = start.astimezone(voice.zone)
    return voice.say(
        voice.words.page_when,
        date=voice.wording.full_date(local.date()),
        time=voice.clock(start),
        zone=voice.wording.zone(local),
    )


def _sections(booking: Booking, voice: Voice) -> tuple[Section, ...]:
    bring = visiting.to_bring(booking, voice)
    checklist = Section(voice.say(voice.words.bring), bring.items, True, bring.remarks)
    lines = (voice.say(voice.words.page_leave), *visiting.items(visiting.rules(voice)))
    rules = Section(voice.say(voice.words.page_rules), lines)
    return (checklist, rules) if bring.items else (rules,)


def _foot(voice: Voice) -> tuple[Rich, ...]:
    local = voice.now.astimezone(voice.zone)
    made = f"{voice.wording.full_date(local.date())}, {voice.clock(voice.now)}"
    rules = voice.pack.entries.get(RULES)
    source = compose.source_line(voice.pack, rules, voice.language) if rules else Rich()
    last = voice.say(voice.words.page_made, when=made)
    # Titles are enough to find a source; addresses would fill half the foot.
    lines = (voice.say(voice.words.page_contact), Rich.plain(source.text), last)
    return tuple(line for line in lines if line.text)


def _name(booking: Booking, kind: str) -> str:
    return f"{booking.reference}.{kind}"
