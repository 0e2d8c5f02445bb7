-- What is remembered of a citizen between messages: language and the last topic, never what was written.
create table memory (
    chat_id integer primary key,
    state text not null,         -- JSON of bot.dialogue.model.Memory
    touched_at text not null     -- ISO 8601, UTC
) strict;

create index memory_by_age on memory (touched_at);
