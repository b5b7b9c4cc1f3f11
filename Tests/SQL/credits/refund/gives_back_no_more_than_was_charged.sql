-- Refunds and a compensation together never exceed what was charged.
begin;
select plan(7);

select tests.a_user(10) as user_id \gset
select tests.reserved(:'user_id', 5) as id \gset
select credits.confirm(:'user_id', :'id', 4);

select is(
    tests.refusal(format('select credits.refund(%L, %L, 4.0001)', :'user_id', :'id')),
    'TH001 amount',
    'more than was charged'
);
select credits.refund(:'user_id', :'id', 1);
select credits.queue_compensation(:'user_id', :'id', 2);
select is(
    tests.refusal(format('select credits.refund(%L, %L, 2)', :'user_id', :'id')),
    'TH001 amount',
    'more than is left'
);
select is(format('%s', r.refunded), '2', 'by default what is left')
from credits.refund(:'user_id', :'id') r;
select is(
    tests.refusal(format('select credits.refund(%L, %L)', :'user_id', :'id')),
    'TH413 All was given back.',
    'nothing is left'
);
select is(
    tests.refusal(format('select credits.refund(%L, %L, 1)', :'user_id', :'id')),
    'TH413 All was given back.',
    'nor a part'
);
select is(tests.balance(:'user_id'), '8 available, 0 held, 0 owed', 'the balance');
select is_empty(format('select * from credits.verify(%L)', :'user_id'), 'sound');

select * from finish();
rollback;
