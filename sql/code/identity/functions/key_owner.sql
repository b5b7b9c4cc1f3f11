-- Whoever has stolen a key must not make himself another one, nor keep it alive.
create or replace function identity.key_owner(p_user_id uuid)
returns uuid
language plpgsql
stable
security invoker
set search_path = pg_catalog, pg_temp
as $$
begin
    if auth.jwt() ->> 'api_key_id' is not null then
        perform ops.fail('TH403', 'api_key', 'keys are not managed by keys');
    elsif current_setting('role') <> 'authenticated' then
        return p_user_id;
    elsif auth.uid() is null or p_user_id <> auth.uid() then
        perform ops.fail('TH403', 'user_id', 'a user has keys of their own only');
    end if;
    return auth.uid();
end
$$;

comment on function identity.key_owner(uuid) is
    'Whose keys the caller manages: a user their own, a trusted server those of p_user_id, null for any. Raises TH403.';
