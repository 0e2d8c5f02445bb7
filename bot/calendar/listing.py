"""Composes answers about several dates: alternatives, stretches, closures, footers."""

from collections.abc import Iterable, Sequence

from bot.calendar.asked import Form
from bot.calendar.rows import Fact, Lookup, Tense
from bot.calendar.spans import Span
from bot.calendar.states import Reason, State, Why, as_every_week
from bot.calendar.telling import Teller, joined
from bot.calendar.wording import Wording, capital

LONG = 14
"""A stretch of more days is told by its closures only."""


class Lister:
    """Tells lists of facts of one channel in one language, as seen from one instant."""

    def __init__(self, lookup: Lookup, wording: Wording, channel: str, teller: Teller) -> None:
        self._lookup = lookup
        self._say = wording.sentence
        self._wording = wording
        self._teller = teller
        self._channel = lookup.calendar.file.channels[channel]
        self._title_name = wording.channel(channel)

    def items(self, facts: Sequence[Fact], form: Form) -> list[str]:
        """Tell several dates one under another; a lead where all agree."""
        lead = self._teller.common_lead(facts, form)
        return [joined(lead, self._title()), _listed(self._item(fact) for fact in facts)]

    def ambiguous(self, facts: Sequence[Fact]) -> list[str]:
        """Tell every honest reading, and ask which was meant."""
        lines = _listed(self._item(fact) for fact in facts)
        return [
            self._say("ambiguous", channel=capital(self._title_name)),
            lines,
            self._say("which"),
        ]

    def span(self, facts: Sequence[Fact], span: Span, form: Form) -> list[str]:
        """Tell a stretch day by day, or by its closures where it is long."""
        shown = self._wording.span(span, self._lookup.today)
        if len(span.days()) > LONG or form is Form.CLOSURES:
            return self.closures(
                [fact for fact in facts if not as_every_week(fact.reasons)], shown
            )
        lead = self._teller.common_lead(facts, form)
        heading = self._say("heading", channel=self._title_name, span=shown)
        return [joined(lead, heading), _listed(self._item(fact) for fact in facts)]

    def closures(self, facts: Sequence[Fact], span: str) -> list[str]:
        """Tell the weekdays among `facts` that are closed, and the hours of the others."""
        closed = [fact for fact in facts if fact.state is not State.OPEN]
        usual = next((fact for fact in facts if fact.state is State.OPEN), None)
        name = "closures" if closed else "no_closures"
        heading = self._say(name, channel=self._title_name, span=span)
        others = []
        if usual:
            others = [self._say("others_open", hours=self._wording.hours(usual.day.hours))]
        return [heading, _listed(self._item(fact) for fact in closed), *others]

    def footers(self, facts: Sequence[Fact]) -> list[str]:
        """Return what must be said beside: what is only probable, what nobody confirmed."""
        if not self._channel.weekly or not self._channel.ours:
            return []
        ahead = [fact for fact in facts if fact.tense is not Tense.PAST]
        lines = []
        if any(r.holiday and r.holiday.probable for fact in ahead for r in fact.reasons):
            lines.append(self._say("probable"))
        days = {fact.day.date for fact in ahead}
        days |= {fact.following.start.date() for fact in ahead if fact.following}
        calendar = self._lookup.calendar
        years = sorted({day.year for day in days if not calendar.confirmed(day.year)})
        if years:
            listed = self._wording.join(str(year) for year in years)
            lines.append(self._say("unconfirmed", years=listed))
        return lines

    def _item(self, fact: Fact) -> str:
        date = self._wording.calendar_date(fact.day.date, self._lookup.today)
        hours = self._wording.hours(fact.day.hours)
        reasons = self._wording.reasons(fact.reasons, fact.day)
        if self._teller.over(fact):
            over = [Reason(Why.OVER)]
            reasons = self._wording.reasons(over, fact.day)
            return self._say("item_closed", date=date, reasons=reasons)
        if fact.state is State.OPEN:
            return self._say("item_open", date=date, hours=hours)
        if fact.state is State.CALL_FIRST:
            return self._say("item_unstated", date=date, hours=hours, reasons=reasons)
        return self._say("item_closed", date=date, reasons=reasons)

    def _title(self) -> str:
        return self._say("these_days", channel=self._title_name)


def _listed(items: Iterable[str]) -> str:
    return "\n".join(f"- {item}" for item in items)
