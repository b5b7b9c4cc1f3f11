-- Definer because callers have no right on the table.
create or replace function ops.clean_outbox(p_limit integer default 1000)
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

    delete from ops.outbox o
    where o.id in (
        select d.id
        from ops.outbox d
        where coalesce(d.sent_at, d.failed_at) < clock_timestamp() - interval '30 days'
        order by d.id
        limit p_limit
        for update skip locked
    );
    get diagnostics v_count = row_count;
    return v_count;
end
$$;

grant execute on function ops.clean_outbox(integer) to service_role;
comment on function ops.clean_outbox(integer) is
    'Deletes up to p_limit mails that were sent or given up 30 days ago, with the addresses they went to. Answers how many. Raises TH001 with the field.';
