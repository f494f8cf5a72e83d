-- The questions "may this be sent" and "how many were sent lately" cost the same however long the history is: `benches/ledger`.
drop index runs_by_name;
create index runs_by_name on runs (account, name, id, fingerprint);
drop index runs_by_content;
create index runs_by_content on runs (account, name, content, id, fingerprint);
create index batches_open on batches (run) where state not in ('accepted', 'abandoned');
create index batches_accepted on batches (settled_at) where state = 'accepted';
