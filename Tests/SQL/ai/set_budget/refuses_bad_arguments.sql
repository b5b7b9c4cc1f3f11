-- What is no budget is refused with the field; another's key is none that there is.
begin;
select plan(17);

select tests.a_user(10) as user_id \gset
select tests.a_user(10) as other \gset
select tests.a_model('m');
select id as key_id from identity.create_api_key(:'user_id', 'key', '{all}') \gset

select is(tests.refusal(format('select ai.set_budget(%s)', replace(replace(replace(t.arguments, 'USER', quote_literal(:'user_id')), 'OTHER', quote_literal(:'other')), 'KEY', quote_literal(:'key_id')))), t.refusal, t.arguments)
from (values
    ('''week'', 1', 'TH001 period'), ('null, 1', 'TH001 period'), ('''day'', null', 'TH001 amount'),
    ('''day'', -1', 'TH001 amount'), ('''day'', ''NaN''', 'TH001 amount'), ('''day'', ''Infinity''', 'TH001 amount'),
    ('''day'', 0.00001', 'TH001 amount'), ('''day'', 1000000000001', 'TH001 amount'),
    ('''day'', 1, null, KEY', 'TH001 user_id'), ('''day'', 1, OTHER, KEY', 'TH404 api_key'),
    ('''day'', 1, gen_random_uuid()', 'TH404 account'), ('''day'', 1, USER, gen_random_uuid()', 'TH404 api_key'),
    ('''day'', 1, USER, null, ''azure''', 'TH001 provider'), ('''day'', 1, USER, null, null, ''m''', 'TH001 provider'),
    ('''day'', 1, USER, null, ''openai'', ''n''', 'TH404 model')
) as t (arguments, refusal);
select is((select count(*) from ai.budgets), 0::bigint, 'none is set');
select identity.revoke_api_key(:'user_id', :'key_id');
select is(tests.refusal(format('select ai.set_budget(''day'', 1, %L, %L)', :'user_id', :'key_id')), 'TH404 api_key', 'a revoked key');

select * from finish();
rollback;
