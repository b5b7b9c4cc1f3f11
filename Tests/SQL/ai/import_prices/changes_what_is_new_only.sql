-- A second import changes nothing where the file says the same; where it doesn't, the price in force ends and stays
-- as it was, and what the operator switched off stays off.
-- Alone: tables are locked that others insert into.
begin;
select plan(11);

create function pg_temp.a_file(p_input text, p_max_output integer default 100) returns jsonb language sql as $$
    select format(
        '{"gpt-t": {"litellm_provider": "openai", "mode": "chat", "max_input_tokens": 1000, "max_output_tokens": %s,
        "input_cost_per_token": %s, "output_cost_per_token": 2e-06,
        "input_cost_per_token_flex": 5e-07, "output_cost_per_token_flex": 1e-06}}', p_max_output, p_input
    )::jsonb
$$;
create function pg_temp.actions(p_document jsonb, p_at timestamptz default now()) returns text language sql as $$
    select string_agg(i.action, ',') from ai.import_prices(p_document, p_at) i
$$;

select is(pg_temp.actions(pg_temp.a_file('1e-06')), 'added', 'new');
select jsonb_agg(to_jsonb(p) order by p.id) as prices from ai.prices p \gset
select is(pg_temp.actions(pg_temp.a_file('0.0000010')), 'unchanged', 'the same');
select is((select jsonb_agg(to_jsonb(p) order by p.id)::text from ai.prices p), :'prices', 'changes no row');
update ai.models set is_enabled = false;
select is(pg_temp.actions(pg_temp.a_file('3e-06')), 'changed', 'another price');
select results_eq(
    $$select p.service_tier::text collate "default", (p.rates).input::numeric, upper_inf(p.effective) from ai.prices p
    order by 1, lower(p.effective)$$,
    $$values ('flex', 0.5, true), ('standard', 1, false), ('standard', 3, true)$$,
    'the first one ends'
);
select is(
    (select count(distinct upper(p.effective)) from ai.prices p where not upper_inf(p.effective)),
    (select count(*) from ai.prices p where (p.rates).input = 3 and lower(p.effective) in (select upper(q.effective) from ai.prices q)),
    'where the other begins'
);
select is(pg_temp.actions(pg_temp.a_file('3e-06', 50)), 'changed', 'another limit');
select is((select format('%s %s', m.max_output_tokens, m.is_enabled) from ai.models m), '50 f', 'is taken, and it stays off');
select is(pg_temp.actions(pg_temp.a_file('4e-06', 50), now() + interval '1 day'), 'changed', 'from tomorrow');
select is(
    (
        select string_agg((p.rates).input::text, ',' order by lower(p.effective))
        from ai.prices p where p.service_tier = 'standard' and p.effective && tstzrange(clock_timestamp(), null)
    ),
    '3,4', 'today as it was'
);
select is(pg_temp.actions(pg_temp.a_file('5e-06', 50)), 'changed', 'until then another one');

select * from finish();
rollback;
