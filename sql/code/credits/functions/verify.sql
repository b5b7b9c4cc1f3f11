-- Stable, so that all of it is read from the one snapshot of the caller's statement.
-- Definer because callers have no right on the tables.
create or replace function credits.verify(p_user_id uuid default null)
returns setof credits.violation
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
set jit = off
as $$
begin
    return query
    select v.*
    from credits.verify_users(
        coalesce(p_user_id, '00000000-0000-0000-0000-000000000000'),
        coalesce(p_user_id, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
    ) v;

    if p_user_id is null then
        return query
        select null::uuid, 'prices of a job type do not overlap', p.job_type::text, null::numeric, null::numeric
        from credits.prices p
        where exists (
            select
            from credits.prices o
            where o.job_type = p.job_type and o.id <> p.id and o.effective && p.effective
        );
        return query select v.* from credits.verify_drops() v;
    end if;
end
$$;

grant execute on function credits.verify(uuid) to service_role;
comment on function credits.verify(uuid) is
    'Proves the ledger of one user, or of all, wherever it is kept, and from the checkpoints on where months were dropped: a row for every invariant that does not hold, none when sound. Raises TH511 when history was dropped meanwhile.';
