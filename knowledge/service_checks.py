"""What must hold for `services.yaml`, within itself and against the rest of the pack."""

from collections.abc import Iterator, Mapping

from knowledge.draft import Draft
from knowledge.markup import MarkupError, Rich, placeholders, screen_length
from knowledge.model import Localized
from knowledge.opening import CalendarFile
from knowledge.problems import Problem
from knowledge.services import Desk, Service, ServicesFile
from knowledge.source import KeyPath, Source
from knowledge.text import tokens
from knowledge.windows import WEEKDAYS, WeekdaySpan, Window, Windows, weekdays_of

NAME = "services.yaml"

MAX_TITLE = 34
"""A service is one button with a few characters beside its name; topics have 40 to themselves."""

MAX_NOTE = 600
MAX_BRING = 1500
"""Characters on screen: a confirmation holds both beside its own words, well below 4,096."""

Hours = Mapping[int, tuple[range, ...]]
"""By weekday (0 is Monday): stretches of minutes since midnight, half-open."""


def run(draft: Draft) -> Iterator[Problem]:
    """Yield every problem of the services; nothing for a pack without them."""
    file = draft.get(NAME, ServicesFile)
    if file is None:
        return
    found = draft.sources[NAME]
    topics = {topic.id for _, _, topic in draft.topics()}
    calendar = draft.get("calendar.yaml", CalendarFile)
    hours = _channel_hours(file, calendar) if calendar else None
    if hours is not None and not hours:
        what = f"“{file.channel}” is no channel with weekly hours in calendar.yaml"
        yield found.problem(("channel",), what)
    for name, service in file.services.items():
        here = ("services", name)
        yield from _title(found, here, service)
        yield from _texts(found, (*here, "note"), service.note or {}, MAX_NOTE)
        yield from _texts(found, (*here, "bring"), service.bring, MAX_BRING)
        yield from _reach(found, here, file, name)
        for at, topic in enumerate(service.topics):
            if topic not in topics:
                yield found.problem((*here, "topics", at), f"“{topic}” is no topic of this pack")
        desk = file.desks.get(service.desk)
        if desk is None:
            yield found.problem((*here, "desk"), f"“{service.desk}” is no desk of this file")
        else:
            yield from _times(found, here, service, desk, hours)
    yield from _words(found, file)


def _channel_hours(file: ServicesFile, calendar: CalendarFile) -> Hours:
    channel = calendar.channels.get(file.channel)
    return _by_weekday(channel.weekly) if channel else {}


def _title(found: Source, here: KeyPath, service: Service) -> Iterator[Problem]:
    for language, title in service.title.items():
        path = (*here, "title", language)
        if len(title) > MAX_TITLE:
            what = f"is {len(title)} characters long; the button of a service holds {MAX_TITLE}"
            yield found.problem(path, what)
        if set("*[]{}\n") & set(title):
            yield found.problem(path, "must be one plain line: it stands on a button")


def _texts(found: Source, here: KeyPath, texts: Localized, limit: int) -> Iterator[Problem]:
    for language, text in texts.items():
        path = (*here, language)
        if placeholders(text):
            yield found.problem(path, "has a {placeholder} that nothing fills")
        try:
            shown = Rich.parse(text).text
        except MarkupError as error:
            yield found.problem(path, str(error))
            continue
        if (length := screen_length(shown)) > limit:
            yield found.problem(path, f"is {length} characters on screen: at most {limit}")


def _reach(found: Source, here: KeyPath, file: ServicesFile, name: str) -> Iterator[Problem]:
    if file.notice(name) >= file.horizon(name):
        what = "cannot be booked at all: its notice_hours reach beyond its horizon_days"
        yield found.problem(here, what)


def _times(
    found: Source, here: KeyPath, service: Service, desk: Desk, hours: Hours | None
) -> Iterator[Problem]:
    lasts = service.minutes + service.buffer_minutes
    if lasts % desk.step_minutes:
        what = (
            f"minutes and buffer_minutes come to {lasts}, which is no multiple of the "
            f"{desk.step_minutes} minutes of desk “{service.desk}”"
        )
        yield found.problem((*here, "minutes"), what)
    days = [day for span in service.weekly for day in weekdays_of(span)]
    if len(days) != len(set(days)):
        yield found.problem((*here, "weekly"), "has a weekday in two spans: keep one")
    if not hours:
        return
    wanted = _by_weekday(service.weekly) if service.weekly else hours
    if not any(_fits(hours, day, own, desk, lasts) for day in wanted for own in wanted[day]):
        what = f"no appointment of {lasts} minutes fits in the hours: nobody could book this"
        yield found.problem((*here, "weekly" if service.weekly else "minutes"), what)
    for span, windows in service.weekly.items():
        yield from _inside(found, (*here, "weekly", span), span, windows, hours)


def _inside(
    found: Source, path: KeyPath, span: WeekdaySpan, windows: Windows, hours: Hours
) -> Iterator[Problem]:
    for day in weekdays_of(span):
        for window in windows:
            own = _minutes(window)
            if not any(own.start in open_ and own[-1] in open_ for open_ in hours.get(day, ())):
                what = f"lies outside the channel's hours on {WEEKDAYS[day]}: correct one of them"
                yield found.problem(path, what)


def _fits(hours: Hours, day: int, own: range, desk: Desk, lasts: int) -> bool:
    """Whether one appointment can be held in `own`, on the grid that begins with the channel."""
    for open_ in hours.get(day, ()):
        late = max(own.start - open_.start, 0)
        first = open_.start + -(-late // desk.step_minutes) * desk.step_minutes
        if first + lasts <= min(own.stop, open_.stop):
            return True
    return False


def _by_weekday(weekly: Mapping[WeekdaySpan, Windows]) -> Hours:
    return {
        day: tuple(map(_minutes, windows))
        for span, windows in weekly.items()
        for day in weekdays_of(span)
    }


def _minutes(window: Window) -> range:
    end = window.end.hour * 60 + window.end.minute or 24 * 60
    return range(window.start.hour * 60 + window.start.minute, end)


def _words(found: Source, file: ServicesFile) -> Iterator[Problem]:
    """Check what people type: never empty, and never for two services, in whatever language."""
    homes: dict[tuple[str, ...], str] = {}
    for name, service in file.services.items():
        for language, phrases in service.ask.items():
            here = ("services", name, "ask", language)
            if not phrases:
                yield found.problem(here, "is empty: write what people type")
            for at, phrase in enumerate(phrases):
                heard = tuple(tokens(phrase))
                if not heard:
                    what = f"“{phrase}” has no words: write what people type"
                    yield found.problem((*here, at), what)
                elif homes.setdefault(heard, name) != name:
                    what = f"“{phrase}” stands under {homes[heard]} too: keep one"
                    yield found.problem((*here, at), what)
