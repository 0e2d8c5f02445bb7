-- Who waits for an earlier time, or for any, and what they were offered.

create table waiting (
    id integer primary key not null,   -- the order of the line, whatever any clock says
    citizen integer not null,
    service text not null,
    reference text references booking (reference) on delete cascade,  -- to be earlier; null: none yet
    joined_at text not null
) strict;

create unique index waiting_once on waiting (citizen, service, coalesce(reference, ''));
create index waiting_line on waiting (service, id);
create index waiting_by_booking on waiting (reference) where reference is not null;

create table offer (
    id integer primary key not null,   -- at random: the button of an old offer never means a new one
    entry integer not null references waiting (id) on delete cascade,
    citizen integer not null,
    start_at text not null,
    minutes integer not null check (minutes > 0),
    made_at text not null,
    until text not null,
    open integer not null check (open in (0, 1)),
    unique (entry, start_at)           -- nobody is offered the same time twice
) strict;

create unique index offer_once on offer (citizen) where open = 1;
create index offer_by_citizen on offer (citizen);

-- An offered time rests for everybody but the one who may take it; it ends with its offer.
alter table seat add column offer integer references offer (id) on delete cascade
check (offer is null or kind = 'resting');

create index seat_by_offer on seat (offer) where offer is not null;
