-- name: book_own(citizen, now, since)
-- Cancelled ones too: their calendar file can still be asked for. And those that have begun or are
-- over: whoever asks, or taps an old button, is told so.
select
    case
        when status = 'past' or status = 'booked' and start_at <= :now then 'past'
        when status = 'booked' then 'ahead'
        else 'cancelled'
    end,
    reference, citizen, service, person, start_at, minutes, sequence
from booking
where citizen = :citizen and start_at > :since and (status <> 'cancelled' or start_at > :now)
order by start_at, reference;

-- name: book_held(citizen, now)
select service, start_at, minutes, until from hold where citizen = :citizen and until > :now;

-- name: book_taken(now, citizen)
-- All that is occupied from now on, what is held for the citizen or offered to them left out. A row
-- for each cell: bit n-1 of `taken` stands for window n, which is unique in a cell. (Read with every
-- message.)
select
    desk, cell,
    cast(sum(cast(1 as bigint) << cast(desk_window - 1 as integer)) as bigint) as taken
from seat
where cell >= :now
    and (until is null or until > :now)
    and not (kind = 'held' and citizen = :citizen)
    and (
        seat.offer is null
        or seat.offer not in (select id from offer where offer.citizen = :citizen and open = 1)
    )
group by cell, desk;

-- name: book_recent(citizen, since)$
select count(*)
from booking_event
where citizen = :citizen and happened_at > :since and kind in ('booked', 'moved');

-- name: let_go(citizen)!
-- Its seats go with it.
delete from hold where citizen = :citizen;

-- name: add_hold(citizen, service, start_at, minutes, until)!
insert into hold (citizen, service, start_at, minutes, until)
values (:citizen, :service, :start_at, :minutes, :until);

-- name: clear_expired(cell, desk, desk_window, now)*!
delete from seat
where cell = :cell and desk = :desk and desk_window = :desk_window and until <= :now;

-- name: add_seat(cell, desk, desk_window, windows, kind, reference, citizen, until)*!
insert into seat (cell, desk, desk_window, windows, kind, reference, citizen, until)
values (:cell, :desk, :desk_window, :windows, :kind, :reference, :citizen, :until);

-- name: close_past(citizen, now)!
update booking set status = 'past', changed_at = :now
where citizen = :citizen and status = 'booked' and start_at <= :now;

-- name: add_booking(reference, citizen, service, person, person_key, start_at, end_at, minutes, sequence, now)!
insert into booking (
    reference, citizen, service, person, person_key, start_at, end_at, minutes, status, sequence,
    created_at, changed_at
) values (
    :reference, :citizen, :service, :person, :person_key, :start_at, :end_at, :minutes, 'booked',
    :sequence, :now, :now
);

-- name: move_booking(reference, citizen, start_at, end_at, minutes, sequence, before, now)!
update booking
set start_at = :start_at, end_at = :end_at, minutes = :minutes, sequence = :sequence,
    changed_at = :now
where reference = :reference and citizen = :citizen and status = 'booked' and sequence = :before;

-- name: cancel_booking(reference, citizen, now)!
update booking
set status = 'cancelled', sequence = sequence + 1, changed_at = :now
where reference = :reference and citizen = :citizen and status = 'booked';

-- name: add_event(citizen, now, kind, reference)!
insert into booking_event (citizen, happened_at, kind, reference)
values (:citizen, :now, :kind, :reference);

-- name: free_seats(reference)!
delete from seat where reference = :reference;

-- name: free_seat(cell, desk, desk_window, reference)*!
delete from seat
where cell = :cell and desk = :desk and desk_window = :desk_window and reference = :reference;

-- name: rest_seats(reference, until)!
update seat set kind = 'resting', reference = null, until = :until where reference = :reference;

-- name: forget_bookings(before)!
delete from booking where end_at <= :before;

-- name: forget_events(before)!
delete from booking_event where happened_at < :before;

-- name: forget_holds(before)!
delete from hold where until <= :before;

-- name: forget_rests(before)!
delete from seat where until <= :before;

-- name: forget_citizen_bookings(citizen)!
delete from booking where citizen = :citizen;

-- name: forget_citizen_events(citizen)!
delete from booking_event where citizen = :citizen;

-- name: forget_unreachable()!
-- Marks matter only to chats that will be reminded of an appointment, or offered one.
delete from unreachable
where not exists (select 1 from booking where booking.citizen = unreachable.chat_id)
    and not exists (select 1 from waiting where waiting.citizen = unreachable.chat_id);
