-- name: waits_of(citizen, now)
-- With the place in the line of the service.
select
    id, service, reference,
    (
        select count(*) from waiting as other
        where other.service = waiting.service and other.id <= waiting.id
    )
from waiting
where citizen = :citizen and (
    reference is null
    or exists (
        select 1 from booking
        where booking.reference = waiting.reference and status = 'booked' and start_at > :now
    )
)
order by id;

-- name: offers_of(citizen)
select entry, id, start_at, minutes, until, open from offer
where citizen = :citizen order by made_at, id;

-- name: join_line(citizen, service, reference, now)!
insert into waiting (id, citizen, service, reference, joined_at)
values (
    (select coalesce(max(id), 0) + 1 from waiting), :citizen, :service, :reference, :now
);

-- name: leave_line(citizen, service, reference)!
-- Its offers go with it, and what they keep.
delete from waiting
where citizen = :citizen and service = :service
    and coalesce(reference, '') = coalesce(:reference, '');

-- name: leave_line_with(reference)!
delete from waiting where reference = :reference;

-- name: leave_line_if_earlier(reference, start_at)!
delete from waiting
where reference = :reference and exists (
    select 1 from booking
    where booking.reference = waiting.reference and booking.start_at > :start_at
);

-- name: forget_waiting(citizen)!
delete from waiting where citizen = :citizen;

-- name: give_offer_back(offer, citizen)!
delete from seat
where offer = :offer and offer in (select offer.id from offer where offer.citizen = :citizen);

-- name: close_offer(offer, citizen)!
update offer set open = 0 where id = :offer and citizen = :citizen and open = 1;

-- name: use_offer(cell, desk, desk_window, citizen)*!
-- What is offered to somebody is no obstacle to themselves.
delete from seat
where offer in (
    select one.offer from seat as one
    where one.cell = :cell and one.desk = :desk and one.desk_window = :desk_window
        and one.offer in (select offer.id from offer where offer.citizen = :citizen)
);

-- name: close_expired_offers(now)!
update offer set open = 0 where open = 1 and until <= :now;

-- name: forget_over(now)!
-- Whose appointment has passed or stands no more.
delete from waiting
where exists (
    select 1 from booking
    where booking.reference = waiting.reference
        and (booking.status <> 'booked' or booking.start_at <= :now)
);

-- name: forget_spent(most)!
-- Who has had all offers.
delete from waiting
where (select count(*) from offer where offer.entry = waiting.id) >= :most
    and not exists (select 1 from offer where offer.entry = waiting.id and offer.open = 1);

-- name: all_waiting()
select id, citizen, service, reference, joined_at from waiting order by id;

-- name: drop_entry(entry)!
delete from waiting where id = :entry;

-- name: line(now, since, most)
-- Who can be offered a time at this moment: first come, first served. An offer that was made in the
-- future was made by a clock that was wrong.
select waiting.id, waiting.citizen, waiting.service, waiting.reference, booking.start_at
from waiting left join booking on booking.reference = waiting.reference
where not exists (
        select 1 from offer where offer.citizen = waiting.citizen and offer.open = 1
    )
    and not exists (
        select 1 from offer
        where offer.entry = waiting.id and offer.made_at > :since and offer.made_at <= :now
    )
    and (select count(*) from offer where offer.entry = waiting.id) < :most
    and not exists (select 1 from unreachable where unreachable.chat_id = waiting.citizen)
order by waiting.id;

-- name: offers_made()
select entry, start_at from offer;

-- name: add_offer(id, entry, citizen, start_at, minutes, now, until)!
insert into offer (id, entry, citizen, start_at, minutes, made_at, until, open)
values (:id, :entry, :citizen, :start_at, :minutes, :now, :until, 1);

-- name: offer_seat(cell, desk, desk_window, windows, until, offer)*!
insert into seat (cell, desk, desk_window, windows, kind, until, offer)
values (:cell, :desk, :desk_window, :windows, 'resting', :until, :offer);
