-- Planted: an account that does not know of its grant's expiry.
begin;
select plan(1);

select tests.a_user() as user_id \gset
select credits.grant_credits(:'user_id', 10, 'promotion', clock_timestamp() + interval '1 hour');
select tests.tamper(
    format(
        'update credits.accounts set next_expiry_at = ''infinity'' where user_id = %L',
        :'user_id'
    )
);
select set_eq(
    format('select tests.broken(%L)', :'user_id'),
    $$values ('next expiry is not late')$$,
    'found'
);

select * from finish();
rollback;
