-- Events are kept for a day; messages stay.
begin;
select plan(5);

select tests.a_user() as user_id \gset
select tests.a_chat(:'user_id') as session_id \gset
select tests.answered(:'user_id', :'session_id') \gset
select is(chat.clean_run_events(100), 0, 'not yet');
update chat.run_events set created_at = now() - interval '25 hours';
select is(chat.clean_run_events(2), 2, 'so many at a time');
select is(chat.clean_run_events(2), 1, 'and the rest');
select is((select count(*) from chat.messages), 2::bigint, 'what was said stays');
select is(tests.refusal('select chat.clean_run_events(null)'), 'TH001 limit', 'a limit of nothing');

select * from finish();
rollback;
