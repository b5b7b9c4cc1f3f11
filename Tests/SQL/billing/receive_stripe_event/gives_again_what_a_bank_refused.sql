-- A refund that fails at the bank gives the credits again, whatever came first; one that follows counts alone.
begin;
select plan(11);

select tests.a_pack();
create function tests.a_refund(p_checkout_id uuid, p_amount bigint, p_status text default 'failed', p_id text default '1')
returns jsonb language sql volatile as $$
    select jsonb_build_object(
        'object', 'refund', 'id', tests.stripe_name('re', p_checkout_id, p_id), 'amount', p_amount, 'status', p_status,
        'charge', tests.stripe_name('ch', p_checkout_id), 'payment_intent', tests.stripe_name('pi', p_checkout_id)
    )
$$;
select tests.a_user() as user_id \gset
select tests.a_checkout(:'user_id', 'planted') as id \gset
select tests.receive('checkout.session.completed', tests.stripe_session(:'id'), 1);
select tests.receive('charge.refunded', tests.stripe_charge(:'id', 400), 2);
select is(tests.receive('refund.updated', tests.a_refund(:'id', 400, 'succeeded'), 2), 'processed', 'under way');
select is(tests.balance(:'user_id'), '600 available, 0 held, 0 owed', 'refunded');
select is(tests.receive('refund.failed', tests.a_refund(:'id', 400), 10), 'processed', 'failed');
select is(tests.balance(:'user_id'), '1000 available, 0 held, 0 owed', 'given again');
select is(tests.receive('charge.refund.updated', tests.a_refund(:'id', 400), 10), 'processed', 'told twice');
select is(tests.balance(:'user_id'), '1000 available, 0 held, 0 owed', 'given once');
select tests.receive('charge.refunded', tests.stripe_charge(:'id', 300), 20);
select is(tests.balance(:'user_id'), '700 available, 0 held, 0 owed', 'another refund');
select is(
    (select concat_ws(' ', p.status, p.refunded) from billing.payments p where p.user_id = :'user_id'), 'partly_refunded 300', 'counts alone'
);

create function tests.a_failed_refund() returns tests.story language plpgsql as $$
declare
    v_user_id uuid := tests.a_user(5);
    c uuid := tests.a_checkout(v_user_id, 'planted');
begin
    return (
        v_user_id,
        array['checkout.session.completed', 'charge.refunded', 'refund.failed', 'charge.refunded', 'refund.failed'],
        array[tests.stripe_session(c), tests.stripe_charge(c, 400), tests.a_refund(c, 400),
            tests.stripe_charge(c, 300), tests.a_refund(c, 100, p_id => '2')],
        array[1, 2, 10, 20, 30]
    );
end
$$;
select is_empty('select tests.in_any_order(''tests.a_failed_refund'', 24)', 'in any order');
select is(
    (select distinct tests.balance(p.user_id) from billing.payments p where p.refunded = 200), '805 available, 0 held, 0 owed', 'the same'
);
select is_empty('select credits.verify()', 'the ledger is sound');

select * from finish();
rollback;
