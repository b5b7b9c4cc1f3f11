-- By default it is what was charged and not refunded; more is refused.
begin;
select plan(6);

select tests.a_user(10) as user_id \gset
select tests.reserved(:'user_id', 5) as id \gset
select credits.confirm(:'user_id', :'id');
select tests.reserved(:'user_id', 1) as refunded \gset
select credits.confirm(:'user_id', :'refunded');
select credits.refund(:'user_id', :'refunded');
select tests.reserved(:'user_id', 1) as live \gset
select credits.refund(:'user_id', :'id', 2);

select is(
    tests.refusal(format('select credits.queue_compensation(%L, %L, 3.0001)', :'user_id', :'id')),
    'TH001 amount',
    'more'
);
select is(c.amount::numeric, 3::numeric, 'by default') from credits.queue_compensation(:'user_id', :'id') c;
select is(
    tests.refusal(format('select credits.refund(%L, %L, 1)', :'user_id', :'id')),
    'TH413 All was given back.',
    'nor is it refunded'
);
select is(
    tests.refusal(format('select credits.queue_compensation(%L, %L)', :'user_id', :'refunded')),
    'TH413 All was given back.',
    'what was refunded'
);
select is(
    tests.refusal(format('select credits.queue_compensation(%L, %L)', :'user_id', :'live')),
    'TH413 Nothing was charged.',
    'what was not charged'
);
select is_empty(format('select * from credits.verify(%L)', :'user_id'), 'sound');

select * from finish();
rollback;
