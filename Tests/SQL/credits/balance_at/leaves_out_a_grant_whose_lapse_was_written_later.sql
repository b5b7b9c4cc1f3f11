-- A grant that had expired counts no more, although its lapse was written later.
begin;
select plan(2);

select tests.a_user(10) as user_id \gset
select credits.grant_credits(:'user_id', 100, 'promotion', clock_timestamp() + interval '1 hour');
select tests.let_time_pass(:'user_id', '2 hours');
select credits.sweep();

select is(format('%s %s', b.available, b.held), '110 0', 'before it expired')
from credits.balance_at(:'user_id', clock_timestamp() - interval '90 minutes') b;
select is(format('%s %s', b.available, b.held), '10 0', 'after it expired')
from credits.balance_at(:'user_id', clock_timestamp() - interval '30 minutes') b;

select * from finish();
rollback;
