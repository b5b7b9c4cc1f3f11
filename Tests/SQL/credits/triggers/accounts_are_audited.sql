-- What an operator sets on an account is recorded; what entries explain is not.
begin;
select plan(2);

select coalesce(max(l.id), 0) as last from audit.log l \gset
select tests.a_user(10) as user_id \gset
select credits.set_debt_limit(:'user_id', 7);
select tests.reserved(:'user_id', 1);

select results_eq(
    format(
        'select operation, old_values ->> ''debt_limit'', new_values ->> ''debt_limit''
        from audit.log where id > %s and relation = ''credits.accounts'' order by id',
        :'last'
    ),
    $$values ('insert', null, '0'), ('update', '0', '7')$$,
    'the opening and the limit'
);
select tests.a_user() as other \gset
delete from credits.accounts where user_id = :'other';
select is(
    l.old_values ->> 'user_id',
    :'other',
    'a removal'
) from audit.log l where l.relation = 'credits.accounts' order by l.id desc limit 1;

select * from finish();
rollback;
