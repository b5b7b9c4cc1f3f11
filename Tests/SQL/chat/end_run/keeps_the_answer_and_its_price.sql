-- What was told becomes a message, complete or partial, with what its call cost; a question without an answer is failed.
begin;
select plan(9);

select tests.a_user(10) as user_id, tests.a_user() as other \gset
select tests.a_chat(:'user_id') as session_id \gset
insert into ai.calls (
    user_id, id, provider, model, operation, service_tier, price_id, credits_per_usd, reservation_id, hold, input_max, output_max,
    digest, noted_at, outcome, charge, cost, basis, created_at, settled_at
) values (
    :'user_id', '00000000-0000-4000-8000-00000000000a', 'openai', 'm', 'chat_completions', 'standard', gen_random_uuid(), 100,
    gen_random_uuid(), 3, 1, 1, sha256('a'), now(), 'completed', 2.5, 2.5, 'actual', now(), now()
);
select tests.asked(:'user_id', :'session_id', 'one') as one \gset
select chat.append_run_events(:'user_id', :'one', 'Hi ', '00000000-0000-4000-8000-00000000000a'), chat.append_run_events(:'user_id', :'one', 'there') \gset
select is(chat.end_run(:'other', :'one', 'finished'), null, 'another user ends nothing');
select results_eq(
    format(
        'select ordinal, event, data::jsonb ->> ''status'', data::jsonb ->> ''charge'', data::jsonb ->> ''balance'' from chat.end_run(%L, %L, %L)',
        :'user_id', :'one', 'finished'
    ),
    $$values (4::bigint, 'done', 'finished', '2.5', '10')$$, 'the last event'
);
select is(chat.end_run(:'user_id', :'one', 'failed', 'TH502'), null, 'it ends once');
select tests.answered(:'user_id', :'session_id', 'two', 'Hal', 'stopped'), tests.answered(:'user_id', :'session_id', 'three', '', 'finished') \gset
select tests.asked(:'user_id', :'session_id', 'four') as four \gset
select chat.append_run_events(:'user_id', :'four', 'Oh') \gset
select results_eq(
    format('select event, data::jsonb ->> ''code'', data::jsonb ->> ''message'' from chat.end_run(%L, %L, %L, %L)', :'user_id', :'four', 'failed', 'TH502'),
    $$select 'error', 'TH502', message from ops.error_codes where code = 'TH502'$$, 'an error says which'
);
select results_eq(
    format('select role, content, status from chat.messages where session_id = %L order by ordinal', :'session_id'),
    $$values ('user', 'one', 'complete'), ('assistant', 'Hi there', 'complete'), ('user', 'two', 'complete'), ('assistant', 'Hal', 'partial'),
        ('user', 'three', 'failed'), ('user', 'four', 'complete'), ('assistant', 'Oh', 'partial')$$, 'messages'
);
select is(
    tests.attempt('authenticated', :'user_id', 'select string_agg(charge::text, '' '' order by ordinal) from api.chat_messages'), '2.5 0 0', 'users see what answers cost'
);
select is(tests.refusal(format('select chat.end_run(%L, %L, %L)', :'user_id', :'four', s)), 'TH001 status', coalesce(s, 'null'))
from unnest(array['running', 'abandoned', null]) s;

select * from finish();
rollback;
