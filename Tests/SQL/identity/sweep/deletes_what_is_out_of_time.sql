-- What is out of time is deleted; what is not, stays.
begin;
select plan(2);

select tests.a_person('a@example.com') as user_id \gset
select tests.claims(:'user_id'), tests.claims(:'user_id');
update auth.sessions set not_after = now() - interval '1 second' where id = (
    select s.id from auth.sessions s where s.user_id = :'user_id' limit 1
);
select identity.recover(
    jsonb_build_object(
        'email', 'a@example.com', 'code_challenge', repeat('x', 43), 'code_challenge_method', 's256'
    ),
    tests.context()
);
select identity.sweep();
select is(
    array[
        (select count(*) from auth.sessions), (select count(*) from auth.one_time_tokens),
        (select count(*) from auth.flow_state), (select count(*) from identity.turns)
    ],
    array[1, 1, 1, 1]::bigint[], 'the expired session'
);
select tests.let_mail_age('9 days');
select identity.sweep();
select is(
    array[
        (select count(*) from auth.sessions), (select count(*) from auth.one_time_tokens),
        (select count(*) from auth.flow_state), (select count(*) from identity.turns)
    ],
    array[1, 0, 0, 0]::bigint[], 'tokens, flows and counts'
);

select * from finish();
rollback;
