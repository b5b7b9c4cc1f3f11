-- A bad argument is refused by its name, and another user's reservation is not found.
begin;
select plan(9);

select tests.a_user(10) as user_id \gset
select tests.a_user(10) as other \gset
select tests.reserved(:'other', 5) as id \gset
select credits.confirm(:'other', :'id');

select is(tests.refusal(format(bad.sql, :'other', :'id')), 'TH001 ' || bad.field, bad.sql)
from (values
    ('select credits.queue_compensation(null, %2$L)', 'user_id'),
    ('select credits.queue_compensation(%L, null)', 'reservation_id'),
    ('select credits.queue_compensation(%L, %L, 0)', 'amount'),
    ('select credits.queue_compensation(%L, %L, ''NaN'')', 'amount'),
    ('select credits.queue_compensation(%L, %L, 0.00001)', 'amount'),
    ('select credits.queue_compensation(%L, %L, 1, '''')', 'reason')
) as bad (sql, field);
select is(
    tests.refusal(format('select credits.queue_compensation(%L, %L)', :'user_id', :'id')),
    'TH404 reservation',
    'another user''s'
);
select is(
    tests.refusal(format('select credits.queue_compensation(gen_random_uuid(), %L)', :'id')),
    'TH404 account',
    'an unknown user''s'
);
select is_empty('select from credits.compensations', 'nothing is queued');

select * from finish();
rollback;
