create or replace function credits.unknown_metadata_key(p_metadata jsonb)
returns text
language sql
stable
security invoker
begin atomic
    select k.key
    from jsonb_object_keys(p_metadata) as k (key)
    where not exists (select from credits.metadata_keys m where m.key = k.key)
    limit 1;
end;

comment on function credits.unknown_metadata_key(jsonb) is
    'A key that credits.metadata_keys does not list, else null.';
