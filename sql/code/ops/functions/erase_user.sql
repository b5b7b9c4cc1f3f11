-- Everything that is found by the user; what isn't (the log, Stripe's events) ops.erase_due goes through.
create or replace function ops.erase_user(p_user_id uuid, p_limit integer default 1000)
returns integer
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_total integer;
    v_count integer;
begin
    v_total := identity.erase_user(p_user_id)
        + chat.erase_user(p_user_id, p_limit)
        + credits.erase_user(p_user_id, p_limit)
        + usage.erase_user(p_user_id, p_limit)
        + ai.erase_user(p_user_id, p_limit)
        + billing.erase_user(p_user_id);
    delete from ops.outbox o where o.user_id = p_user_id;
    get diagnostics v_count = row_count;
    v_total := v_total + v_count;
    delete from ops.rate_counters n where n.subject = 'user ' || p_user_id;

    update ops.erasures e
    set rows_erased = e.rows_erased + v_total
    where e.user_id = p_user_id and v_total > 0;
    return v_total;
end
$$;

comment on function ops.erase_user(uuid, integer) is
    'Takes away what is known of a deleted account, up to p_limit rows of each table; none is left when it answers 0.';
