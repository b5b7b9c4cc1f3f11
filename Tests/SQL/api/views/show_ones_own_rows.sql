-- A user sees the own balance, grants, usage and entries through api, up to date without a sweep.
begin;
select plan(4);

select tests.a_user(10) as user_id \gset
select tests.a_user(99) as other \gset
select credits.confirm(:'user_id', tests.reserved(:'user_id', 4), 3);
select tests.reserved(:'user_id', 2, '1 hour');
select tests.let_time_pass(:'user_id', '1 hour');

select is(
    tests.attempt(
        'authenticated',
        :'user_id',
        'select string_agg(b::text, '';'') from api.balance b'
    ),
    format('(%s,7,0,0)', :'user_id'),
    'balance'
);
select is(
    tests.attempt(
        'authenticated',
        :'user_id',
        'select string_agg(amount || '' '' || remaining, '';'') from api.credit_grants'
    ),
    '10 7',
    'grants'
);
select is(
    tests.attempt(
        'authenticated',
        :'user_id',
        'select string_agg(credits_used || '' '' || status, '';'' order by created_at)
        from api.credit_usage'
    ),
    '3 confirmed;0 reserved',
    'usage'
);
select is(
    tests.attempt(
        'authenticated',
        :'user_id',
        'select string_agg(kind || '' '' || amount, '';'' order by sequence)
        from api.ledger_entries'
    ),
    'grant 10;charge -3',
    'entries'
);

select * from finish();
rollback;
