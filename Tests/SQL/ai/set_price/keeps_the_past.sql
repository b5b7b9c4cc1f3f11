-- A price begins where the one before ends, which stays as it was; one that is planned may be replaced, and nothing
-- is set for the past.
-- Alone: tables are locked that others insert into.
begin;
select plan(8);

select tests.a_model('m') as model \gset
create function pg_temp.prices() returns text language sql as $$
    select string_agg((p.rates).input || case when upper_inf(p.effective) then ' on' else '' end, ', ' order by lower(p.effective))
    from ai.prices p where p.service_tier = 'standard'
$$;
select is(((ai.set_price('openai', 'm', 2.50, 4)).rates).input::text, '2.5', 'the new one');
select is(pg_temp.prices(), '1, 2.5 on', 'the old one ends');
select is((select count(*) from ai.prices p where p.effective @> clock_timestamp()), 1::bigint, 'one is in force');
select ai.set_price('openai', 'm', 9, 9, p_effective_at => '2999-01-01');
select is(pg_temp.prices(), '1, 2.5, 9 on', 'planned');
select ai.set_price('openai', 'm', 8, 9, p_effective_at => '2999-01-01');
select is(pg_temp.prices(), '1, 2.5, 8 on', 'planned anew');
select ai.set_price('openai', 'm', 3, 4);
select is(pg_temp.prices(), '1, 2.5, 3, 8 on', 'until then');
select ai.set_price('openai', 'm', 3, 4, p_service_tier => 'flex', p_above_input_tokens => 1000, p_above_input => 5, p_above_output => 6, p_request => 0.001);
select is(
    (select format('%s %s %s', p.rates, p.above_input_tokens, p.rates_above) from ai.prices p where p.service_tier = 'flex'),
    '(3,,,,4,,0.001) 1000 (5,,,,6,,0.001)', 'a tier of its own'
);
select is(
    tests.refusal($$select ai.set_price('openai', 'm', 1, 1, p_effective_at => now() - interval '1 hour')$$),
    'TH001 effective_at', 'the past'
);

select * from finish();
rollback;
