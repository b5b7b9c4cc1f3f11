-- Work that was begun before can be ended after: holds are confirmed, running calls settled and charged. Only then is
-- the erasure finished, and what they left is gone too.
begin;
select plan(13);

select tests.a_person('busy@example.com') as id \gset
select count(credits.grant_credits(:'id', 100, 'purchase'));
select tests.a_model('busy') as model \gset
select tests.admit(tests.model_call(:'id', 'busy')) as admission \gset
select (credits.reserve(:'id', 10, 'image', p_description => 'a lighthouse', p_idempotency_key => 'r')).id as held \gset
select tests.a_chat(:'id') as chat \gset
select ops.erase_account(:'id', 'asked for', null);

select is(
    (select r.description from credits.reservations r where r.id = :'held'), null, 'what is held says nothing any more'
);
select is(
    (select r.status::text from credits.reservations r where r.id = :'held'), 'reserved', 'but is held'
);
select is((select count(*) from chat.sessions s where s.user_id = :'id'), 0::bigint, 'chats are gone');
select tests.let_erasure_age(:'id');
select tests.run_job('erasures');
select is((select e.settled_at from ops.erasures e where e.user_id = :'id'), null, 'it isn''t settled');
select isnt((select e.scanned_at from ops.erasures e where e.user_id = :'id'), null, 'though the log is gone through');
select is(
    (credits.confirm(:'id', :'held', 7, p_idempotency_key => 'c')).charged::numeric, 7::numeric, 'a hold is confirmed'
);
select is(
    tests.settled(:'admission'::ai.admission, '{"provider_request_id": "req_1"}') ~ 'actual completed', true,
    'a call is settled'
);
select tests.run_job('erasures');
select isnt((select e.finished_at from ops.erasures e where e.user_id = :'id'), null, 'then it is finished');
select is(
    (select count(*) from credits.idempotency_keys k where k.user_id = :'id'), 0::bigint, 'no key is left'
);
select is((select c.provider_request_id from ai.calls c where c.user_id = :'id'), null, 'nor what the provider said');
select is_empty(format('select * from credits.verify(%L)', :'id'), 'the ledger is sound');
select is_empty(format('select * from ai.verify(%L)', :'id'), 'and calls are');
select is(
    (select coalesce(sum((credits.refresh_due()).refreshed), 0) from generate_series(1, 1))::bigint
    - (select count(*) from credits.monthly_refreshes m where m.user_id <> :'id' and m.created_at >= now()), 0::bigint,
    'no month gives it credits'
);

select * from finish();
rollback;
