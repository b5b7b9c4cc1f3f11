-- A worker that dies leaves its mail to the next one, after 5 minutes. What it may have sent by
-- then is sent again: rather twice than never.
-- Definer because callers have no right on the table.
create or replace function ops.claim_outbox(p_limit integer default 10)
returns setof ops.outbox
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_at timestamptz := clock_timestamp();
begin
    if p_limit is null or p_limit not between 1 and 100 then
        perform ops.fail('TH001', 'limit', 'limit is 1 to 100');
    end if;

    -- Those whose last worker never came back.
    update ops.outbox o
    set failed_at = v_at, body = ''
    where o.id in (
        select d.id
        from ops.outbox d
        where
            d.sent_at is null and d.failed_at is null
            and d.next_attempt_at <= v_at and d.attempts >= 10
        order by d.next_attempt_at, d.id
        limit p_limit
        for update skip locked
    );

    return query
    update ops.outbox o
    set attempts = o.attempts + 1, next_attempt_at = v_at + interval '5 minutes'
    where o.id in (
        select d.id
        from ops.outbox d
        where
            d.sent_at is null and d.failed_at is null
            and d.next_attempt_at <= v_at and d.attempts < 10
        order by d.next_attempt_at, d.id
        limit p_limit
        for update skip locked
    )
    returning o.*;
end
$$;

grant execute on function ops.claim_outbox(integer) to service_role;
comment on function ops.claim_outbox(integer) is
    'Up to p_limit mails that are due, for the caller alone to send and settle within 5 minutes. Raises TH001 with the field.';
