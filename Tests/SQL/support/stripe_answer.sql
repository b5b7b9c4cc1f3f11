-- What Stripe answers to a request of ours.
create function tests.stripe_answer(p_request billing.stripe_request) returns jsonb
language sql volatile as $$
    select case p_request.step
        when 'customer' then
            jsonb_build_object(
                'object', 'customer',
                'id', tests.stripe_name('cus', (p_request.parameters #>> '{metadata,user_id}')::uuid)
            )
        when 'expire' then
            jsonb_build_object(
                'object', 'checkout.session', 'status', 'expired', 'id', split_part(p_request.path, '/', 5)
            )
        when 'session' then
            jsonb_build_object(
                'object', 'checkout.session',
                'id', tests.stripe_name('cs', p_request.id),
                'url', 'https://checkout.stripe.com/c/' || p_request.id,
                'currency', p_request.parameters #>> '{line_items,0,price_data,currency}',
                'metadata', p_request.parameters -> 'metadata',
                'amount_total',
                case
                    when p_request.parameters #> '{subscription_data,trial_period_days}' is not null then 0
                    else (p_request.parameters #>> '{line_items,0,price_data,unit_amount}')::bigint
                end
            )
        when 'top_up' then
            p_request.parameters || jsonb_build_object(
                'object', 'payment_intent',
                'id', tests.stripe_name('pi', p_request.id),
                'status', 'succeeded',
                'amount_received', p_request.parameters -> 'amount'
            )
    end
$$;
