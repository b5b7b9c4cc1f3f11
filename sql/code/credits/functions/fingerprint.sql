create or replace function credits.fingerprint(p_arguments jsonb)
returns bytea
language sql
stable
parallel safe
security invoker
begin atomic
    select pg_catalog.sha256(pg_catalog.convert_to(p_arguments::text, 'UTF8'));
end;

comment on function credits.fingerprint(jsonb) is
    'SHA-256 of a request''s arguments, to tell a replay from another request under the same key.';
