-- Payment intents and charges alike; of a payment both may be in the list. Only what succeeded is money.
-- Definer because callers have no right on the tables.
create or replace function billing.reconcile(
    p_stripe_objects jsonb,
    p_since timestamptz default null,
    p_until timestamptz default null
)
returns setof billing.discrepancy
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    if not coalesce(jsonb_typeof(p_stripe_objects) = 'array', false) then
        perform ops.fail('TH001', 'stripe_objects', 'stripe objects are an array');
    end if;

    return query
    with
    told as (
        select
            case o.value ->> 'object'
                when 'charge' then coalesce(billing.stripe_id_of(o.value -> 'payment_intent'), o.value ->> 'id')
                else o.value ->> 'id'
            end as id,
            case o.value ->> 'object'
                when 'charge' then coalesce(o.value ->> 'amount_captured', o.value ->> 'amount')
                else coalesce(o.value ->> 'amount_received', o.value ->> 'amount')
            end::bigint as amount,
            o.value ->> 'currency' as currency,
            case o.value ->> 'object'
                when 'charge' then (o.value ->> 'amount_refunded')::bigint
                else (o.value #>> '{latest_charge,amount_refunded}')::bigint
            end as refunded,
            billing.stripe_time_of(o.value -> 'created') as created_at
        from jsonb_array_elements(p_stripe_objects) o
        where
            o.value ->> 'object' in ('charge', 'payment_intent') and o.value ->> 'status' = 'succeeded'
    ),
    theirs as (
        select t.id, max(t.amount) as amount, max(t.currency) as currency, max(t.refunded) as refunded,
            max(t.created_at) as created_at
        from told t
        group by t.id
    ),
    ours as (
        select
            p.user_id, p.id as payment_id, p.amount::bigint as amount, p.currency::text as currency,
            p.refunded::bigint as refunded, p.paid_at, coalesce(i.id, p.invoice_id) as stripe_id
        from billing.payments p
        left join lateral billing.intents_of(p.user_id, p.id) i (id) on true
        where p.amount > 0
    )
    select t.id, 'missing_here', null::uuid, null::uuid, format('%s %s', t.amount, t.currency), null::text
    from theirs t
    where
        t.created_at between coalesce(p_since, t.created_at) and coalesce(p_until, t.created_at)
        and not exists (select from ours o where o.stripe_id = t.id)
    union all
    select o.stripe_id, 'missing_there', o.user_id, o.payment_id, null, format('%s %s', o.amount, o.currency)
    from ours o
    where
        o.paid_at between coalesce(p_since, (select min(t.created_at) from told t))
            and coalesce(p_until, (select max(t.created_at) from told t))
        and not exists (select from theirs t where t.id = o.stripe_id)
    union all
    select t.id, d.kind, o.user_id, o.payment_id, d.theirs, d.ours
    from theirs t
    join ours o on o.stripe_id = t.id
    cross join lateral (
        values
            ('amount', t.amount::text, o.amount::text),
            ('currency', t.currency, o.currency),
            ('refunded', t.refunded::text, o.refunded::text)
    ) d (kind, theirs, ours)
    where
        d.theirs <> d.ours
        and t.created_at between coalesce(p_since, t.created_at) and coalesce(p_until, t.created_at)
    order by 1, 2;
end
$$;

grant execute on function billing.reconcile(jsonb, timestamptz, timestamptz) to service_role;
comment on function billing.reconcile(jsonb, timestamptz, timestamptz) is
    'Compares a list of Stripe''s payment intents or charges with our payments: a row for each that is missing on either side, or differs. What they lack is looked for from p_since to p_until, by default the time that the list spans. Raises TH001 with the field.';
