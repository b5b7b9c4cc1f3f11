-- A worker that dies leaves what it had to the next one, after 5 minutes. What it may have posted by then is
-- posted again, under the same webhook-id: rather twice than never.
-- A few of each endpoint, so that one that hangs doesn't keep the others waiting.
-- Definer because callers have no right on the tables.
create or replace function ops.claim_webhooks(p_limit integer default 10)
returns setof ops.webhook_task
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
    update ops.webhook_deliveries d
    set failed_at = v_at
    where d.id in (
        select w.id
        from ops.webhook_deliveries w
        where
            w.delivered_at is null and w.failed_at is null
            and w.next_attempt_at <= v_at and w.attempts >= 12
        limit p_limit
        for update skip locked
    );

    return query
    with claimed as (
        update ops.webhook_deliveries d
        set attempts = d.attempts + 1, next_attempt_at = v_at + interval '5 minutes'
        from (
            select w.id
            from ops.webhook_endpoints e
            cross join ops.webhook_settings s
            cross join lateral (
                select d.id, d.next_attempt_at
                from ops.webhook_deliveries d
                where
                    d.endpoint_id = e.id
                    and d.delivered_at is null and d.failed_at is null
                    and d.next_attempt_at <= v_at and d.attempts < 12
                order by d.next_attempt_at, d.id
                limit greatest(p_limit / 3, 1)
                for update skip locked
            ) w
            where e.is_enabled and (s.allows_http or e.url like 'https://%')
            order by w.next_attempt_at, w.id
            limit p_limit
        ) due
        where d.id = due.id
        returning d.*
    )
    select
        c.id, c.attempts, 'msg_' || replace(c.event_id::text, '-', ''), e.url::text, c.body,
        array_remove(
            array[e.secret::text, case when e.previous_secret_until > v_at then e.previous_secret::text end], null
        ),
        c.traceparent
    from claimed c
    join ops.webhook_endpoints e on e.id = c.endpoint_id
    order by c.next_attempt_at, c.id;
end
$$;

grant execute on function ops.claim_webhooks(integer) to service_role;
comment on function ops.claim_webhooks(integer) is
    'Up to p_limit deliveries that are due, for the caller alone to post and settle within 5 minutes. Raises TH001 with the field.';
