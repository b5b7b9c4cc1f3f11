-- Of a year that was refunded in part, or wholly, later months bring no more than the part that is still paid for.
begin;
select plan(5);

select tests.a_priced_plan('team', 2000, 20000, 30);
update billing.plans set monthly_credits = 500 where id = 'team';
create function tests.refunded_year(p_refunded bigint) returns uuid language plpgsql as $$
declare
    v_user_id uuid := tests.a_user();
    c uuid := tests.a_checkout(v_user_id, p_plan => 'team', p_cycle => 'yearly');
begin
    perform tests.receive(
        'invoice.paid',
        tests.stripe_invoice(
            c, 0,
            jsonb_build_object('lines', jsonb_build_object('data', jsonb_build_array(jsonb_build_object('period',
                jsonb_build_object(
                    'start', extract(epoch from now())::bigint - 60,
                    'end', extract(epoch from now())::bigint + 31536000
                )
            )))),
            true
        ),
        1
    );
    perform tests.receive('charge.refunded', tests.stripe_charge(c, p_refunded), 2);
    perform credits.refresh(v_user_id);
    return v_user_id;
end
$$;
select tests.refunded_year(5000) as user_id \gset
select is(tests.balance(:'user_id'), '375 available, 0 held, 0 owed', 'three quarters');
select from credits.refresh(:'user_id');
select is(tests.balance(:'user_id'), '375 available, 0 held, 0 owed', 'once');
select tests.refunded_year(20000) as user_id \gset
select is(tests.balance(:'user_id'), '0 available, 0 held, 0 owed', 'nothing');
select tests.refunded_year(0) as user_id \gset
select is(tests.balance(:'user_id'), '500 available, 0 held, 0 owed', 'all');
select is_empty('select credits.verify()', 'the ledger is sound');

select * from finish();
rollback;
