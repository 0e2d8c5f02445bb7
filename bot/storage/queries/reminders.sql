-- name: add_reminder(reference, due_at)*!
insert into reminder (reference, due_at) values (:reference, :due_at);

-- name: drop_reminders(reference)!
delete from reminder where reference = :reference;

-- name: first_reminder(now)
-- Of an appointment that has begun nothing is said; its rows go with it, so that a clock that
-- leapt ahead by mistake has lost nothing when it is set right.
select booking.citizen, reminder.reference
from reminder
join booking on booking.reference = reminder.reference
where reminder.due_at <= :now and booking.status = 'booked' and booking.start_at > :now
order by reminder.due_at, reminder.reference
limit 1;

-- name: take_reminders(reference, now)!
delete from reminder where reference = :reference and due_at <= :now;

-- name: reminded(reference, now)
select reference, citizen, service, person, start_at, minutes, sequence
from booking
where reference = :reference and status = 'booked' and start_at > :now;

-- name: put_off_reminder(reference, due_at, near)!
insert into reminder (reference, due_at)
select cast(:reference as text), cast(:due_at as text)
where not exists (select 1 from reminder where reference = :reference and due_at < :near);
