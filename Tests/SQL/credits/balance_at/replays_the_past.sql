-- The balance at every past time, from entries and reservations alone.
begin;
select plan(5);

select tests.a_user() as user_id \gset
select credits.grant_credits(:'user_id', 100, 'purchase');
select tests.let_time_pass(:'user_id', '1 hour');
select tests.reserved(:'user_id', 30) as id \gset
select tests.let_time_pass(:'user_id', '10 minutes');
select credits.confirm(:'user_id', :'id', 20);
select tests.let_time_pass(:'user_id', '1 hour');

select is(
    format('%s available, %s held, %s owed', b.available, b.held, b.debt), past.balance, past.why
)
from (values
    (interval '3 hours', '0 available, 0 held, 0 owed', 'before the grant'),
    (interval '90 minutes', '100 available, 0 held, 0 owed', 'after the grant'),
    (interval '65 minutes', '70 available, 30 held, 0 owed', 'while reserved'),
    (interval '30 minutes', '80 available, 0 held, 0 owed', 'after the charge')
) as past (ago, balance, why)
cross join lateral credits.balance_at(:'user_id', clock_timestamp() - past.ago) b;
select is(credits.balance_at(gen_random_uuid(), now())::text, null, 'nobody has none');

select * from finish();
rollback;
