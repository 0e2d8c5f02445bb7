"""Composes answers about hours from facts: yes or no first, then why, then what next."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from bot.calendar.asked import Form
from bot.calendar.rows import Fact, Lookup, Tense
from bot.calendar.spans import Span
from bot.calendar.states import Hours, Reason, State, Why, as_every_week, utc
from bot.calendar.wording import Wording
from knowledge.opening import Channel

SOON = timedelta(minutes=30)
"""Less than this before closing, a citizen who sets out now will not make it: say so."""

OPENS_SHORTLY = timedelta(hours=3)
"""Up to this the wait is told in hours and minutes; beyond, the date says more."""

ALSO_CLOSED_SHOWN = 4


class Teller:
    """Tells facts of one channel in one language, as seen from one instant."""

    def __init__(self, lookup: Lookup, wording: Wording, channel: str) -> None:
        self._lookup = lookup
        self._say = wording.sentence
        self._wording = wording
        self._name = channel
        self._channel: Channel = lookup.calendar.file.channels[channel]

    def single(self, fact: Fact, form: Form, *, now: bool) -> list[str]:
        """Tell one date or instant. `now`: the question is about this very moment."""
        if not self._channel.weekly:
            return self._standing(fact, form)
        main = self._holiday(fact) if form is Form.HOLIDAY else self._main(fact, form, now=now)
        more = self._next(fact)
        past = fact.tense is Tense.PAST
        how = (
            self._how()
            if more or self._hours_ahead(fact) or (fact.favourable and not past)
            else ""
        )
        return [joined(main, *more, how)] if not more else [main, joined(*more, how)]

    def standing(self, fact: Fact) -> str:
        """Tell the state of a channel without hours, for emergencies."""
        day = self._wording.named_day(fact.day.date, self._lookup.today)
        return self._wording.own(self._channel.always_says or {}, day=day)

    def next_opening(self, fact: Fact) -> list[str]:
        """Tell when the channel opens next, and what is closed until then."""
        if not self._channel.weekly:
            return self._standing(fact, Form.TELL)
        following = fact.following
        if fact.state is State.OPEN:
            return [self._main(fact, Form.TELL, now=True), *self._next(fact, always=True)]
        if following is None:
            return [self._say("never_open", channel=self._title_name())]
        moment = self._moment(fact)
        told = self._say("next_of", channel=self._title_name(), moment=moment)
        return [" ".join([told, self._how()]), *self._also_closed(fact, before=True)]

    def _standing(self, fact: Fact, form: Form) -> list[str]:
        lead = self._say("yes") if form is Form.OPEN and fact.state is State.ALWAYS else ""
        if fact.state is State.ALWAYS:
            return [joined(lead, self.standing(fact))]
        day = self._wording.named_day(fact.day.date, self._lookup.today)
        own = self._wording.own(self._channel.call_first_says or {}, day=day)
        reasons = self._wording.reasons(fact.reasons, fact.day)
        return [own, self._say("that_day", reasons=reasons) if reasons else ""]

    def _main(self, fact: Fact, form: Form, *, now: bool) -> str:
        day, hours = self._day(fact), self._wording.hours(fact.day.hours)
        values = {"day": day, "channel": self._title_name(), "hours": hours}
        if not fact.day.hours:
            name = "was_closed" if fact.tense is Tense.PAST else "closed_day"
            reasons = self._wording.reasons(fact.day.reasons, fact.day)
            told = self._say(name, day=day, channel=values["channel"], reasons=reasons)
        elif fact.tense is Tense.PAST:
            told = self._say("was_open", **values)
        elif fact.day.state is State.CALL_FIRST:
            reasons = self._wording.reasons(fact.day.reasons, fact.day)
            values["day"] = self._wording.named_day(fact.day.date, self._lookup.today)
            return self._say("unstated", reasons=reasons, **values)
        else:
            told = self._open_hours(fact, values, now=now)
        special = [r for r in fact.day.reasons if r.why is Why.EXCEPTIONAL and fact.day.hours]
        if special:
            told = joined(told, self._special(special, fact))
        return joined(self.lead(fact, form), told)

    def _open_hours(self, fact: Fact, values: dict[str, str], *, now: bool) -> str:
        if self.over(fact):
            return self._say("over", **values)
        if fact.at is None:
            return joined(self._say("open_day", **values), self._closing_soon(fact))
        if fact.state is not State.OPEN:
            if now:
                return joined(self._say("open_day", **values), self._opening_soon(fact))
            return self._say("open_only", **values)
        if now:
            return joined(self._say("open_now", **values), self._closing_soon(fact))
        return self._say("open_at", time=self._wording.time(fact.at.time()), **values)

    def _special(self, reasons: Sequence[Reason], fact: Fact) -> str:
        return self._say("special", reasons=self._wording.reasons(reasons, fact.day))

    def lead(self, fact: Fact, form: Form) -> str:
        """Return the first word: yes, no, not yet; empty where the question wants none."""
        if form is Form.CLOSED:
            return self._say("no" if fact.favourable and not self.over(fact) else "yes")
        if form is not Form.OPEN or fact.state is State.CALL_FIRST:
            return ""
        if not fact.day.hours or fact.tense is Tense.PAST:
            return self._say("yes" if fact.favourable else "no")
        return self._lead_of_the_day(fact)

    def common_lead(self, facts: Sequence[Fact], form: Form) -> str:
        """Return yes or no for several dates; empty where they differ or none is wanted."""
        outcomes = {fact.favourable for fact in facts}
        if form not in (Form.OPEN, Form.CLOSED) or len(outcomes) > 1 or any(map(self.over, facts)):
            return ""
        return self._say("yes" if outcomes == {form is Form.OPEN} else "no")

    def _lead_of_the_day(self, fact: Fact) -> str:
        if self.over(fact):
            return self._say("no_longer")
        if fact.favourable:
            return self._say("yes")
        if fact.part:
            return self._say("no_part", part=self._wording.part(fact.part))
        if fact.at == self._lookup.now:
            return self._say("not_yet")
        return self._say("no_at", time=self._wording.time(fact.at.time())) if fact.at else ""

    def over(self, fact: Fact) -> bool:
        """Whether the hours of today lie behind us."""
        hours = fact.day.hours
        return (
            fact.tense is Tense.TODAY
            and bool(hours)
            and utc(self._lookup.now) >= utc(hours[-1].end)
        )

    def _hours_ahead(self, fact: Fact) -> bool:
        return bool(fact.day.hours) and fact.tense is not Tense.PAST and not self.over(fact)

    def _closing_soon(self, fact: Fact) -> str:
        now = self._lookup.now
        for hours in fact.day.hours:
            if now in hours and _until(now, hours.end) <= SOON:
                duration = self._wording.duration(_until(now, hours.end))
                return self._say("closes_in", duration=duration)
        return ""

    def _opening_soon(self, fact: Fact) -> str:
        now = self._lookup.now
        opens = next(
            (hours.start for hours in fact.day.hours if utc(hours.start) > utc(now)), None
        )
        if opens is None or _until(now, opens) > OPENS_SHORTLY:
            return ""
        return self._say("opens_in", duration=self._wording.duration(_until(now, opens)))

    def _next(self, fact: Fact, *, always: bool = False) -> list[str]:
        if fact.tense is Tense.PAST or (self._hours_ahead(fact) and not always):
            return []
        if fact.following is None:
            return [self._say("never_open", channel=self._title_name())]
        also = [] if always else self._also_closed(fact)
        return [*also, self._say("next_open", moment=self._moment(fact))]

    def _moment(self, fact: Fact) -> str:
        following = fact.following
        if following is None:
            raise LookupError("nothing follows")
        day = self._wording.calendar_date(following.start.date(), self._lookup.today)
        hours = [
            h
            for h in self._day_hours(following.start.date())
            if utc(h.start) >= utc(following.start)
        ]
        return self._wording.piece("moment", date=day, hours=self._wording.hours(hours))

    def _also_closed(self, fact: Fact, *, before: bool = False) -> list[str]:
        """Name the weekdays around the one asked about that are closed for their own reasons."""
        if fact.following is None:
            return []
        last = fact.following.start.date() - timedelta(days=1)
        first = fact.day.date + timedelta(days=0 if before else 1)
        between = [self._lookup.day(self._name, day) for day in Span(first, last).days()]
        closed = [f for f in between if not f.day.hours and not as_every_week(f.reasons)]
        if not closed or len(closed) > ALSO_CLOSED_SHOWN:
            return []
        items = [
            self._wording.own(
                self._lookup.calendar.file.sentences.also_item,
                date=self._wording.calendar_date(other.day.date, self._lookup.today),
                reasons=self._wording.reasons(other.reasons, other.day),
            )
            for other in closed
        ]
        name = "closed_before" if before else "also_closed"
        return [self._say(name, days=self._wording.join(items))]

    def _holiday(self, fact: Fact) -> str:
        holidays = self._lookup.calendar.holidays(fact.day.date)
        reasons = [Reason(Why.HOLIDAY, holiday=holiday) for holiday in holidays]
        named = self._wording.named_day(fact.day.date, self._lookup.today)
        if not reasons:
            told = joined(self._say("no"), self._say("is_no_holiday", day=named))
        else:
            names = self._wording.reasons(reasons, fact.day)
            told = joined(self._say("yes"), self._say("is_holiday", day=named, holidays=names))
        return joined(told, self._that_day(fact, reasons))

    def _that_day(self, fact: Fact, told: Sequence[Reason]) -> str:
        channel = self._title_name()
        if fact.day.hours:
            hours = self._wording.hours(fact.day.hours)
            return self._say("that_open", channel=channel, hours=hours)
        more = [reason for reason in fact.day.reasons if reason not in told]
        if not more:
            return self._say("holiday_closed", channel=channel)
        reasons = self._wording.reasons(more, fact.day)
        return self._say("that_closed", channel=channel, reasons=reasons)

    def _how(self) -> str:
        return self._wording.own(self._channel.how) if self._channel.how else ""

    def _day(self, fact: Fact) -> str:
        return self._wording.day(fact.day.date, self._lookup.today)

    def _day_hours(self, day: date) -> tuple[Hours, ...]:
        return self._lookup.calendar.day(self._name, day).hours

    def _title_name(self) -> str:
        return self._wording.channel(self._name)


def joined(*sentences: str) -> str:
    """Return the sentences as one paragraph, empty ones left out."""
    return " ".join(sentence for sentence in sentences if sentence)


def _until(now: datetime, then: datetime) -> timedelta:
    return utc(then) - utc(now)
