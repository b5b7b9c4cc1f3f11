-- Definer because admins have no right on the tables.
create or replace function api.admin_compensations(
    status text default null,
    page_size integer default 50
)
returns setof credits.compensation_report
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    if not ops.is_admin() then
        perform ops.fail('TH403');
    elsif admin_compensations.status not in ('queued', 'settled', 'failed') then
        perform ops.fail('TH001', 'status', 'status is queued, settled or failed');
    end if;

    return query
    select
        c.user_id, c.id, u.email::text, c.reservation_id, c.amount::numeric, c.reason::text,
        c.status::text, c.attempts, c.last_error::text, c.next_attempt_at, c.created_at, c.settled_at
    from credits.compensations c
    left join auth.users u on u.id = c.user_id and u.deleted_at is null
    where
        c.status = admin_compensations.status
        or admin_compensations.status is null and c.status <> 'settled'
    order by c.created_at desc, c.id
    limit least(greatest(coalesce(admin_compensations.page_size, 50), 1), 1000);
end
$$;

grant execute on function api.admin_compensations(text, integer) to authenticated, service_role;
comment on function api.admin_compensations(text, integer) is
    'Compensations of a status, by default those that are not settled, the newest first. For admins and trusted servers. Raises TH001 with the field, TH403.';
