-- What append-only tables let go, they let go for users whose account was deleted, and no more of it than was agreed.
begin;
select plan(12);

select tests.a_talkative_person('goneword') as id \gset
select tests.a_talkative_person('stayword') as other \gset
select is(
    tests.refusal(format('delete from credits.idempotency_keys where user_id = %L', :'id')) ~ '^TH500', true, 'not before'
);
insert into ops.erasures (user_id, reason, requested_as) values (:'id', 'planted', 'tests');

select is(
    tests.refusal(format('delete from credits.idempotency_keys where user_id = %L', :'other')) ~ '^TH500', true,
    'another''s keys'
);
select is(
    tests.refusal(format('update credits.revocations set reason = ''x'' where user_id = %L', :'other')) ~ '^TH500', true,
    'another''s reasons'
);
select is(
    tests.refusal(format('update credits.archived_reservations set description = ''x'' where user_id = %L', :'other'))
        ~ '^TH500', true, 'another''s archive'
);
select is(
    tests.refusal(format('update credits.revocations set taken = 0 where user_id = %L', :'id')) ~ '^TH500', true, 'amounts'
);
select is(
    tests.refusal(format('update credits.archived_reservations set charged = 1 where user_id = %L', :'id')) ~ '^TH500',
    true, 'amounts of the archive'
);
select is(
    tests.refusal(format('delete from credits.archived_reservations where user_id = %L', :'id')) ~ '^TH500', true,
    'a row of it'
);
select is(
    tests.refusal(format('delete from credits.revocations where user_id = %L', :'id')) ~ '^TH500', true, 'a revocation'
);
select is(
    tests.refusal(format('delete from credits.ledger_entries where user_id = %L', :'id')) ~ '^TH500', true, 'an entry'
);
select is(
    tests.refusal(format('update credits.idempotency_keys set key = ''x'' where user_id = %L', :'id')) ~ '^TH500', true,
    'another key'
);
select is(
    tests.refusal(format('delete from credits.idempotency_keys where user_id = %L', :'id')), null, 'the keys go'
);
select is(
    tests.refusal(format('update credits.revocations set reason = null where user_id = %L', :'id')), null, 'reasons go'
);

select * from finish();
rollback;
