-- Paid is the end, also of one that was declined before.
create or replace function billing.settle_intent_of_top_up(p_intent jsonb, p_type text, p_at timestamptz)
returns text
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_user_id uuid := billing.uuid_of(p_intent #>> '{metadata,user_id}');
    v_top_up_id uuid := billing.uuid_of(p_intent #>> '{metadata,top_up_id}');
    v_reference billing.stripe_references := billing.refer(p_intent ->> 'id', 'payment_intent');
    v_top_up billing.top_ups;
begin
    if v_reference.object_id <> v_top_up_id then
        return 'metadata';
    end if;
    perform from credits.accounts a where a.user_id = v_user_id for no key update;
    select t.* into v_top_up
    from billing.top_ups t
    where t.user_id = v_user_id and t.id = v_top_up_id
    for update;
    if not found then
        return 'metadata';
    elsif p_type <> 'payment_intent.succeeded' then
        perform billing.decline_top_up(
            v_user_id, v_top_up_id,
            coalesce(
                p_intent #>> '{last_payment_error,decline_code}', p_intent #>> '{last_payment_error,code}',
                p_intent ->> 'status', 'declined'
            ),
            p_at
        );
        return null;
    elsif p_intent ->> 'currency' is distinct from v_top_up.currency then
        return 'currency';
    elsif
        coalesce(p_intent ->> 'amount_received', p_intent ->> 'amount')::numeric
            is distinct from v_top_up.unit_amount
    then
        return 'amount';
    end if;

    update billing.top_ups t
    set status = 'succeeded', decline_code = null, settled_at = clock_timestamp()
    where t.user_id = v_user_id and t.id = v_top_up_id and t.status <> 'succeeded';
    update billing.top_up_settings s
    set declines = 0, next_attempt_at = '-infinity'
    where s.user_id = v_user_id and s.is_enabled and (s.declines > 0 or s.next_attempt_at > '-infinity');
    perform billing.record_purchase(
        p_user_id => v_user_id,
        p_id => v_top_up_id,
        p_kind => 'top_up',
        p_intent_id => v_reference.id,
        p_pack => v_top_up.pack,
        p_credits => v_top_up.credits,
        p_valid_days => v_top_up.valid_days,
        p_amount => v_top_up.unit_amount,
        p_currency => v_top_up.currency,
        p_paid_at => p_at
    );
    return null;
end
$$;

comment on function billing.settle_intent_of_top_up(jsonb, text, timestamptz) is
    'Grants a top-up that was paid for, or notes that it was declined. Answers what isn''t as we made it, or null.';
