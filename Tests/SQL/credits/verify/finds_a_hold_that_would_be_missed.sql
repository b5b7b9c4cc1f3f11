-- Planted: an account that looks for its live reservations from too late on.
begin;
select plan(2);

select tests.a_user(10) as user_id \gset
select tests.reserved(:'user_id', 1);
select tests.tamper(
    format(
        'update credits.accounts set held_since = clock_timestamp() where user_id = %L',
        :'user_id'
    )
);
select set_has(
    format('select tests.broken(%L)', :'user_id'),
    $$values ('held since is not late')$$,
    'too late'
);
select tests.tamper(
    format('update credits.accounts set held_since = null where user_id = %L', :'user_id')
);
select set_has(
    format('select tests.broken(%L)', :'user_id'),
    $$values ('held since is not late')$$,
    'never'
);

select * from finish();
rollback;
