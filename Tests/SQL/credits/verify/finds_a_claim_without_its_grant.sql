-- Planted: a monthly refresh and a signup claim whose grant is another, or none.
begin;
select plan(3);

select tests.a_user(10) as user_id \gset
select g.id as grant_id from credits.grants g where g.user_id = :'user_id' \gset
savepoint before;
select tests.tamper(
    format(
        'insert into credits.monthly_refreshes (user_id, period, plan, amount, grant_id)
        values (%L, ''2026-01'', ''pro'', 10, %L)',
        :'user_id', :'grant_id'
    )
);
select set_eq(
    format('select tests.broken(%L)', :'user_id'),
    $$values ('a monthly refresh has its grant')$$,
    'a grant of something else'
);
rollback to before;
select tests.tamper(
    format(
        'insert into credits.monthly_refreshes (user_id, period, plan, amount, grant_id)
        values (%L, ''2026-01'', ''pro'', 10, gen_random_uuid())',
        :'user_id'
    )
);
select set_eq(
    format('select tests.broken(%L)', :'user_id'),
    $$values ('a monthly refresh has its grant')$$,
    'an unknown grant'
);
rollback to before;
select tests.tamper(
    format(
        'insert into credits.signup_claims (user_id, plan, grant_id) values (%L, ''free'', %L)',
        :'user_id', :'grant_id'
    )
);
select set_eq(
    format('select tests.broken(%L)', :'user_id'),
    $$values ('a signup claim has its grant')$$,
    'a claim'
);

select * from finish();
rollback;
