-- What the service called back about finished sends. By msg_id and not in the row of the batch: a callback may come before
-- the answer to the call has been recorded, and about sends that this ledger has never seen.
create table finishes (
    account text not null,
    msg_id bigint not null,
    word text not null,
    outcome text,
    ended_at bigint not null,
    heard_at bigint not null,
    total bigint,
    filtered bigint,
    sent bigint,
    failed bigint,
    articles text not null,
    primary key (account, msg_id)
);

-- Never written by any version.
alter table batches drop column total;
alter table batches drop column filtered;
alter table batches drop column sent;
alter table batches drop column failed;
