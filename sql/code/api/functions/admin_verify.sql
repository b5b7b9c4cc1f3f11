-- Definer because admins have no right on the tables.
create or replace function api.admin_verify(user_id uuid default null)
returns setof credits.violation
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    if not ops.is_admin() then
        perform ops.fail('TH403');
    end if;
    return query select v.* from credits.verify(p_user_id => admin_verify.user_id) v;
end
$$;

grant execute on function api.admin_verify(uuid) to authenticated, service_role;
comment on function api.admin_verify(uuid) is
    'Proves the ledger of one user, or of all. For admins and trusted servers. See credits.verify. Raises TH403.';
