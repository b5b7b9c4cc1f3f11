-- An amount is rounded up to 4 decimals, exactly: a remainder counts however small, none is made
-- up.
begin;
select plan(9);

select credits.set_price('chat', 'tokens', 1, 3);
select credits.set_price('free', 'tokens', 0.0000000001, 1000000000000);
select credits.set_price('exact', 'tokens', 0.0001, 1);
select credits.set_price('large', 'tokens', 3, 7);

select is(
    (credits.price_job(asked.job_type, asked.units)).amount,
    asked.amount,
    format('%s: %s', asked.job_type, asked.units)
)
from (values
    ('chat', 1, 0.3334),
    ('chat', 2, 0.6667),
    ('chat', 3, 1),
    ('free', 0.0001, 0.0001),
    ('free', 1000000000000, 0.0001),
    ('exact', 0.0001, 0.0001),
    ('exact', 7, 0.0007),
    ('large', 999999999999.9999, 428571428571.4286),
    ('large', 7000000000.0001, 3000000000.0001)
) as asked (job_type, units, amount);

select * from finish();
rollback;
