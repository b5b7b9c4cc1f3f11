-- A page that Stripe made while another plan was being bought is known by nobody, and closed at Stripe before the answer.
begin;
select plan(7);

select tests.a_pack();
select tests.a_priced_plan('team', 2000, null, 30);
select tests.a_priced_plan('club', 3000, null, 30);
select tests.a_user() as user_id \gset
select tests.a_checkout(:'user_id', 'planted');
select * from billing.prepare_checkout(:'user_id', p_plan => 'team') \gset late_
select is(:'late_step'::text, 'session', 'a page is asked for');
select * from billing.prepare_checkout(:'user_id', p_plan => 'club') \gset
select is(:'step'::text, 'session', 'so is another');
select tests.stripe_answer(
    row(:'user_id', :'late_id', 'session', :'late_path', '', :'late_parameters'::jsonb, null)::billing.stripe_request
) as answer \gset
select results_eq(
    format('select step, path from billing.take_stripe_answer(%L, %L, ''session'', %L)', :'user_id', :'late_id', :'answer'),
    format('values (''expire'', ''/v1/checkout/sessions/%s/expire'')', tests.stripe_name('cs', :'late_id')), 'the first is closed'
);
select is(
    tests.refusal(
        format(
            'select billing.take_stripe_answer(%L, %L, ''expire'', %L)', :'user_id', :'late_id',
            jsonb_build_object('id', tests.stripe_name('cs', :'late_id'), 'status', 'open')
        )
    ),
    'TH417 completed', 'unless Stripe says otherwise'
);
select is(
    tests.refusal(
        format(
            'select billing.take_stripe_answer(%L, %L, ''expire'', %L)', :'user_id', :'late_id',
            jsonb_build_object('id', tests.stripe_name('cs', :'late_id'), 'status', 'expired')
        )
    ),
    'TH417 expired', 'and whoever asked for it is told'
);
select is(
    (select concat_ws(' ', c.status, c.stripe_session_id is not null, c.url is null) from billing.checkouts c where c.id = :'late_id'),
    'superseded t t', 'if nobody did, the next buyer would'
);
select is((select c.status from billing.checkouts c where c.id = :'id'), 'prepared', 'the other goes on');

select * from finish();
rollback;
