-- A replay gives the first answer, also when the reservation has been settled since.
begin;
select plan(2);

select tests.a_user(100) as user_id \gset
create temporary table answer on commit drop as
select r.* from credits.reserve(:'user_id', 5, 'story', p_idempotency_key => 'k') r;
select credits.confirm(:'user_id', (select a.id from answer a), 3);

select results_eq(
    format(
        'select r.* from credits.reserve(%L, 5, ''story'', p_idempotency_key => ''k'') r',
        :'user_id'
    ),
    'select * from answer',
    'still reserved, as it was answered first'
);
select is(
    tests.stored_balance(:'user_id'),
    '97 available, 0 held, 0 owed',
    'and nothing is held again'
);

select * from finish();
rollback;
