-- Definer because admins have no right on the table.
create or replace function api.admin_prices()
returns setof credits.price_period
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    if not ops.is_admin() then
        perform ops.fail('TH403');
    end if;

    return query
    select
        p.job_type::text, p.unit::text, p.price::numeric, p.per_units::numeric, lower(p.effective),
        upper(p.effective)
    from credits.prices p
    order by p.job_type, lower(p.effective) desc
    limit 1000;
end
$$;

grant execute on function api.admin_prices() to authenticated, service_role;
comment on function api.admin_prices() is
    'Prices that are, were and will be in force, of each job type the latest first. For admins and trusted servers. Raises TH403.';
