-- Instead of an amount a job may have units: it holds what they cost, and names the price.
begin;
select plan(6);

select tests.a_user(100) as user_id \gset
select p.id as price_id from credits.set_price('book', 'pages', 2.5) p \gset

select is(
    format('%s %s %s', r.amount, r.units, r.price_id = :'price_id'), '7.5 3 t', 'three pages'
)
from credits.reserve(:'user_id', p_job_type => 'book', p_units => 3.0) r;
select is(
    format('%s %s %s', r.amount, r.units, r.price_id is null), '4 4 t', 'without a price, by the default'
)
from credits.reserve(:'user_id', p_job_type => 'unpriced', p_units => 4) r;
select is(
    format('%s %s %s', r.amount, r.units is null, r.price_id is null), '3 t t', 'an amount has neither'
)
from credits.reserve(:'user_id', 3, 'book') r;
select is(
    tests.refusal(format('select credits.reserve(%L, p_job_type => ''book'', p_units => 40)', :'user_id')),
    'TH402',
    'more than is there'
);
select is(tests.stored_balance(:'user_id'), '85.5 available, 14.5 held, 0 owed', 'held');
select is_empty('select * from credits.verify()', 'the ledger adds up');

select * from finish();
rollback;
