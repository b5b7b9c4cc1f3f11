-- A budget counts what is held and spent of the calls that it is for; of several the tightest decides.
begin;
select plan(13);

select tests.a_model('m');
select tests.a_model('n');
select tests.a_member() as user_id \gset
select tests.a_user(100) as other_id \gset
select credits.grant_credits(:'user_id', 100, 'purchase');
select k.key, k.id as key_id from identity.create_api_key(:'user_id', 'a', '{ai:call}') k \gset
-- Each call holds 1.0424.
insert into ai.budgets (user_id, period, amount) values (:'user_id', 'day', 3.2);
insert into ai.budgets (period, amount, provider, model) values ('month', 1.1, 'openai', 'n');
insert into ai.budgets (user_id, api_key_id, period, amount) values (:'user_id', :'key_id', 'month', 0);
select is(tests.admitted(tests.model_call(:'user_id', 'n')), 'admitted', 'within all');
select is(tests.admitted(tests.model_call(:'user_id', 'n')), 'TH451 budget month', 'the model''s');
select is(
    tests.admitted(tests.model_call(null, 'm') - 'claims' || jsonb_build_object('key', :'key')),
    'TH451 budget month', 'the key''s, which allows nothing'
);
select a as admission from tests.admit(tests.model_call(:'user_id', 'm')) a \gset
select is(tests.admitted(tests.model_call(:'user_id', 'm')), 'admitted', 'up to the user''s');
select is(tests.admitted(tests.model_call(:'user_id', 'm')), 'TH451 budget day', 'no more');
select is((tests.admit(tests.model_call(:'user_id', 'm'))).status, 402, 'which is a matter of money');
select is(tests.standing(:'user_id'), '96.8728 left, 3.1272 held', 'nothing is held for it');
select is(tests.settled(:'admission'), '0.06 actual completed', 'a call that cost less');
select is(tests.admitted(tests.model_call(:'user_id', 'm')), 'admitted', 'leaves room');
select is(tests.admitted(tests.model_call(:'user_id', 'm')), 'TH451 budget day', 'for one');
select is(tests.admitted(tests.model_call(:'other_id', 'n')), 'admitted', 'everybody''s is for each');
select is(tests.admitted(tests.model_call(:'other_id', 'n')), 'TH451 budget month', 'by himself');
select is_empty('select * from ai.verify()', 'counters are sums of calls');

select * from finish();
rollback;
