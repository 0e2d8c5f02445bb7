-- What Telegram has handed over, and what it is owed.

create table inbox (
    update_id integer primary key not null,
    lane integer not null,        -- the chat: its updates are handled in order
    body text,                    -- JSON as it arrived; null once it is done
    tries integer not null check (tries >= 0),
    state text not null check (state in ('waiting', 'done', 'parked')),
    changed_at text not null,
    check (state <> 'done' or body is null)
) strict;

create index inbox_waiting on inbox (update_id) where state = 'waiting';
create index inbox_by_age on inbox (changed_at) where state <> 'waiting';

create table outbox (
    id integer primary key autoincrement,
    chat_id integer,              -- null where the order among others is of no matter
    update_id integer,            -- what it answers
    urgent integer not null check (urgent in (0, 1)),
    kind text not null,           -- a name of bot.outgoing
    act text not null,            -- JSON of it
    tries integer not null check (tries >= 0),
    due_at text not null
) strict;

create index outbox_by_chat on outbox (chat_id, id);
create index outbox_in_order on outbox (urgent desc, id);

-- Chats that refuse messages: only a reply reaches for them again.
create table unreachable (
    chat_id integer primary key not null
) strict;

create table tally (
    name text primary key not null,
    count integer not null
) strict;
