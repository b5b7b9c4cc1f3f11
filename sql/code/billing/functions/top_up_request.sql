create or replace function billing.top_up_request(p_top_up billing.top_ups)
returns billing.stripe_request
language sql
stable
security invoker
begin atomic
    select billing.request(
        p_top_up.user_id, p_top_up.id, 'top_up', '/v1/payment_intents',
        jsonb_build_object(
            'amount', p_top_up.unit_amount,
            'currency', p_top_up.currency,
            'customer', c.stripe_customer_id,
            'payment_method', p_top_up.payment_method_id,
            'off_session', true,
            'confirm', true,
            'metadata', jsonb_build_object('user_id', p_top_up.user_id, 'top_up_id', p_top_up.id)
        ),
        p_top_up.id::text
    )
    from billing.customers c
    where c.user_id = p_top_up.user_id;
end;

comment on function billing.top_up_request(billing.top_ups) is
    'The payment at Stripe that a top-up asks for, while its user is away.';
