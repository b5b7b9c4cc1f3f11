-- An operator's limit holds from the next claim on, higher or lower than the one before.
begin;
select plan(8);

create function tests.counted(p_at timestamptz) returns text language sql volatile as $$
    select tests.refusal(format('select credits.count_signup(''192.0.2.0/24'', %L)', p_at))
$$;
update credits.signup_settings set claims_per_network_and_hour = 2;

select is(tests.counted('2026-01-01 12:00+00'), null, 'one');
select is(tests.counted('2026-01-01 12:10+00'), null, 'two');
select is(tests.counted('2026-01-01 12:20+00'), 'TH429 2400', 'three are too many');
update credits.signup_settings set claims_per_network_and_hour = 3;
select is(tests.counted('2026-01-01 12:20+00'), null, 'three are not');
update credits.signup_settings set claims_per_network_and_hour = 1;
select is(tests.counted('2026-01-01 12:30+00'), 'TH429 3000', 'it waits for the last of them');
select is(tests.counted('2026-01-01 13:19:59+00'), 'TH429 1', 'to the second');
select is(tests.counted('2026-01-01 13:20+00'), null, 'an hour after the last');
select is(
    (
        select cardinality(n.claimed_at) from credits.signup_networks n where n.network = '192.0.2.0/24'
    ),
    1,
    'what is older is forgotten'
);

select * from finish();
rollback;
