-- From here on every row's account is an appid, whatever host it was reached by. The indexes keep the question "may this be
-- sent" at one short query, however long the history is.
create index runs_by_name on runs (account, name, id);
create index runs_by_content on runs (account, content);
create index batches_unsettled on batches (run) where state in ('intended', 'unknown');
create index runs_by_base on runs (account, base);
create index previews_by_media_id on previews (account, media_id);
