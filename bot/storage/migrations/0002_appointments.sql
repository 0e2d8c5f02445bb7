-- The appointment book. What must never happen is refused here, whatever the code above believes.

create table booking (
    reference text primary key not null,
    citizen integer not null,     -- Telegram id of the account that owns it
    service text not null,
    person text not null,         -- the applicant's name as it was written
    person_key text not null,     -- the same name however it is written
    start_at text not null,       -- ISO 8601 in UTC, like every time in this file
    end_at text not null,
    minutes integer not null check (minutes > 0),
    status text not null check (status in ('booked', 'cancelled', 'past')),
    sequence integer not null check (sequence >= 0),
    created_at text not null,
    changed_at text not null
) strict;

-- One appointment for each service and person. Within one account: two accounts may know two
-- people of one name, and a refusal must not tell a stranger that a name is booked.
create unique index booking_once on booking (citizen, service, person_key)
where status = 'booked';

create index booking_by_age on booking (end_at);
create index booking_by_citizen on booking (citizen);

-- What is kept for a citizen who is filling in the form: one time at most.
create table hold (
    citizen integer primary key not null,
    service text not null,
    start_at text not null,
    minutes integer not null check (minutes > 0),
    until text not null
) strict;

-- Every occupied window of a desk in every cell of its grid. The primary key forbids double
-- booking, the check more bookings than windows.
create table seat (
    cell text not null,
    desk text not null,
    desk_window integer not null,
    windows integer not null,
    kind text not null check (kind in ('booked', 'held', 'resting')),
    reference text references booking (reference) on delete cascade,
    citizen integer references hold (citizen) on delete cascade,
    until text,                   -- free again from then on; null: stays
    primary key (cell, desk, desk_window),
    check (desk_window between 1 and windows),
    check (windows <= 62),        -- read as the bits of one number
    check ((kind = 'booked') = (reference is not null)),
    check ((kind = 'booked') = (until is null)),
    check ((kind = 'held') = (citizen is not null))
) strict, without rowid;

create index seat_by_booking on seat (reference) where reference is not null;
create index seat_by_hold on seat (citizen) where citizen is not null;
create index seat_by_end on seat (until) where until is not null;

-- What happened, without a name: counted against hoarding.
create table booking_event (
    citizen integer not null,
    happened_at text not null,
    kind text not null check (kind in ('booked', 'moved', 'cancelled')),
    reference text not null
) strict;

create index booking_event_by_citizen on booking_event (citizen, happened_at);
create index booking_event_by_age on booking_event (happened_at);
