-- Neither the tables nor the audit log say which address, device or card was claimed with.
begin;
select plan(2);

select coalesce(max(l.id), 0) as last from audit.log l \gset
select tests.a_member('secret-address@example.com') as user_id \gset
select credits.claim_signup_bonus(:'user_id', 'secret-device', 'secret-card', '192.0.2.77');

select is_empty(
    $$select from credits.signup_claims c where c::text ~ 'secret|192\.0\.2\.77'
    union all select from credits.signup_identities i where i::text ~ 'secret'
    union all select from credits.signup_networks n where n::text ~ '192\.0\.2\.77'
    union all select from credits.grants g where g::text ~ 'secret'$$,
    'the tables'
);
select is_empty(
    format(
        $$select from audit.log l where l.id > %s and l::text ~ 'secret|192\.0\.2\.77'$$, :'last'
    ),
    'the log'
);

select * from finish();
rollback;
