-- Definer because callers have no right on the table.
create or replace function ops.settle_outbox(p_id bigint, p_error text default null)
returns void
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_at timestamptz := clock_timestamp();
begin
    update ops.outbox o
    set
        sent_at = case when p_error is null then v_at end,
        failed_at = case when p_error is not null and o.attempts >= 10 then v_at end,
        body = case when p_error is null or o.attempts >= 10 then '' else o.body end,
        last_error = coalesce(left(p_error, 500), o.last_error),
        next_attempt_at = v_at + ops.retry_pause(o.attempts, '1 hour')
    where o.id = p_id and o.sent_at is null and o.failed_at is null and o.attempts > 0;
    if not found then
        perform ops.fail('TH404', 'outbox');
    end if;
end
$$;

grant execute on function ops.settle_outbox(bigint, text) to service_role;
comment on function ops.settle_outbox(bigint, text) is
    'Says that a claimed mail was sent, or with p_error that it was not: then it is tried again after 1, 2, 4 … minutes, at most an hour, and given up after 10 attempts. Raises TH404 for one that is not claimed.';
