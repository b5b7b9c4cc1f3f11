-- Each key names one request for good: who retries it gets Stripe's first answer.
create or replace function billing.next_request(p_user_id uuid, p_checkout_id uuid)
returns billing.stripe_request
language plpgsql
volatile
security invoker
set search_path = pg_catalog, pg_temp
as $$
declare
    v_checkout billing.checkouts;
    v_customer_id text;
    v_old_session_id text;
    v_metadata jsonb := jsonb_build_object('user_id', p_user_id, 'checkout_id', p_checkout_id);
begin
    select c.* into strict v_checkout
    from billing.checkouts c
    where c.user_id = p_user_id and c.id = p_checkout_id;
    -- A price of long ago isn't offered any more, and Stripe closes a page after a day.
    if
        v_checkout.status = 'prepared' and v_checkout.created_at <= clock_timestamp() - interval '1 hour'
        or v_checkout.status = 'open' and v_checkout.created_at <= clock_timestamp() - interval '25 hours'
    then
        perform ops.fail('TH417', 'expired');
    elsif v_checkout.status = 'open' then
        return (p_user_id, p_checkout_id, 'done', null, null, null, v_checkout.url)::billing.stripe_request;
    elsif v_checkout.status <> 'prepared' then
        perform ops.fail('TH417', v_checkout.status);
    end if;

    select c.stripe_customer_id into v_customer_id
    from billing.customers c
    where c.user_id = p_user_id;
    if not found then
        return billing.request(
            p_user_id, p_checkout_id, 'customer', '/v1/customers',
            jsonb_strip_nulls(
                jsonb_build_object(
                    'email', (select u.email from auth.users u where u.id = p_user_id),
                    'metadata', jsonb_build_object('user_id', p_user_id)
                )
            ),
            -- Another one each hour: Stripe keeps failures too, and would answer with one for a day.
            to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD HH24 ') || p_user_id
        );
    end if;

    select c.stripe_session_id into v_old_session_id
    from billing.checkouts c
    where
        c.user_id = p_user_id and c.status = 'superseded' and c.stripe_session_id is not null
        and v_checkout.mode = 'subscription'
        -- Older ones have expired by themselves, whether or not Stripe told so.
        and c.created_at > clock_timestamp() - interval '25 hours'
    order by c.created_at
    limit 1;
    if found then
        return billing.request(
            p_user_id, p_checkout_id, 'expire', format('/v1/checkout/sessions/%s/expire', v_old_session_id),
            '{}', v_old_session_id
        );
    end if;

    return billing.request(
        p_user_id, p_checkout_id, 'session', '/v1/checkout/sessions',
        jsonb_build_object(
            'mode', v_checkout.mode,
            'customer', v_customer_id,
            'client_reference_id', p_user_id,
            'success_url', v_checkout.success_url,
            'cancel_url', v_checkout.cancel_url,
            'metadata', v_metadata,
            'line_items', jsonb_build_array(
                jsonb_build_object(
                    'quantity', 1,
                    'price_data', jsonb_build_object(
                        'currency', v_checkout.currency,
                        'unit_amount', v_checkout.unit_amount,
                        'product_data', jsonb_build_object('name', v_checkout.name)
                    ) || case
                        when v_checkout.mode = 'payment' then '{}'
                        else jsonb_build_object(
                            'recurring', jsonb_build_object(
                                'interval', case v_checkout.cycle when 'monthly' then 'month' else 'year' end
                            )
                        )
                    end
                )
            )
        ) || case
            when v_checkout.mode = 'payment' then
                jsonb_build_object(
                    'payment_intent_data', jsonb_strip_nulls(
                        jsonb_build_object(
                            'metadata', v_metadata,
                            'setup_future_usage',
                            case when v_checkout.saves_payment_method then 'off_session' end
                        )
                    )
                )
            else
                jsonb_build_object(
                    'subscription_data', jsonb_strip_nulls(
                        jsonb_build_object(
                            'metadata', v_metadata,
                            'trial_period_days', nullif(v_checkout.trial_days, 0)
                        )
                    )
                )
        end,
        p_checkout_id::text
    );
end
$$;

comment on function billing.next_request(uuid, uuid) is
    'What to post to Stripe next for a checkout. Raises TH417 for one that is closed.';
