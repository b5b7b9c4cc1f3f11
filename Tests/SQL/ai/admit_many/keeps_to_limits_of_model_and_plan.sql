-- The model's and the plan's limits hold, a row for the model beside one for all.
begin;
select plan(10);

select tests.a_user(1000) as user_id \gset
select tests.a_model('m', p_max_input => 1000);
select tests.a_model('embeds', p_kind => 'embedding', p_max_input => 100);
select is(
    (tests.admit(tests.model_call(:'user_id', 'm', '{"text_bytes": 4900}'))).input_max, 1000::bigint,
    'a doubtful input is at most what the model reads'
);
select is(
    tests.admitted(tests.model_call(:'user_id', 'm', '{"text_bytes": 5000}')), 'TH421 input_tokens',
    'one that can not be is refused'
);
select is(
    (tests.admit(tests.model_call(:'user_id', 'm', '{"text_bytes": 5000}'))).hint,
    'the model reads at most 1000 tokens', 'with the limit'
);
select is(
    (
        tests.admit(
            tests.model_call(
                :'user_id', 'embeds', '{"operation": "embeddings", "text_bytes": 1000, "inputs": 5}'
            )
        )
    ).input_max,
    424::bigint, 'it is for each input of many'
);
insert into ai.model_limits (plan, provider, max_input_tokens, max_output_tokens)
values ('free', 'openai', 500, 300), ('pro', 'openai', 10, 10), ('free', 'google', 1, 1);
insert into ai.model_limits (plan, provider, model, max_output_tokens) values ('free', 'openai', 'm', 200);
select is((tests.admit(tests.model_call(:'user_id', 'm'))).output_cap, 200, 'the lower of both');
select is(
    tests.admitted(tests.model_call(:'user_id', 'm', '{"text_bytes": 1200}')), 'TH421 input_tokens',
    'and the other'
);
select is(
    (tests.admit(tests.model_call(:'user_id', 'm', '{"text_bytes": 1200}'))).hint,
    'the plan allows at most 500 tokens', 'with the plan''s limit'
);
update ai.model_limits set max_output_tokens = 0 where model = 'm';
select is(tests.admitted(tests.model_call(:'user_id', 'm')), 'TH451 plan', 'a plan without the model');
select tests.put_on_plan(:'user_id', 'pro');
select is(
    tests.admitted(tests.model_call(:'user_id', 'm', '{"text_bytes": 0, "parts": 0}')),
    'TH421 input_tokens', 'another plan has its own'
);
update ai.model_limits set max_input_tokens = 1000 where plan = 'pro';
select is((tests.admit(tests.model_call(:'user_id', 'm'))).output_cap, 10, 'which may be the tighter');

select * from finish();
rollback;
