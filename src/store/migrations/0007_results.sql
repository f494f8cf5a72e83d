-- What a send did, article by article and day by day, as the service told it: it forgets after 30 days.
create table results (
    account text not null,
    msgid text not null,
    day text not null,
    stat_date text not null,
    title text not null,
    url text,
    figures text not null,
    is_delay bigint not null,
    asked_at bigint not null,
    primary key (account, msgid, stat_date)
);
create index results_by_day on results (account, day);
