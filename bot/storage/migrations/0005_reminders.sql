-- When citizens are to be reminded of their appointments. What is due is erased when it is said;
-- of a cancelled appointment nothing is left, of a moved one only what its new time asks for.

create table reminder (
    reference text not null references booking (reference) on delete cascade,
    due_at text not null,
    primary key (reference, due_at)
) strict, without rowid;

create index reminder_by_due on reminder (due_at, reference);
