-- Nothing depends on it: what is out of time is refused anyway.
-- Definer because callers have no right on the tables.
create or replace function identity.sweep()
returns void
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    if not identity.is_ours() then
        return;
    end if;
    delete from auth.one_time_tokens t
    where t.id in (
        select d.id
        from auth.one_time_tokens d
        where d.created_at < now() - interval '8 days'
        order by d.id
        for update skip locked
    );
    delete from auth.flow_state f
    where f.id in (
        select d.id
        from auth.flow_state d
        where d.created_at < now() - interval '8 days'
        order by d.id
        for update skip locked
    );
    delete from auth.sessions s
    where s.id in (
        select d.id
        from auth.sessions d
        where d.not_after < now()
        order by d.id
        for update skip locked
    );
    delete from identity.turns t
    where (t.kind, t.subject) in (
        select d.kind, d.subject
        from identity.turns d
        where coalesce(d.taken_at[cardinality(d.taken_at)], '-infinity') < now() - interval '1 hour'
        order by d.kind, d.subject
        for update skip locked
    );
end
$$;

grant execute on function identity.sweep() to service_role;
comment on function identity.sweep() is
    'Deletes codes, links, sessions and counts that are out of time. Safe on every instance at once.';
