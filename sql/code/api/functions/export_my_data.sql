-- For a session, not for a key: whoever steals one would have everything at once.
-- Definer because users have no right on most tables.
create or replace function api.export_my_data()
returns json
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    if auth.jwt() ->> 'api_key_id' is not null then
        perform ops.fail('TH403', 'api_key', 'data is not exported by a key');
    end if;
    return ops.export_user(auth.uid());
end
$$;

grant execute on function api.export_my_data() to authenticated;
comment on function api.export_my_data() is
    'All that is known of the user who asks, table by table, as one document. Raises TH403 for a key, TH404.';
