"""The waiting list: who waits, and what they were offered."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from bot.booking.book import Decline, JoinLine, LeaveLine, Offer, Place, Slot, Waiting
from bot.booking.waitlist import InLine, Proposal
from bot.storage.executor import Executor, Stale, as_instant, as_text
from bot.storage.repositories.rows import seats_of

AGAIN_AFTER = timedelta(days=1)
"""Between two offers to one entry: nobody is rung up all day."""

_SERVING = -2
"""The key under which one process at a time serves the line; no chat has such an id."""


class Waitlist:
    """The tables `waiting` and `offer`, and the seats that offers keep."""

    def __init__(self, executor: Executor) -> None:
        self._sql = executor

    async def of(self, citizen: int, now: datetime) -> tuple[Waiting, ...]:
        """Return what `citizen` waits for, in the order of joining."""
        rows = await self._sql.rows("waits_of", citizen=citizen, now=as_text(now))
        if not rows:
            return ()
        offers: dict[int, list[Any]] = defaultdict(list)
        for entry, *offer in await self._sql.rows("offers_of", citizen=citizen):
            offers[entry].append(offer)
        return tuple(
            Waiting(service, reference, place, tuple(_offer(service, *o) for o in offers[entry]))
            for entry, service, reference, place in rows
        )

    async def apply(
        self, citizen: int, change: JoinLine | LeaveLine | Decline, now: datetime
    ) -> None:
        """Make a change of `citizen`.

        Raises:
            Stale: they wait for that already, or the offer is closed.
        """
        match change:
            case JoinLine(service, reference):
                names = {"citizen": citizen, "service": service, "reference": reference}
                await self._sql.run("join_line", **names, now=as_text(now))
            case LeaveLine(service, reference):
                names = {"citizen": citizen, "service": service, "reference": reference}
                await self._sql.run("leave_line", **names)
            case Decline(offer):
                await self._sql.run("give_offer_back", offer=offer, citizen=citizen)
                if not await self._sql.run("close_offer", offer=offer, citizen=citizen):
                    raise Stale

    async def using(self, citizen: int, place: Place) -> None:
        """Let what is offered to `citizen` be no obstacle to themselves at `place`."""
        rows = [{**seat, "citizen": citizen} for seat in seats_of(place)]
        await self._sql.run_each("use_offer", rows)

    async def booked(self, citizen: int, service: str) -> None:
        """Take out who waited for any time of `service` and has one now."""
        await self._sql.run("leave_line", citizen=citizen, service=service, reference=None)

    async def moving(self, reference: str, start: datetime) -> None:
        """Take out who is about to have the earlier time they waited for."""
        await self._sql.run("leave_line_if_earlier", reference=reference, start_at=as_text(start))

    async def cancelled(self, reference: str) -> None:
        """Take out whose appointment is no more."""
        await self._sql.run("leave_line_with", reference=reference)

    async def forget(self, citizen: int) -> None:
        """Erase all rows of a citizen; what was kept for them is free."""
        await self._sql.run("forget_waiting", citizen=citizen)

    async def tidy(self, now: datetime, most: int) -> int:
        """Close what has expired, and take out whose wait is over by itself; return how many.

        Args:
            now: aware.
            most: offers that one entry can have.
        """
        at = as_text(now)
        closed = await self._sql.run("close_expired_offers", now=at)
        over = await self._sql.run("forget_over", now=at)
        return closed + over + await self._sql.run("forget_spent", most=most)

    async def outdated(
        self, services: Collection[str], before: datetime
    ) -> tuple[int, int, str] | None:
        """Return an entry (id, citizen, service) that can lead to nothing any more.

        Its service is none of `services`, or it waits since `before` without an appointment.
        """
        for entry, citizen, service, reference, joined in await self._sql.rows("all_waiting"):
            long = reference is None and as_instant(joined) < before
            if long or service not in services:
                return entry, citizen, service
        return None

    async def drop(self, entry: int) -> bool:
        """Take an entry out; False where somebody else has."""
        return bool(await self._sql.run("drop_entry", entry=entry))

    async def line(self, now: datetime, most: int) -> tuple[InLine, ...]:
        """Return who can be offered a time now, in order; others serve nobody meanwhile.

        Args:
            now: aware.
            most: offers that one entry can have.
        """
        await self._sql.alone(_SERVING)
        since = as_text(now - AGAIN_AFTER)
        rows = await self._sql.rows("line", now=as_text(now), since=since, most=most)
        if not rows:
            return ()
        made: dict[int, set[datetime]] = defaultdict(set)
        for entry, start in await self._sql.rows("offers_made"):
            made[entry].add(as_instant(start))
        return tuple(
            InLine(entry, citizen, service, reference, _instant(start), frozenset(made[entry]))
            for entry, citizen, service, reference, start in rows
        )

    async def offer(self, number: int, proposal: Proposal, now: datetime) -> None:
        """Keep the proposed time for its citizen, as offer `number` (at random).

        Raises:
            Stale: somebody was faster.
        """
        entry, slot, until = proposal.entry, proposal.slot, as_text(proposal.until)
        await self._sql.run(
            "add_offer",
            id=number,
            entry=entry.id,
            citizen=entry.citizen,
            start_at=as_text(slot.start),
            minutes=slot.minutes,
            now=as_text(now),
            until=until,
        )
        seats = seats_of(proposal.place)
        await self._sql.run_each(
            "clear_expired", [{**seat, "now": as_text(now)} for seat in seats]
        )
        kept = {"windows": proposal.place.windows, "until": until, "offer": number}
        await self._sql.run_each("offer_seat", [{**seat, **kept} for seat in seats])


def _offer(service: str, number: int, start: str, minutes: int, until: str, is_open: int) -> Offer:
    slot = Slot(service, as_instant(start), minutes)
    return Offer(number, slot, as_instant(until), bool(is_open))


def _instant(text: str | None) -> datetime | None:
    return as_instant(text) if text else None
