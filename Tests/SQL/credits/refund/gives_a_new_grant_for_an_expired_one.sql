-- What was drawn from a grant that has expired comes back as a grant of its own, which lives as long
-- as that one had to live when the reservation was made.
begin;
select plan(4);

select tests.a_user() as user_id \gset
select credits.grant_credits(:'user_id', 10, 'promotion', clock_timestamp() + interval '1 hour', 7);
select tests.reserved(:'user_id', 10) as id \gset
select credits.confirm(:'user_id', :'id', 8);
select tests.let_time_pass(:'user_id', '2 hours');
select credits.refund(:'user_id', :'id', 5);

select is(
    format('%s %s %s', g.source, g.remaining, g.priority),
    'refund 5 7',
    'a grant'
)
from credits.grants g where g.user_id = :'user_id' and g.source = 'refund';
select ok(
    g.expires_at between g.created_at + interval '59 minutes' and g.created_at + interval '1 hour',
    'its life'
)
from credits.grants g where g.user_id = :'user_id' and g.source = 'refund';
select is(tests.balance(:'user_id'), '5 available, 0 held, 0 owed', 'the balance');
select is_empty(format('select * from credits.verify(%L)', :'user_id'), 'sound');

select * from finish();
rollback;
