-- Asking twice does no harm, so no key has to be the same: a key of one's own for each attempt keeps Stripe from
-- answering with a failure of before.
-- Definer because callers have no right on the tables.
create or replace function billing.claim_errands(p_limit integer default 10)
returns setof billing.stripe_request
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_errand billing.stripe_errands;
begin
    if p_limit is null or p_limit not between 1 and 100 then
        perform ops.fail('TH001', 'limit', 'limit is 1 to 100');
    end if;

    -- What has ended meanwhile, as its events told.
    update billing.stripe_errands e
    set done_at = clock_timestamp()
    where
        e.done_at is null and e.failed_at is null and e.next_attempt_at <= clock_timestamp()
        and case e.kind
            when 'cancel_subscription' then exists (
                select from billing.stripe_subscriptions s
                where
                    s.id = e.stripe_id
                    and (s.status in ('canceled', 'incomplete_expired') or s.cancel_at_period_end)
            )
            when 'expire_session' then not exists (
                select from billing.checkouts c
                where
                    c.user_id = e.user_id and c.stripe_session_id = e.stripe_id
                    and c.status in ('open', 'superseded')
                    and c.created_at > clock_timestamp() - interval '25 hours'
            )
            else false
        end;

    for v_errand in
        update billing.stripe_errands e
        set attempts = e.attempts + 1, next_attempt_at = clock_timestamp() + interval '5 minutes'
        where (e.user_id, e.id) in (
            select d.user_id, d.id
            from billing.stripe_errands d
            where
                d.done_at is null and d.failed_at is null
                and d.next_attempt_at <= clock_timestamp() and d.attempts < 50
            order by d.next_attempt_at, d.id
            limit p_limit
            for update skip locked
        )
        returning e.*
    loop
        return next billing.request(
            v_errand.user_id, v_errand.id, v_errand.kind,
            format(
                case v_errand.kind
                    when 'cancel_subscription' then '/v1/subscriptions/%s'
                    when 'expire_session' then '/v1/checkout/sessions/%s/expire'
                    else '/v1/customers/%s'
                end,
                v_errand.stripe_id
            ),
            case v_errand.kind
                when 'cancel_subscription' then '{"cancel_at_period_end": true}'::jsonb
                when 'expire_session' then '{}'
                -- An empty text unsets what is there.
                else '{"email": "", "name": "", "phone": "", "address": "", "shipping": "", "description": ""}'
            end,
            v_errand.id || ' ' || v_errand.attempts
        );
    end loop;
end
$$;

grant execute on function billing.claim_errands(integer) to service_role;
comment on function billing.claim_errands(integer) is
    'Up to p_limit requests to Stripe for accounts that were deleted, for the caller alone to post and tell billing.settle_errand of within 5 minutes. Raises TH001 with the field.';
