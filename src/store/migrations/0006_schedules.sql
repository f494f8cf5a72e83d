-- The time that was set for a run (`send --at`). It permits nothing: the same command, with its own yes, goes on waiting.
alter table runs add column scheduled_at bigint;

-- The file that a list of openids came from, and the digest of its ids: with the sizes of the batches they tell who is left.
alter table runs add column list text;
alter table runs add column list_digest text;
