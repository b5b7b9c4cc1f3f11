-- The same request under the same key charges once and is answered alike.
begin;
select plan(3);

select tests.a_user(100) as user_id \gset
select tests.reserved(:'user_id', 10) as id \gset
create temporary table answer on commit drop as
select r.* from credits.confirm(:'user_id', :'id', 12.5, 'available', 'k') r;
set local timezone = 'Pacific/Chatham';
set local datestyle = 'Postgres, MDY';

select results_eq(
    format(
        'select r.* from credits.confirm(%L, %L, 12.5000, ''available'', ''k'') r',
        :'user_id',
        :'id'
    ),
    'select * from answer',
    'the answer of then, though the session formats otherwise'
);
select is(tests.stored_balance(:'user_id'), '87.5 available, 0 held, 0 owed', 'charged once');
select is(
    tests.refusal(format('select credits.confirm(%L, %L, 12.5, ''available'')', :'user_id', :'id')),
    'TH410',
    'without the key it is a second settlement'
);

select * from finish();
rollback;
