-- A budget is one row for what it is of; calls keep to it from its next period's beginning on, those before it included.
-- Alone: tables are locked that others insert into.
begin;
select plan(12);

select tests.a_user(1000) as user_id \gset
select tests.a_model('m');
-- 1,000 tokens of answer are 1 credit, and a little for the input.
create function pg_temp.admitted(p_user_id uuid) returns text language sql as $$
    select tests.admitted(tests.model_call(p_user_id, 'm'))
$$;
select is(pg_temp.admitted(:'user_id'), 'admitted', 'no budget');
select ai.set_budget('day', 2, :'user_id');
select is(pg_temp.admitted(:'user_id'), 'TH451 budget day', 'what is held counts');
select is((ai.set_budget('day', 3, :'user_id')).amount::numeric, 3::numeric, 'changed');
select is((select count(*) from ai.budgets), 1::bigint, 'in the same row');
select is(pg_temp.admitted(:'user_id'), 'admitted', 'room again');
select is(pg_temp.admitted(:'user_id'), 'TH451 budget day', 'and no more');
select ai.set_budget('day', 100, :'user_id', p_is_own => true);
select is(pg_temp.admitted(:'user_id'), 'TH451 budget day', 'a user''s own doesn''t widen it');
select ai.remove_budget((select b.id from ai.budgets b where not b.is_own));
select is(pg_temp.admitted(:'user_id'), 'admitted', 'once it is lifted');
select ai.set_budget('month', 0, p_provider => 'openai', p_model => 'm');
select is(pg_temp.admitted(:'user_id'), 'TH451 budget month', 'everybody''s');
select ai.remove_budget((select b.id from ai.budgets b where b.user_id is null));
select is(pg_temp.admitted(:'user_id'), 'admitted', 'lifted');
select is(tests.refusal('select ai.remove_budget(gen_random_uuid())'), 'TH404 budget', 'none');
select is(tests.refusal('select ai.remove_budget(null)'), 'TH404 budget', 'null');

select * from finish();
rollback;
