-- A replay holds what units cost when they were first asked for, whatever they cost by now.
begin;
select plan(4);

select tests.a_user(100) as user_id \gset
select credits.set_price('book', 'pages', 2);
select r.id from credits.reserve(:'user_id', p_job_type => 'book', p_units => 3, p_idempotency_key => 'k') r \gset
select credits.set_price('book', 'pages', 5);

select is(
    format('%s %s', r.id, r.amount), :'id' || ' 6', 'the first answer'
)
from credits.reserve(:'user_id', p_job_type => 'book', p_units => 3.00, p_idempotency_key => 'k') r;
select is(
    tests.refusal(
        format(
            'select credits.reserve(%L, p_job_type => ''book'', p_units => 4, p_idempotency_key => ''k'')', :'user_id'
        )
    ),
    'TH409',
    'other units are another request'
);
select is(
    tests.refusal(format('select credits.reserve(%L, 6, ''book'', p_idempotency_key => ''k'')', :'user_id')),
    'TH409',
    'and so is their amount'
);
select is(r.amount::text, '15', 'the new price is for new requests')
from credits.reserve(:'user_id', p_job_type => 'book', p_units => 3) r;

select * from finish();
rollback;
