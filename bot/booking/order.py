"""What holds of every result: what is held is used or let go, editions are counted."""

from dataclasses import replace

from bot.booking.book import Change, Enter, Hold, LetGo, Move
from bot.booking.form import Draft, Result, Scene
from bot.calendar.states import utc


def content(draft: Draft) -> tuple[object, ...]:
    """Return what there is to confirm."""
    start = utc(draft.start) if draft.start else None
    return draft.service, start, draft.person, draft.reference


def in_order(scene: Scene, before: Draft | None, result: Result) -> Result:
    """Count the edition on, and let go what is held for nothing."""
    draft = result.draft
    if before and draft and content(before) != content(draft):
        result = replace(result, draft=replace(draft, edition=before.edition + 1))
    if scene.book.held and not _uses_hold(scene, result):
        result = replace(result, changes=(LetGo(), *result.changes))
    return result


def _uses_hold(scene: Scene, result: Result) -> bool:
    ends: tuple[type[Change], ...] = (Hold, Enter, Move)
    if any(isinstance(change, ends) for change in result.changes):
        return True
    held, draft = scene.book.held, result.draft
    if held is None or draft is None or draft.start is None:
        return False
    return (held.slot.service, utc(held.slot.start)) == (draft.service, utc(draft.start))
