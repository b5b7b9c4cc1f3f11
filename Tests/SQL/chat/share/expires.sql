-- A link works until it expires, and a session has 100 live ones at most.
begin;
select plan(5);

select tests.a_user() as user_id \gset
select tests.a_chat(:'user_id') as session_id \gset
select token from chat.share_session(:'user_id', :'session_id', '1 minute') \gset
select is(tests.attempt('anon', null, format('select 1 from api.shared_chat(%L)', :'token')), '1', 'it works');
update chat.share_links set expires_at = clock_timestamp();
select is(tests.attempt('anon', null, format('select 1 from api.shared_chat(%L)', :'token')), 'TH404', 'it has expired');
select count(chat.share_session(:'user_id', :'session_id')) from generate_series(1, 100) \gset
select is(tests.refusal(format('select chat.share_session(%L, %L)', :'user_id', :'session_id')), 'TH403 share_links', 'too many');
select token from chat.share_session(:'user_id', tests.a_chat(:'user_id')) \gset
select is(tests.attempt('anon', null, format('select messages from api.shared_chat(%L)', :'token')), '[]', 'nothing was said yet');
select is(tests.attempt('authenticated', :'user_id', format('select api.share_chat_session(%L, null)', :'session_id')), 'TH001', 'for no time');

select * from finish();
rollback;
