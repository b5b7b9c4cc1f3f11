-- Definer because callers have no right on the table.
create or replace function ops.clean_rate_counters(p_limit integer default 10000)
returns integer
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_count integer;
begin
    if p_limit is null or p_limit < 1 then
        perform ops.fail('TH001', 'limit', 'limit is at least 1');
    end if;

    -- Materialized: a sub-select may be run once a row, and its limit then bounds nothing.
    with due as materialized (
        select d.class, d.subject
        from ops.rate_counters d
        where d.ready_at < clock_timestamp()
        order by d.class, d.subject
        limit p_limit
        for update skip locked
    )
    delete from ops.rate_counters n
    using due d
    where n.class = d.class and n.subject = d.subject;
    get diagnostics v_count = row_count;
    return v_count;
end
$$;

grant execute on function ops.clean_rate_counters(integer) to service_role;
comment on function ops.clean_rate_counters(integer) is
    'Deletes up to p_limit counters that count nothing any more. Answers how many. Raises TH001 with the field.';
