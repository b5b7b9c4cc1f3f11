-- A user is refreshed once in a month whatever is retried; the repeat answers the first.
begin;
select plan(7);

select tests.a_member(p_plan => 'pro') as user_id \gset
create temporary table answer on commit drop as select r.* from credits.refresh(:'user_id') r;

select results_eq(
    format('select r.* from credits.refresh(%L) r', :'user_id'),
    'select * from answer',
    'a repeat'
);
select results_eq(
    format(
        'select r.* from credits.refresh(%L, %L) r', :'user_id', (select a.period from answer a)
    ),
    'select * from answer',
    'a repeat that names the month'
);
select tests.put_on_plan(:'user_id', 'free');
select results_eq(
    format('select r.* from credits.refresh(%L) r', :'user_id'),
    'select * from answer',
    'a repeat after the plan changed'
);
select results_eq(
    'select period::text, plan::text, amount::text from answer',
    $$values (to_char(now() at time zone 'utc', 'YYYY-MM'), 'pro', '10000')$$,
    'this month, by the plan'
);
select is(
    format('%s %s %s', g.source, g.amount, g.id = a.grant_id), 'monthly_refresh 10000 t',
    'one grant'
)
from credits.grants g, answer a
where g.user_id = :'user_id';
select is(tests.balance(:'user_id'), '10000 available, 0 held, 0 owed', 'the balance');
select is_empty(format('select * from credits.verify(%L)', :'user_id'), 'the ledger is sound');

select * from finish();
rollback;
