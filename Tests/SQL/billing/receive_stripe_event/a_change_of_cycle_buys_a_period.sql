-- A change from month to year is billed at once and begins a period: its credits go with that payment. What is billed for a
-- change within a period begins none.
begin;
select plan(6);

select tests.a_priced_plan('team', 2000, 20000, 30);
update billing.plans set monthly_credits = 500 where id = 'team';
create function tests.an_update(p_checkout_id uuid, p_days integer, p_line jsonb default '{}') returns jsonb
language sql volatile as $$
    select tests.stripe_invoice(
        p_checkout_id, 1,
        jsonb_build_object(
            'billing_reason', 'subscription_update', 'total', 18600, 'amount_paid', 18600,
            'lines', jsonb_build_object('data', jsonb_build_array(
                jsonb_build_object('proration', true, 'period', jsonb_build_object(
                    'start', extract(epoch from now())::bigint - 10, 'end', extract(epoch from now())::bigint + 1800000
                )),
                jsonb_build_object('period', jsonb_build_object(
                    'start', extract(epoch from now())::bigint - 10,
                    'end', extract(epoch from now())::bigint + 86400 * p_days
                )) || p_line
            ))
        ),
        true
    )
$$;
create function tests.a_dispute(p_checkout_id uuid) returns jsonb language sql volatile as $$
    select tests.stripe_dispute(p_checkout_id, 'needs_response', 18600)
        || jsonb_build_object('payment_intent', tests.stripe_name('pi', p_checkout_id, '1'))
$$;
select tests.a_user() as user_id \gset
select tests.a_checkout(:'user_id', p_plan => 'team') as id \gset
select tests.receive('invoice.paid', tests.stripe_invoice(:'id', 0, p_is_old => true), 1);
select is(tests.receive('invoice.paid', tests.an_update(:'id', 365), 2), 'processed', 'a year');
select is(
    (select round(extract(epoch from p.period_end_at - p.period_start_at) / 86400) from billing.payments p where p.user_id = :'user_id' and p.amount = 18600),
    365::numeric, 'is its period'
);
select from credits.refresh(:'user_id');
select tests.receive('charge.dispute.created', tests.a_dispute(:'id'), 3);
select is(tests.balance(:'user_id'), '0 available, 0 held, 0 owed', 'its credits go with it');

select tests.a_user() as user_id \gset
select tests.a_checkout(:'user_id', p_plan => 'team') as id \gset
select tests.receive('invoice.paid', tests.stripe_invoice(:'id', 0, p_is_old => true), 1);
select is(
    tests.receive('invoice.paid', tests.an_update(:'id', 20, p.line::jsonb), 2), 'processed', p.line
)
from unnest(array['{"proration": true}', '{"parent": {"subscription_item_details": {"proration": true}}}']) as p (line);
select is(
    (select p.period_start_at from billing.payments p where p.user_id = :'user_id' and p.amount = 18600), null, 'none of its own'
);

select * from finish();
rollback;
