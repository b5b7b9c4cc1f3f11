-- What Stripe didn't answer clearly stays pending: it is asked again under the same key, or its event tells.
-- Definer because callers have no right on the tables.
create or replace function billing.settle_top_up(p_user_id uuid, p_id uuid, p_answer jsonb)
returns billing.top_ups
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_intent jsonb := p_answer;
    v_top_up billing.top_ups;
begin
    if not coalesce(jsonb_typeof(p_answer) = 'object', false) then
        perform ops.fail('TH001', 'answer', 'answer is an object');
    end if;
    if not exists (select from billing.top_ups t where t.user_id = p_user_id and t.id = p_id) then
        perform ops.fail('TH404', 'top_up');
    end if;

    if
        p_answer #>> '{error,type}' = 'card_error'
        -- Stripe's limits, and a wrong secret of ours, have this type, too, and aren't the card's fault.
        or (
            p_answer #>> '{error,type}' = 'invalid_request_error'
            and coalesce(p_answer #>> '{error,code}', p_answer #>> '{error,param}') not in (
                'rate_limit', 'lock_timeout', 'idempotency_key_in_use', 'api_key_expired',
                'platform_api_key_expired', 'secret_key_required', 'livemode_mismatch'
            )
        )
    then
        perform from credits.accounts a where a.user_id = p_user_id for no key update;
        perform billing.decline_top_up(
            p_user_id, p_id,
            coalesce(p_answer #>> '{error,decline_code}', p_answer #>> '{error,code}', p_answer #>> '{error,type}')
        );
    elsif v_intent ->> 'status' = 'succeeded' then
        if
            v_intent #>> '{metadata,top_up_id}' is distinct from p_id::text
            or v_intent #>> '{metadata,user_id}' is distinct from p_user_id::text
            or billing.settle_intent_of_top_up(v_intent, 'payment_intent.succeeded', clock_timestamp()) is not null
        then
            perform ops.fail('TH502', 'top_up');
        end if;
    elsif v_intent ->> 'status' in ('requires_action', 'requires_payment_method', 'canceled') then
        perform from credits.accounts a where a.user_id = p_user_id for no key update;
        perform billing.decline_top_up(p_user_id, p_id, v_intent ->> 'status');
    end if;

    select t.* into strict v_top_up from billing.top_ups t where t.user_id = p_user_id and t.id = p_id;
    return v_top_up;
end
$$;

grant execute on function billing.settle_top_up(uuid, uuid, jsonb) to service_role;
comment on function billing.settle_top_up(uuid, uuid, jsonb) is
    'Keeps what Stripe answered to a top-up, a payment intent or an error: grants it, notes that it was declined, or leaves it pending. Raises TH001 with the field, TH404, TH502 where Stripe answered something else than what was asked for.';
