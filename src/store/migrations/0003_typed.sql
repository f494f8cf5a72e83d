-- What decisions are made from, as columns of their own; `summary` is for people only. Rows of before are filled in by
-- `join_accounts.rs`, which runs between this file and the next.
alter table runs add column content text;
alter table runs add column audience_kind text;
alter table runs add column tag_id bigint;
alter table runs add column base text;

-- It held the run's fingerprint, the same for every batch, and was never read.
alter table batches drop column digest;
