-- name: load_memory(chat_id)$
select state from memory where chat_id = :chat_id;

-- name: save_memory(chat_id, state, touched_at)!
insert into memory (chat_id, state, touched_at)
values (:chat_id, :state, :touched_at)
on conflict (chat_id) do update set state = excluded.state, touched_at = excluded.touched_at;

-- name: forget(chat_id)!
delete from memory where chat_id = :chat_id;

-- name: forget_older(before)!
-- Not who still has an appointment here: they are reminded of it in their language.
delete from memory
where touched_at < :before
    and not exists (
        select 1 from booking
        where booking.citizen = memory.chat_id and booking.status = 'booked'
    );
