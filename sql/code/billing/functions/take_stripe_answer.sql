-- Definer because callers have no right on the tables.
create or replace function billing.take_stripe_answer(
    p_user_id uuid,
    p_id uuid,
    p_step text,
    p_answer jsonb
)
returns billing.stripe_request
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    v_checkout billing.checkouts;
    v_reference billing.stripe_references;
begin
    if not coalesce(p_step in ('customer', 'expire', 'session', 'portal'), false) then
        perform ops.fail('TH001', 'step', 'step is customer, expire, session or portal');
    elsif not coalesce(jsonb_typeof(p_answer) = 'object', false) then
        perform ops.fail('TH001', 'answer', 'answer is an object');
    elsif p_answer ? 'error' then
        -- It can't be closed because it has been paid.
        if p_step = 'expire' and p_answer #>> '{error,type}' = 'invalid_request_error' then
            perform ops.fail('TH417', 'completed');
        end if;
        perform ops.fail('TH502', p_step, left(p_answer #>> '{error,code}', 100));
    end if;

    if p_step = 'portal' then
        -- It is used once, and soon: nothing is kept.
        if p_answer ->> 'url' is null then
            perform ops.fail('TH502', p_step);
        end if;
        return (p_user_id, null, 'done', null, null, null, p_answer ->> 'url')::billing.stripe_request;
    end if;

    if p_step in ('customer', 'session') then
        if
            not coalesce(
                p_answer ->> 'id' ~ ('^' || case p_step when 'customer' then 'cus' else 'cs' end || '_[A-Za-z0-9_]{1,250}$'),
                false
            )
        then
            perform ops.fail('TH502', p_step);
        end if;
        v_reference := billing.refer(p_answer ->> 'id', p_step);
        if v_reference.owner_id <> p_user_id then
            perform ops.fail('TH502', p_step);
        end if;
    end if;
    perform from credits.accounts a where a.user_id = p_user_id for no key update;
    select c.* into v_checkout from billing.checkouts c where c.user_id = p_user_id and c.id = p_id;
    if not found then
        perform ops.fail('TH404', 'checkout');
    end if;

    if p_step = 'customer' then
        update billing.stripe_references r set owner_id = p_user_id where r.id = v_reference.id;
        -- Race: of two that made a customer at once the first one's stays.
        insert into billing.customers (user_id, stripe_customer_id)
        values (p_user_id, v_reference.id)
        on conflict (user_id) do nothing;
    elsif p_step = 'expire' then
        update billing.checkouts c
        set status = 'expired'
        where
            c.user_id = p_user_id and c.stripe_session_id = p_answer ->> 'id' and c.status = 'superseded'
            and p_answer ->> 'status' = 'expired';
        -- Its event may have come first.
        if not found and not exists (
            select
            from billing.checkouts c
            where
                c.user_id = p_user_id and c.stripe_session_id = p_answer ->> 'id' and c.status = 'expired'
        ) then
            perform ops.fail('TH417', 'completed');
        end if;
    elsif v_checkout.status = 'prepared' then
        if
            p_answer -> 'amount_total' is distinct from to_jsonb(v_checkout.amount_total)
            or p_answer ->> 'currency' is distinct from v_checkout.currency
            or p_answer #>> '{metadata,checkout_id}' is distinct from p_id::text
            or not coalesce(length(p_answer ->> 'url') <= 5000, false)
        then
            perform ops.fail('TH502', 'session');
        end if;
        update billing.stripe_references r
        set owner_id = p_user_id, object_id = p_id
        where r.id = v_reference.id;
        update billing.checkouts c
        set status = 'open', stripe_session_id = v_reference.id, url = p_answer ->> 'url'
        where c.user_id = p_user_id and c.id = p_id;
    elsif
        v_checkout.status = 'superseded' and v_checkout.stripe_session_id is null
        and p_answer #>> '{metadata,checkout_id}' = p_id::text
    then
        -- Race: another came while Stripe made this page. Nobody has its address; it is closed all the same.
        update billing.stripe_references r
        set owner_id = p_user_id, object_id = p_id
        where r.id = v_reference.id;
        update billing.checkouts c
        set stripe_session_id = v_reference.id
        where c.user_id = p_user_id and c.id = p_id;
        return billing.request(
            p_user_id, p_id, 'expire', format('/v1/checkout/sessions/%s/expire', v_reference.id), '{}', v_reference.id
        );
    end if;
    return billing.next_request(p_user_id, p_id);
end
$$;

grant execute on function billing.take_stripe_answer(uuid, uuid, text, jsonb) to service_role;
comment on function billing.take_stripe_answer(uuid, uuid, text, jsonb) is
    'Keeps what Stripe answered to a step of a checkout, or of the customer portal, and answers the next one; the last has the url of Stripe''s page. Raises TH001 with the field, TH404, TH417 for a checkout that is closed, or another that was paid meanwhile, TH502 where Stripe answered an error or something else than what was asked for.';
