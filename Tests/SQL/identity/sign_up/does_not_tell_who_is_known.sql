-- Whoever signs up with an address that somebody has gets an answer of the same shape, about
-- nobody; nothing is mailed or changed.
begin;
select plan(6);

select tests.a_person('known@example.com') as user_id \gset
select a.body as fake from identity.sign_up(
    '{"email": "known@example.com", "password": "stolen horse", "data": {"a": 1}}', tests.context()
) a \gset
select a.body as real from identity.sign_up(
    '{"email": "new@example.com", "password": "stolen horse", "data": {"a": 1}}', tests.context()
) a \gset

select set_eq(
    format('select jsonb_object_keys(%L::jsonb)', :'fake'),
    format('select jsonb_object_keys(%L::jsonb)', :'real'), 'the same members'
);
select isnt(:'fake'::jsonb ->> 'id', :'user_id', 'another id');
select is(:'fake'::jsonb -> 'identities', '[]', 'no identities, by which clients tell');
select is_empty('select from ops.outbox where recipient = ''known@example.com''', 'no mail');
select is(tests.outcome(tests.sign_in('known@example.com')), '200', 'the password stays');
select is(
    tests.outcome(tests.sign_in('known@example.com', 'stolen horse')), '400 invalid_credentials',
    'the other does not count'
);

select * from finish();
rollback;
