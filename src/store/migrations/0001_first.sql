-- One dialect for SQLite and PostgreSQL: BIGINT and TEXT alone. Times are milliseconds since 1970 (UTC), truths are 0 and 1.
-- A file that has been released is never edited: changes are new files.

-- Where the next number of a table comes from; the row lock puts writers in a line.
create table ids (
    name text not null primary key,
    last bigint not null
);
insert into ids (name, last) values ('runs', 0), ('news', 0), ('previews', 0);

create table tokens (
    account text not null primary key,
    value text not null,
    expires_at bigint not null
);

create table uploads (
    account text not null,
    endpoint text not null,
    sha256 text not null,
    media_id text,
    url text,
    created_at bigint not null,
    expires_at bigint,
    primary key (account, endpoint, sha256)
);

create table runs (
    id bigint not null primary key,
    account text not null,
    account_name text,
    name text not null,
    fingerprint text not null,
    attempt bigint not null,
    kind text not null,
    summary text not null,
    created_at bigint not null,
    finished_at bigint,
    unique (account, name, fingerprint, attempt)
);

create table batches (
    run bigint not null references runs (id),
    number bigint not null,
    client_msg_id text not null,
    size bigint not null,
    digest text not null,
    state text not null check (state in ('planned', 'intended', 'accepted', 'refused', 'unknown', 'abandoned')),
    intended_at bigint,
    tried_at bigint,
    tries bigint not null,
    settled_at bigint,
    media_id text,
    msg_id bigint,
    msg_data_id bigint,
    errcode bigint,
    note text,
    status text,
    status_at bigint,
    total bigint,
    filtered bigint,
    sent bigint,
    failed bigint,
    primary key (run, number),
    unique (run, client_msg_id)
);
create index batches_by_msg_id on batches (msg_id);

create table news (
    id bigint not null primary key,
    account text not null,
    content text not null,
    route text not null,
    media_id text not null,
    created_at bigint not null,
    spent bigint not null
);
create index news_by_content on news (account, content);

create table previews (
    id bigint not null primary key,
    account text not null,
    content text not null,
    receiver text not null,
    media_id text,
    sent_at bigint not null
);
create index previews_by_time on previews (account, sent_at);
create index previews_by_content on previews (account, content);

-- Locks on PostgreSQL; on SQLite they are files beside the store.
create table leases (
    name text not null primary key,
    holder text not null,
    fence bigint not null,
    since bigint not null,
    lease_until bigint not null
);
