-- A checkout that is open at Stripe.
create function tests.a_checkout(
    p_user_id uuid,
    p_pack text default null,
    p_plan text default null,
    p_cycle text default null,
    p_with_trial boolean default false,
    p_saves_payment_method boolean default false,
    p_idempotency_key text default null
) returns uuid language plpgsql volatile as $$
declare
    v_request billing.stripe_request := billing.prepare_checkout(
        p_user_id, p_pack, p_plan, p_cycle, p_with_trial, p_saves_payment_method,
        p_idempotency_key => p_idempotency_key
    );
begin
    while v_request.path is not null loop
        v_request := billing.take_stripe_answer(
            p_user_id, v_request.id, v_request.step, tests.stripe_answer(v_request)
        );
    end loop;
    return v_request.id;
end
$$;
