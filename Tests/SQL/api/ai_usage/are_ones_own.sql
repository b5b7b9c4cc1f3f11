-- Users see the receipts of their own calls, without what is for services; running ones too.
begin;
select plan(7);

select tests.a_user(100) as user_id \gset
select tests.a_user(100) as other_id \gset
select tests.a_model('m');
select a as admission from tests.admit(tests.model_call(:'user_id', 'm')) a \gset
select tests.settled(:'admission', '{"raw_usage": {"secret": 1}, "provider_request_id": "req_1"}');
select tests.admit(tests.model_call(:'user_id', 'm'));
select tests.admit(tests.model_call(:'other_id', 'm'));
select is(
    tests.attempt(
        'authenticated', :'user_id',
        'select string_agg(concat_ws('' '', model, input_tokens, output_tokens, hold, trim_scale(charge), basis, outcome,
        provider_request_id), ''; '' order by settled_at) from api.ai_usage'
    ),
    'm 100 50 1.0424 0.06 actual completed req_1; m 1.0424', 'theirs'
);
select is(
    tests.attempt(
        'authenticated', :'user_id', format('select count(*) from api.ai_usage where user_id = %L', :'other_id')
    ),
    '0', 'nobody else''s'
);
select is(tests.attempt('anon', null, 'select count(*) from api.ai_usage'), '42501', 'none for nobody');
select is(tests.attempt('service_role', null, 'select count(*) from api.ai_usage'), '3', 'all for a service');
select is(
    tests.attempt('authenticated', :'user_id', 'select raw_usage from ai.calls'), '42501', 'not what the provider said'
);
select is(tests.attempt('authenticated', :'user_id', 'delete from ai.calls'), '42501', 'nor may they change any');
select is(ops.page_limit('api.ai_usage'::regclass), 100, 'a page has at most 100');

select * from finish();
rollback;
