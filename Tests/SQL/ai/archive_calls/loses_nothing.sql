-- Receipts of long ago move to the archive, where they are proven and shown; what isn't settled stays.
begin;
select plan(10);

select tests.a_model('old-model') as model \gset
select tests.tamper(
    'update ai.prices p set effective = tstzrange(now() - interval ''3 years'', null) where p.model = ''old-model'''
);
select tests.a_user(1000) as id \gset
select tests.admit(tests.model_call(:'id', 'old-model')) as old \gset
select tests.settled(:'old'::ai.admission, '{"provider_request_id": "req_1"}');
select tests.admit(tests.model_call(:'id', 'old-model')) as open \gset
select tests.tamper(
    format('update ai.calls set created_at = created_at - interval ''20 months'' where user_id = %L', :'id')
);
update ai.sweeps w set swept_to = '-infinity';
select tests.admit(tests.model_call(:'id', 'old-model')) as young \gset
select tests.settled(:'young'::ai.admission);
select tests.run_job('retention');

select is((select count(*) from ai.calls c where c.user_id = :'id'), 2::bigint, 'the open and the young one stay');
select is(
    (select c.provider_request_id from ai.archived_calls c where c.user_id = :'id'), 'req_1', 'the other is in the archive'
);
select is_empty('select * from ai.verify()', 'all is proven');
select is(tests.attempt('authenticated', :'id', 'select count(*) from api.ai_usage'), '3', 'and shown');
select is(tests.attempt('authenticated', gen_random_uuid(), 'select count(*) from api.ai_usage'), '0', 'to nobody else');
select is(
    tests.attempt('authenticated', :'id', 'select digest from ai.archived_calls'), '42501', 'and not all of it'
);
select is(tests.refusal('delete from ai.calls') ~ '^TH500', true, 'nothing else leaves the table');
select is(tests.refusal('delete from ai.archived_calls') ~ '^TH500', true, 'nor the archive');
select tests.tamper(format('update ai.archived_calls set cost = cost + 1 where user_id = %L', :'id'));
select isnt_empty('select * from ai.verify()', 'what an administrator changes there is found');
update ops.retention_policies p set is_enabled = true, keep = '14 months' where p.relation = 'ai.archived_calls';
select tests.run_job('retention');
select is_empty('select * from ai.verify()', 'what was dropped is not missed');

select * from finish();
rollback;
