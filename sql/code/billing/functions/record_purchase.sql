create or replace function billing.record_purchase(
    p_user_id uuid,
    p_id uuid,
    p_kind text,
    p_intent_id text,
    p_pack text,
    p_credits numeric,
    p_valid_days integer,
    p_amount bigint,
    p_currency text,
    p_paid_at timestamptz
)
returns void
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_grant credits.grants;
begin
    -- Race: whatever tells that it was paid for queues here; the second finds the payment.
    perform from credits.accounts a where a.user_id = p_user_id for no key update;
    if not exists (select from billing.payments p where p.user_id = p_user_id and p.id = p_id) then
        v_grant := credits.grant_credits(
            p_user_id => p_user_id,
            p_amount => p_credits,
            p_source => 'purchase',
            p_expires_at => clock_timestamp() + make_interval(hours => 24 * p_valid_days),
            p_idempotency_key => 'payment ' || p_id,
            p_metadata => jsonb_build_object('order_id', p_id)
        );
        insert into billing.payments (
            user_id, id, kind, checkout_id, top_up_id, pack, amount, currency, credits, grant_id, paid_at
        ) values (
            p_user_id, p_id, p_kind, case p_kind when 'pack' then p_id end,
            case p_kind when 'top_up' then p_id end, p_pack, p_amount, p_currency, p_credits, v_grant.id,
            p_paid_at
        );
    end if;

    if p_intent_id is not null then
        update billing.stripe_references r
        set owner_id = p_user_id, object_id = p_id
        where r.id = p_intent_id and r.object_id is null;
    end if;
    perform billing.settle_payment(p_user_id, p_id);
end
$$;

comment on function billing.record_purchase(
    uuid, uuid, text, text, text, numeric, integer, bigint, text, timestamptz
) is
    'Grants credits that were paid for, once, and takes off what has been paid back by now. The caller has the payment intent locked.';
