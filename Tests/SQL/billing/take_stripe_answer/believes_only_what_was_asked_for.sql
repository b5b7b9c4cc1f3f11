-- An answer that isn't to what was asked for is kept by nobody, and nobody takes one for another's checkout.
begin;
select plan(21);

select tests.a_pack();
select tests.a_user() as user_id \gset
select tests.a_user() as other \gset
select tests.a_checkout(:'other', 'planted') as foreign_id \gset
select tests.a_checkout(:'user_id', 'planted');
select * from billing.prepare_checkout(:'user_id', 'planted') \gset
select tests.stripe_answer(row(:'user_id', :'id', 'session', :'path', '', :'parameters'::jsonb, null)::billing.stripe_request) as answer \gset
select is(
    tests.refusal(
        format('select billing.take_stripe_answer(%L, %L, %L, %L)', :'user_id', :'id', c.step, (:'answer'::jsonb || c.changes::jsonb)::text)
    ),
    c.refusal, concat_ws(' ', c.step, c.changes)
)
from (values
    ('session', '{"amount_total": 1}', 'TH502 session'), ('session', '{"amount_total": "many"}', 'TH502 session'),
    ('session', '{"amount_total": null}', 'TH502 session'), ('session', '{"amount_total": {}}', 'TH502 session'),
    ('session', format('{"url": "%s"}', repeat('x', 5001)), 'TH502 session'), ('session', '{"currency": "eur"}', 'TH502 session'),
    ('session', '{"metadata": {}}', 'TH502 session'), ('session', '{"url": null}', 'TH502 session'),
    ('session', '{"error": {"code": "rate_limit"}}', 'TH502 session'),
    ('session', format('{"id": "%s"}', tests.stripe_name('cs', :'foreign_id')), 'TH502 session'),
    ('customer', format('{"id": "%s"}', tests.stripe_name('cus', :'other')), 'TH502 customer'),
    ('session', '{"id": "pi_1"}', 'TH502 session'), ('session', '{"id": null}', 'TH502 session'),
    ('portal', '{"url": null}', 'TH502 portal'), ('top_up', '{}', 'TH001 step'), (null, '{}', 'TH001 step')
) as c (step, changes, refusal);
select is(
    tests.refusal(format('select billing.take_stripe_answer(%L, %L, ''session'', ''[]'')', :'user_id', :'id')),
    'TH001 answer', 'no object'
);
select is(
    tests.refusal(format('select billing.take_stripe_answer(%L, %L, ''session'', %L)', :'other', :'id', :'answer')),
    'TH404 checkout', 'another user'
);
select is((select c.status from billing.checkouts c where c.id = :'id'), 'prepared', 'nothing is kept');
select is((billing.take_stripe_answer(:'user_id', :'id', 'session', :'answer')).url is not null, true, 'but what is right');
select is((billing.take_stripe_answer(:'user_id', :'id', 'session', :'answer')).url is not null, true, 'twice');

select * from finish();
rollback;
