-- Definer because callers have no right on the tables.
create or replace function chat.clean_run_events(p_limit integer default 5000)
returns integer
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_count integer;
begin
    if p_limit is null or p_limit not between 1 and 100000 then
        perform ops.fail('TH001', 'limit', 'limit is 1 to 100,000');
    end if;
    delete from chat.run_events e
    where e.ctid = any(
        array(
            select o.ctid
            from chat.run_events o
            where o.created_at < now() - interval '1 day'
            limit p_limit
            for update skip locked
        )
    );
    get diagnostics v_count = row_count;
    return v_count;
end
$$;

grant execute on function chat.clean_run_events(integer) to service_role;
comment on function chat.clean_run_events(integer) is
    'Deletes up to p_limit events of more than a day ago; what was said stands in the messages. Answers how many. Raises TH001.';
