create or replace function credits.check_metadata(p_metadata credits.metadata)
returns void
language plpgsql
stable
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_unknown text := credits.unknown_metadata_key(p_metadata);
begin
    if v_unknown is not null then
        perform ops.fail('TH001', 'metadata', format('Key %s is not allowed.', to_json(left(v_unknown, 64))));
    end if;
end
$$;

comment on function credits.check_metadata(credits.metadata) is
    'Refuses a key that credits.metadata_keys does not list. Raises TH001.';
