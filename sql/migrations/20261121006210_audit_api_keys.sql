-- Which key a request came with. What is there already has none, and its digests are as they were.
alter table audit.log add column api_key_id uuid;

comment on column audit.log.api_key_id is
    'The key (identity.api_keys) that the request came with, of a user or of a trusted server; null without one.';
