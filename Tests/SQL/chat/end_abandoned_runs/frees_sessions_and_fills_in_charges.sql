-- The job ends runs whose service has died, and later notes what their calls cost; those that go on stay.
begin;
select plan(6);

select tests.a_user() as user_id \gset
select tests.a_chat(:'user_id') as dead_id, tests.a_chat(:'user_id') as live_id \gset
select tests.asked(:'user_id', :'dead_id') as dead, tests.asked(:'user_id', :'live_id') as live \gset
insert into ai.calls (
    user_id, id, provider, model, operation, service_tier, price_id, credits_per_usd, reservation_id, hold, input_max, output_max,
    digest, noted_at, created_at
) values (
    :'user_id', '00000000-0000-4000-8000-00000000000a', 'openai', 'm', 'chat_completions', 'standard', gen_random_uuid(), 100,
    gen_random_uuid(), 3, 1, 1, sha256('a'), now(), now()
);
select chat.append_run_events(:'user_id', :'dead', 'Hal', '00000000-0000-4000-8000-00000000000a') \gset
select tests.silence(:'dead');
select is(chat.end_abandoned_runs(100), 1, 'one');
select set_eq('select id, status::text from chat.runs', format('values (%L::uuid, ''abandoned''), (%L, ''running'')', :'dead', :'live'), 'that one');
select is((select charge from chat.runs where id = :'dead'), null, 'what it cost isn''t known yet');
update ai.calls set outcome = 'abandoned', charge = 1.5, cost = 1.5, basis = 'estimated', settled_at = now();
select is(chat.end_abandoned_runs(100), 0, 'no more');
select is((select charge::numeric from chat.runs where id = :'dead'), 1.5, 'but it is known');
select is(tests.refusal('select chat.end_abandoned_runs(0)'), 'TH001 limit', 'a limit of none');

select * from finish();
rollback;
