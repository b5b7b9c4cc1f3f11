-- Of calls that come together exactly as many are admitted as there are credits for.
begin;
select plan(4);

select tests.a_model('m');
update ops.rate_classes set is_enabled = false;
select tests.a_user(10.5) as user_id \gset
select tests.a_user(2.5) as other_id \gset
create function tests.outcomes(p_items jsonb) returns text language sql volatile as $$
    select string_agg(o.outcome || ' ' || o.times, ', ' order by o.outcome)
    from (
        select coalesce(a.error_code, 'admitted') as outcome, count(*) as times
        from ai.admit_many(p_items) a
        group by 1
    ) o
$$;
-- Each holds 1.0424.
select is(
    tests.outcomes(
        (
            select jsonb_agg(
                tests.model_call(case when i % 2 = 0 then :'user_id'::uuid else :'other_id' end, 'm')
            )
            from generate_series(1, 60) i
        )
    ),
    'TH402 48, admitted 12', '10 and 2'
);
select is(tests.standing(:'user_id'), '0.076 left, 10.424 held', 'of one');
select is(tests.standing(:'other_id'), '0.4152 left, 2.0848 held', 'of the other');
select is(
    (select count(*) from ai.calls c where c.user_id in (:'user_id', :'other_id')), 12::bigint,
    'no call without a hold'
);

select * from finish();
rollback;
