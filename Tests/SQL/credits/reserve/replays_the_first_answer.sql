-- The same request under the same key holds credits once and is answered alike.
begin;
select plan(2);

select tests.a_user(100) as user_id \gset
create temporary table answer on commit drop as
select r.* from credits.reserve(:'user_id', 5, 'story', 'j', '1 day', 'k', 'd', '{"note": "x"}') r;
set local timezone = 'America/St_Johns';
set local datestyle = 'SQL, DMY';
set local intervalstyle = 'iso_8601';

select results_eq(
    format(
        'select r.*
        from credits.reserve(%L, 5.0, ''story'', ''j'', ''24 hours'', ''k'', ''d'', ''{"note": "x"}'') r',
        :'user_id'
    ),
    'select * from answer',
    'the answer of then, though the session formats otherwise'
);
select is(tests.stored_balance(:'user_id'), '95 available, 5 held, 0 owed', 'held once');

select * from finish();
rollback;
