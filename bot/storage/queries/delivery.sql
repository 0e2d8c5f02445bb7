-- name: add_arrived(update_id, lane, body, now)!
insert into inbox (update_id, lane, body, tries, state, changed_at)
values (:update_id, :lane, :body, 0, 'waiting', :now)
on conflict (update_id) do nothing;

-- name: waiting()
select update_id, lane, body, tries from inbox where state = 'waiting' order by update_id;

-- name: inbox_depth()$
select count(*) from inbox where state = 'waiting';

-- name: done(update_id, now)!
update inbox set state = 'done', body = null, changed_at = :now where update_id = :update_id;

-- name: failed(update_id)!
update inbox set tries = tries + 1 where update_id = :update_id;

-- name: tries_of(update_id)$
select tries from inbox where update_id = :update_id;

-- name: park(update_id, now)!
update inbox set state = 'parked', body = null, changed_at = :now
where update_id = :update_id and state = 'waiting';

-- name: forget_arrived(before)!
delete from inbox where state <> 'waiting' and changed_at < :before;

-- name: add_owed(chat_id, update_id, urgent, kind, act, now)!
insert into outbox (chat_id, update_id, urgent, kind, act, tries, due_at)
values (:chat_id, :update_id, :urgent, :kind, :act, 0, :now);

-- name: due(now, most)
-- Of each chat its first answer, or without any its first reminder, where its time has come.
select id, kind, act, tries, urgent, update_id
from outbox
where due_at <= :now
    and not exists (
        select 1 from outbox as earlier
        where earlier.chat_id = outbox.chat_id and earlier.urgent >= outbox.urgent
            and (earlier.id < outbox.id or earlier.urgent > outbox.urgent)
    )
order by urgent desc, id
limit :most;

-- name: outbox_depth()$
select count(*) from outbox;

-- name: next_due()$
select min(due_at)
from outbox
where not exists (
    select 1 from outbox as earlier
    where earlier.chat_id = outbox.chat_id and earlier.urgent >= outbox.urgent
        and (earlier.id < outbox.id or earlier.urgent > outbox.urgent)
);

-- name: oldest_due()$
select due_at from outbox order by id limit 1;

-- name: postpone(id, due_at, tries)!
update outbox set due_at = :due_at, tries = :tries where id = :id;

-- name: erase_owed(id)!
delete from outbox where id = :id;

-- name: erase_owed_to(chat_id)!
delete from outbox where chat_id = :chat_id;

-- name: mark_unreachable(chat_id)!
insert into unreachable (chat_id) values (:chat_id) on conflict (chat_id) do nothing;

-- name: unmark_unreachable(chat_id)!
delete from unreachable where chat_id = :chat_id;

-- name: is_unreachable(chat_id)$
select count(*) from unreachable where chat_id = :chat_id;

-- name: count_one(name)!
insert into tally (name, count) values (:name, 1)
on conflict (name) do update set count = tally.count + 1;

-- name: tally_of(name)$
select count from tally where name = :name;
