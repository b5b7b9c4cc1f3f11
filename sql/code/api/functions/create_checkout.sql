-- Definer because it is for the user who asks alone, whom nobody else can name.
create or replace function api.create_checkout(
    pack text default null,
    plan text default null,
    cycle text default null,
    with_trial boolean default false,
    saves_payment_method boolean default false,
    success_url text default null,
    cancel_url text default null,
    idempotency_key text default null
)
returns billing.stripe_request
language sql
volatile
security definer
begin atomic
    select billing.prepare_checkout(
        p_user_id => auth.uid(),
        p_pack => create_checkout.pack,
        p_plan => create_checkout.plan,
        p_cycle => create_checkout.cycle,
        p_with_trial => create_checkout.with_trial,
        p_saves_payment_method => create_checkout.saves_payment_method,
        p_success_url => create_checkout.success_url,
        p_cancel_url => create_checkout.cancel_url,
        p_idempotency_key => create_checkout.idempotency_key
    );
end;

grant execute on function
    api.create_checkout(text, text, text, boolean, boolean, text, text, text) to authenticated;
comment on function api.create_checkout(text, text, text, boolean, boolean, text, text, text) is
    'Offers the user who asks a pack or a plan; the service posts what it answers to Stripe. See billing.prepare_checkout. Raises TH001, TH404, TH409, TH412, TH416, TH417.';

-- The same for a service, on behalf of any user.
create or replace function api.create_checkout(
    user_id uuid,
    pack text default null,
    plan text default null,
    cycle text default null,
    with_trial boolean default false,
    saves_payment_method boolean default false,
    success_url text default null,
    cancel_url text default null,
    idempotency_key text default null
)
returns billing.stripe_request
language sql
volatile
security invoker
begin atomic
    select billing.prepare_checkout(
        p_user_id => create_checkout.user_id,
        p_pack => create_checkout.pack,
        p_plan => create_checkout.plan,
        p_cycle => create_checkout.cycle,
        p_with_trial => create_checkout.with_trial,
        p_saves_payment_method => create_checkout.saves_payment_method,
        p_success_url => create_checkout.success_url,
        p_cancel_url => create_checkout.cancel_url,
        p_idempotency_key => create_checkout.idempotency_key
    );
end;

grant execute on function
    api.create_checkout(uuid, text, text, text, boolean, boolean, text, text, text) to service_role;
comment on function api.create_checkout(uuid, text, text, text, boolean, boolean, text, text, text) is
    'See billing.prepare_checkout. Raises TH001, TH404, TH409, TH412, TH416, TH417.';
