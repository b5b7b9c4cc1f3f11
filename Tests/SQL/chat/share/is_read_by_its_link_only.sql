-- Whoever has the token reads title and messages, page by page, and nothing else; expired, withdrawn and unknown ones are
-- the same; the token is kept nowhere.
begin;
select plan(21);

select tests.a_user() as user_id \gset
select (chat.create_session(:'user_id', 'Plans')).id as session_id \gset
select tests.answered(:'user_id', :'session_id', 'Hello', '<script>') \gset
select id as share_id, token, expires_at - now() between interval '6 days 23 hours' and interval '7 days 1 minute' as is_a_week
from chat.share_session(:'user_id', :'session_id') \gset
select ok(:'is_a_week'::boolean, 'for a week');
select matches(:'token'::text, '^[0-9a-f]{64}$', '256 bits');
select is((select digest from chat.share_links), sha256(:'token'), 'kept as its digest');
select is(
    (select count(*) from audit.log l where concat(l.old_values, l.new_values) ~ :'token' or concat(l.new_values) ~ 'digest": "'), 0::bigint, 'nor in the log'
);
select format('select title || '': '' || (select string_agg(concat_ws('' '', m ->> ''role'', m ->> ''content''), '', '') from jsonb_array_elements(messages) m) from api.shared_chat(%L', :'token') as look \gset
select is(tests.attempt(r, null, :'look' || ')'), 'Plans: user Hello, assistant <script>', r) from unnest(array['anon', 'authenticated']) r;
select is(tests.attempt('anon', null, :'look' || ', 1)'), 'Plans: assistant <script>', 'from a message on');
select is(
    tests.attempt('anon', null, format('select string_agg(k, '','' order by k) from api.shared_chat(%L), jsonb_object_keys(messages -> 0) k', :'token')),
    'content,created_at,ordinal,role,status', 'nothing of who it is'
);
select is(tests.attempt('anon', null, format('select count(*) from %s', v)), '42501', v)
from unnest(array['api.chat_messages', 'api.chat_sessions', 'chat.messages', 'chat.share_links']) v;
select is(tests.attempt('anon', null, format('select api.shared_chat(%L)', t)), 'TH404', coalesce('token ' || t, 'no token'))
from unnest(array[null, '', 'x', upper(:'token')]) t;
select is(tests.attempt('authenticated', :'user_id', format('select api.share_chat_session(%L, %L)', :'session_id', t)), 'TH001', 'for ' || t)
from unnest(array['59 seconds', '91 days', '-1 day']) t;
select is(tests.attempt('authenticated', :'user_id', format('select 1 from api.withdraw_share(%L)', :'share_id')), '1', 'withdrawn');
select is(tests.attempt('anon', null, :'look' || ')'), 'TH404', 'it is read no more') ;

select * from finish();
rollback;
