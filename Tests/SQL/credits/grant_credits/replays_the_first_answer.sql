-- The same request under the same key moves credits once and is answered alike.
begin;
select plan(2);

select tests.a_user() as user_id \gset
create temporary table answer on commit drop as
select g.* from credits.grant_credits(
    :'user_id',
    5,
    'purchase',
    '2999-01-01 00:00+00',
    3,
    'k',
    '{"note": "x"}'
) g;
select credits.confirm(:'user_id', tests.reserved(:'user_id', 2));
set local timezone = 'Asia/Kolkata';
set local datestyle = 'German, DMY';
set local extra_float_digits = -5;

select results_eq(
    format(
        'select g.*
        from credits.grant_credits(%L, 5.000, ''purchase'', ''2999-01-01 05:30+05:30'', 3, ''k'', ''{"note": "x"}'') g',
        :'user_id'
    ),
    'select * from answer',
    'the answer of then, though some of it is spent, and though the session formats otherwise'
);
select is(tests.stored_balance(:'user_id'), '3 available, 0 held, 0 owed', 'granted once');

select * from finish();
rollback;
