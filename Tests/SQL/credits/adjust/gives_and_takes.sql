-- More becomes a grant; less is taken from what is unheld, the last in draw order first, then owed.
begin;
select plan(7);

select tests.a_user() as user_id \gset
select is(format('%s %s %s', b.available, b.held, b.debt), '10 0 0', 'more')
from credits.adjust(:'user_id', 10, 'a gift') b;
select is(format('%s %s %s', g.source, g.amount, g.metadata), 'adjustment 10 {"reason": "a gift"}', 'a grant')
from credits.grants g where g.user_id = :'user_id';
select credits.grant_credits(:'user_id', 5, 'purchase', p_priority => 200);
select tests.reserved(:'user_id', 4) as live \gset
select is(format('%s %s %s', b.available, b.held, b.debt), '3 4 0', 'less')
from credits.adjust(:'user_id', -8, 'a correction') b;
select is(tests.remaining(:'user_id'), array[7, 0]::numeric[], 'the last in draw order first');
select is(format('%s %s %s', b.available, b.held, b.debt), '0 4 2', 'more than is there')
from credits.adjust(:'user_id', -5, 'a correction') b;
select results_eq(
    format('select kind::text, grant_id, taken::numeric, owed::numeric, reason::text from credits.revocations where user_id = %L order by created_at', :'user_id'),
    $$values ('adjustment', null::uuid, 8::numeric, 0::numeric, 'a correction'), ('adjustment', null, 3, 2, 'a correction')$$,
    'it is recorded'
);
select is_empty(format('select * from credits.verify(%L)', :'user_id'), 'sound');

select * from finish();
rollback;
