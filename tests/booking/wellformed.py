"""What holds of every result of the desk, whatever led to it."""

from datetime import datetime

from bot.booking.book import Book, Cancel, Enter, Hold, LetGo, Move
from bot.booking.events import Purpose
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
    Moved,
    Question,
    Result,
    Step,
)
from bot.booking.names import tidy_name
from bot.booking.slots import Slots
from bot.calendar.states import utc

STEPS: dict[type[object], Step] = {
    AskBooking: Step.BOOKING,
    AskService: Step.SERVICE,
    AskDay: Step.DAY,
    AskReading: Step.DAY,
    AskTime: Step.TIME,
    AskPerson: Step.PERSON,
    AskConfirm: Step.CONFIRM,
    AskMove: Step.CONFIRM,
    AskCancel: Step.CONFIRM,
}


def check(before: Draft | None, book: Book, result: Result, slots: Slots, now: datetime) -> None:
    """Assert that draft, words and changes of `result` belong together."""
    _question(result)
    _ending(result, book)
    _hold(before, book, result, now)
    _changes(result, slots, now)


def _question(result: Result) -> None:
    draft, says = result.draft, result.says
    assert (draft is None) == (not isinstance(says, Question))
    if draft is None:
        return
    assert draft.step is STEPS[type(says)]
    match says:
        case AskDay(days, more, month, earlier):
            assert days or (month and (more or earlier))
            assert [*days] == sorted(days, key=lambda free: free.day)
            assert all(free.free > 0 for free in days)
        case AskTime(_, times):
            assert times
            assert all(free.left > 0 for free in times)
        case AskReading(readings):
            assert len(readings) > 1
        case AskPerson(slot):
            assert (slot.service, utc(slot.start)) == (draft.service, utc(_start(draft)))
        case AskConfirm(slot, person):
            assert (slot.service, person) == (draft.service, draft.person)
            assert utc(slot.start) == utc(_start(draft))
            assert tidy_name(person) == person
        case AskMove(booking, slot):
            assert booking.reference == draft.reference
            assert utc(slot.start) == utc(_start(draft))
        case AskCancel(booking, _):
            assert booking.reference == draft.reference
        case AskBooking(bookings, purpose):
            assert len(bookings) > 1
            assert purpose is draft.purpose
        case _:
            assert says == AskService()
            assert draft.purpose is Purpose.BOOK


def _start(draft: Draft) -> datetime:
    assert draft.start is not None
    return draft.start


def _ending(result: Result, book: Book) -> None:
    """`Booked`, `Moved` and `Cancelled` are true by exactly one change, and nothing else is."""
    made = [one for one in result.changes if isinstance(one, Enter | Move | Cancel)]
    match result.says:
        case Booked(booking):
            assert [type(change) for change in made] == [Enter]
            assert [change.booking for change in made if isinstance(change, Enter)] == [booking]
        case Moved(booking, before):
            [old] = [one for one in book.mine if one.reference == booking.reference]
            assert [change.booking for change in made if isinstance(change, Move)] == [booking]
            assert (len(made), before, booking.sequence) == (1, old.start, old.sequence + 1)
            assert (booking.person, booking.service) == (old.person, old.service)
        case Cancelled(booking, _):
            assert booking in book.mine
            assert [type(change) for change in made] == [Cancel]
            assert [one.reference for one in made if isinstance(one, Cancel)] == [
                booking.reference
            ]
        case _:
            assert made == []
            return
    assert result.refusal is None
    assert result.draft is None


def _hold(before: Draft | None, book: Book, result: Result, now: datetime) -> None:
    """A chosen time was held when it was chosen; what is not chosen any more is let go."""
    kinds = [type(change) for change in result.changes]
    assert len(kinds) == len(set(kinds))
    assert not ({Hold, LetGo} <= {*kinds})
    draft = result.draft
    if draft is None or draft.start is None:
        assert Hold not in kinds
        ended = {Enter, Move} & {*kinds}
        assert not (before and book.held) or LetGo in kinds or ended
        return
    held = [change.slot for change in result.changes if isinstance(change, Hold)]
    if held:
        assert [utc(slot.start) for slot in held] == [utc(draft.start)]
    elif book.held and utc(book.held.until) > utc(now):
        assert utc(book.held.slot.start) == utc(draft.start)
    else:
        assert before, "it was chosen, and held, earlier"
        assert before.start
        assert utc(before.start) == utc(draft.start)


def _changes(result: Result, slots: Slots, now: datetime) -> None:
    """What is held or written is a time that the post gives, not in the past, within capacity."""
    for change in result.changes:
        match change:
            case Hold(slot, place, until):
                service, start = slot.service, slot.start
                assert utc(until) > utc(now)
            case Enter(booking, place) | Move(booking, place, _):
                service, start = booking.service, booking.start
            case _:
                continue
        slot_there = slots.at(service, start)
        assert slot_there
        assert utc(start) > utc(now)
        assert place.cells == slots.cells(slot_there)
        assert 1 <= place.window <= place.windows == slots.desk(service).windows
