-- A refund goes back to the grants that were drawn, the newest draw first, and says so in the ledger.
begin;
select plan(6);

select tests.a_user() as user_id \gset
select credits.grant_credits(:'user_id', 10, 'promotion', clock_timestamp() + interval '1 hour');
select credits.grant_credits(:'user_id', 20, 'purchase');
select tests.reserved(:'user_id', 25) as id \gset
select credits.confirm(:'user_id', :'id');
select is(tests.remaining(:'user_id'), array[0, 5]::numeric[], 'drawn');

select is(format('%s of %s', r.refunded, r.charged), '18 of 25', 'the answer')
from credits.refund(:'user_id', :'id', 18, 'late') r;
select is(tests.remaining(:'user_id'), array[3, 20]::numeric[], 'the newest draw first');
select results_eq(
    format(
        'select kind::text, amount::numeric, balance from credits.ledger_entries
        where user_id = %L and kind = ''refund'' and reservation_id = %L order by sequence',
        :'user_id', :'id'
    ),
    $$values ('refund', 15::numeric, 20::numeric), ('refund', 3, 23)$$,
    'an entry for each grant'
);
select credits.refund(:'user_id', :'id');
select is(tests.remaining(:'user_id'), array[10, 20]::numeric[], 'the rest');
select is_empty(format('select * from credits.verify(%L)', :'user_id'), 'sound');

select * from finish();
rollback;
