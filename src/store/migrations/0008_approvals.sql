-- Plans that an agent made and a person may approve. A row without `approved_at` permits nothing; one with it permits one send,
-- which takes the row away.
create table approvals (
    account text not null,
    fingerprint text not null,
    audience text not null,
    told text not null,
    asked_at bigint not null,
    approved_at bigint,
    primary key (account, fingerprint, audience)
);
