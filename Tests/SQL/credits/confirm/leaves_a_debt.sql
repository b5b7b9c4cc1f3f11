-- With overage debt a confirm takes what is there and leaves the rest owed.
begin;
select plan(4);

select tests.a_user(40) as user_id \gset
select credits.set_debt_limit(:'user_id', 20);
select tests.reserved(:'user_id', 30) as id \gset

select is(r.charged::text || ' ' || r.shortfall::text, '55.5 0', 'all is charged')
from credits.confirm(:'user_id', :'id', 55.5, 'debt') r;
select is(tests.stored_balance(:'user_id'), '0 available, 0 held, 15.5 owed', 'the rest is owed');
select results_eq(
    format('select tests.entries(%L)', :'user_id'),
    $$values ('grant 40 -> 40'), ('charge -30 -> 10'), ('charge -10 -> 0'),
        ('debt -15.5 -> -15.5')$$,
    'an entry each: the hold, what was available, the debt'
);
select is_empty(format('select * from credits.verify(%L)', :'user_id'), 'the ledger adds up');

select * from finish();
rollback;
