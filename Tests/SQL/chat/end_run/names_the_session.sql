-- The first answer names the session by its first message; a model is asked where there is one for it, but never against
-- the user.
begin;
select plan(9);

select tests.a_user() as user_id \gset
select tests.a_chat(:'user_id') as one, tests.a_chat(:'user_id') as two, tests.a_chat(:'user_id') as three \gset
select tests.answered(:'user_id', :'one', E'  What\n is  ' || repeat('x', 100), 'Hi') \gset
select is((select title::text from chat.sessions where id = :'one'), 'What is ' || repeat('x', 52), '60 characters on one line');
select tests.answered(:'user_id', :'one', 'Something else', 'Hi') \gset
select is((select title::text from chat.sessions where id = :'one'), 'What is ' || repeat('x', 52), 'the first');
update chat.settings set title_model = 'small';
select tests.asked(:'user_id', :'two', 'Hello') as run_id \gset
select chat.append_run_events(:'user_id', :'run_id', 'Hi') \gset
select results_eq(
    format(
        'select title_provider, title_operation, title_model, title_prompt::jsonb #>> ''{messages,1,content}'', title_prompt::jsonb -> ''stream'' from chat.end_run(%L, %L, ''finished'')',
        :'user_id', :'run_id'
    ),
    $$values ('openai', 'chat_completions', 'small', E'User: Hello\n\nAssistant: Hi', 'false'::jsonb)$$, 'a model is asked'
);
select is(chat.set_title(:'user_id', :'two', E'A\tgreeting\n'), true, 'and heard');
select is((select title::text from chat.sessions where id = :'two'), 'A greeting', 'on one line');
select is(chat.set_title(:'user_id', :'two', '  '), false, 'but not where it says nothing');
select is(tests.attempt('authenticated', :'user_id', format('select title from api.rename_chat_session(%L, %L)', :'three', 'Mine')), 'Mine', 'a user');
select is(chat.set_title(:'user_id', :'three', 'Theirs'), false, 'is not overruled');
select tests.asked(:'user_id', :'three', 'Hello') as run_id \gset
select chat.append_run_events(:'user_id', :'run_id', 'Hi') \gset
select is((chat.end_run(:'user_id', :'run_id', 'finished')).title_prompt, null, 'nor is a model asked');

select * from finish();
rollback;
