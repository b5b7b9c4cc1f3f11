-- Users see the budgets that they have, with what is held, spent and left, whether or not a call has counted on them yet.
begin;
select plan(8);

select tests.a_user(1000) as user_id \gset
select tests.a_user(1000) as other \gset
select tests.a_model('m');
create function pg_temp.budgets(p_user_id uuid) returns text language sql as $$
    select tests.attempt(
        'authenticated', p_user_id,
        'select string_agg(concat_ws('' '', period, amount, trim_scale(held), trim_scale(spent), trim_scale(remaining), is_own), '','' order by amount) from api.ai_budgets'
    )
$$;
select tests.settled(tests.admit(tests.model_call(:'user_id', 'm')));
select (ai.set_budget('day', 10, :'user_id', p_provider => 'openai')).id, (ai.set_budget('month', 20)).id, (ai.set_budget('day', 5, :'other')).id;
select (ai.set_budget('day', 30, :'user_id', p_provider => 'google')).id, (ai.set_budget('day', 40, :'user_id', p_is_own => true)).id;
select is(
    pg_temp.budgets(:'user_id'),
    'day 10 0 0.06 9.94 f,month 20 0 0.06 19.94 f,day 30 0 0 30 f,day 40 0 0.06 39.94 t', 'what was spent before'
);
select is((select count(*) from ai.budget_counters), 0::bigint, 'without counters');
create temporary table running on commit drop as select tests.admit(tests.model_call(:'user_id', 'm')) as admission;
select is((select (r.admission).hold from running r) > 1, true, 'a call');
select is(
    pg_temp.budgets(:'user_id'),
    (
        select format(
            'day 10 %s 0.06 %s f,month 20 %s 0.06 %s f,day 30 0 0 30 f,day 40 %s 0.06 %s t',
            h.hold, 9.94 - h.hold, h.hold, 19.94 - h.hold, h.hold, 39.94 - h.hold
        )
        from running r cross join lateral (select trim_scale((r.admission).hold) as hold) h
    ),
    'holds'
);
select tests.settled(r.admission) from running r;
select is(
    pg_temp.budgets(:'user_id'),
    'day 10 0 0.12 9.88 f,month 20 0 0.12 19.88 f,day 30 0 0 30 f,day 40 0 0.12 39.88 t', 'and is settled'
);
select is(pg_temp.budgets(:'other'), 'day 5 0 0 5 f,month 20 0 0 20 f', 'another''s are another''s');
select is(tests.attempt('anon', null, 'select count(*) from api.ai_budgets'), '42501', 'no visitor');
select is(tests.attempt('service_role', null, 'select count(*) from api.ai_budgets'), '5', 'a server sees all');

select * from finish();
rollback;
