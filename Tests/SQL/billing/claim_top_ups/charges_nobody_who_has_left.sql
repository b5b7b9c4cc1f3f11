-- Nobody is charged who has withdrawn consent, agreed to another pack, or whose account was deleted, also where what came of
-- a request isn't known.
begin;
select plan(10);

select tests.a_saver() as user_id \gset
select tests.a_pack('other', 500, 500);
create function tests.claimed() returns bigint language sql volatile as $$ select count(*) from billing.claim_top_ups() $$;
select * from billing.claim_top_ups() \gset
update billing.top_ups set next_attempt_at = now() - interval '1 second';
savepoint before;
select billing.stop_top_up(:'user_id');
select is(tests.claimed(), 0::bigint, 'consent was withdrawn');
select is(
    tests.receive(
        'payment_intent.succeeded', :'parameters'::jsonb || '{"id": "pi_1", "status": "succeeded", "amount_received": 1000}'
    ),
    'processed', 'what had been charged already'
);
select is(tests.balance(:'user_id'), '1000 available, 0 held, 0 owed', 'is granted');
rollback to before;
select from billing.set_top_up(:'user_id', 'other', 100, 2500, true);
select is(tests.claimed(), 0::bigint, 'agreed to another pack');
rollback to before;
delete from auth.users where id = :'user_id';
select is(tests.claimed(), 0::bigint, 'deleted');
rollback to before;
select from billing.set_top_up(:'user_id', 'planted', 50, 2500, true);
select is(tests.claimed(), 1::bigint, 'agreed to it still');

select tests.a_saver() as user_id \gset
savepoint before;
delete from auth.users where id = :'user_id';
select is(tests.claimed(), 0::bigint, 'deleted before');
rollback to before;
update auth.users set deleted_at = now() where id = :'user_id';
select is(tests.claimed(), 0::bigint, 'or softly');
rollback to before;
select is(tests.claimed(), 1::bigint, 'else charged');
select is((select count(*) from billing.top_ups t where t.user_id = :'user_id'), 1::bigint, 'once');

select * from finish();
rollback;
