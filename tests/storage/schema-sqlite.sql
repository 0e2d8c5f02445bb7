CREATE TABLE booking (
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

CREATE INDEX booking_by_age on booking (end_at);

CREATE INDEX booking_by_citizen on booking (citizen);

CREATE UNIQUE INDEX booking_once on booking (citizen, service, person_key)
where status = 'booked';

CREATE TABLE booking_event (
    citizen integer not null,
    happened_at text not null,
    kind text not null check (kind in ('booked', 'moved', 'cancelled')),
    reference text not null
) strict;

CREATE INDEX booking_event_by_age on booking_event (happened_at);

CREATE INDEX booking_event_by_citizen on booking_event (citizen, happened_at);

CREATE TABLE hold (
    citizen integer primary key not null,
    service text not null,
    start_at text not null,
    minutes integer not null check (minutes > 0),
    until text not null
) strict;

CREATE TABLE inbox (
    update_id integer primary key not null,
    lane integer not null,        -- the chat: its updates are handled in order
    body text,                    -- JSON as it arrived; null once it is done
    tries integer not null check (tries >= 0),
    state text not null check (state in ('waiting', 'done', 'parked')),
    changed_at text not null,
    check (state <> 'done' or body is null)
) strict;

CREATE INDEX inbox_by_age on inbox (changed_at) where state <> 'waiting';

CREATE INDEX inbox_waiting on inbox (update_id) where state = 'waiting';

CREATE TABLE memory (
    chat_id integer primary key,
    state text not null,         -- JSON of bot.dialogue.model.Memory
    touched_at text not null     -- ISO 8601, UTC
) strict;

CREATE INDEX memory_by_age on memory (touched_at);

CREATE TABLE offer (
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

CREATE INDEX offer_by_citizen on offer (citizen);

CREATE UNIQUE INDEX offer_once on offer (citizen) where open = 1;

CREATE TABLE outbox (
    id integer primary key autoincrement,
    chat_id integer,              -- null where the order among others is of no matter
    update_id integer,            -- what it answers
    urgent integer not null check (urgent in (0, 1)),
    kind text not null,           -- a name of bot.outgoing
    act text not null,            -- JSON of it
    tries integer not null check (tries >= 0),
    due_at text not null
) strict;

CREATE INDEX outbox_by_chat on outbox (chat_id, id);

CREATE INDEX outbox_in_order on outbox (urgent desc, id);

CREATE TABLE reminder (
    reference text not null references booking (reference) on delete cascade,
    due_at text not null,
    primary key (reference, due_at)
) strict, without rowid;

CREATE INDEX reminder_by_due on reminder (due_at, reference);

CREATE TABLE seat (
    cell text not null,
    desk text not null,
    desk_window integer not null,
    windows integer not null,
    kind text not null check (kind in ('booked', 'held', 'resting')),
    reference text references booking (reference) on delete cascade,
    citizen integer references hold (citizen) on delete cascade,
    until text, offer integer references offer (id) on delete cascade
check (offer is null or kind = 'resting'),                   -- free again from then on; null: stays
    primary key (cell, desk, desk_window),
    check (desk_window between 1 and windows),
    check (windows <= 62),        -- read as the bits of one number
    check ((kind = 'booked') = (reference is not null)),
    check ((kind = 'booked') = (until is null)),
    check ((kind = 'held') = (citizen is not null))
) strict, without rowid;

CREATE INDEX seat_by_booking on seat (reference) where reference is not null;

CREATE INDEX seat_by_end on seat (until) where until is not null;

CREATE INDEX seat_by_hold on seat (citizen) where citizen is not null;

CREATE INDEX seat_by_offer on seat (offer) where offer is not null;

CREATE TABLE tally (
    name text primary key not null,
    count integer not null
) strict;

CREATE TABLE unreachable (
    chat_id integer primary key not null
) strict;

CREATE TABLE waiting (
    id integer primary key not null,   -- the order of the line, whatever any clock says
    citizen integer not null,
    service text not null,
    reference text references booking (reference) on delete cascade,  -- to be earlier; null: none yet
    joined_at text not null
) strict;

CREATE INDEX waiting_by_booking on waiting (reference) where reference is not null;

CREATE INDEX waiting_line on waiting (service, id);

CREATE UNIQUE INDEX waiting_once on waiting (citizen, service, coalesce(reference, ''));
