-- A plan's rate without requests ends: those on it are as everybody from then on, until one that is planned.
begin;
select plan(6);

select tests.a_limit(1);
select ops.set_rate('planted', 5, '1 hour', 'pro');
select ops.set_rate('planted', 7, '1 hour', 'pro', '2999-03-01 00:00+00');
select ops.set_rate('planted', 8, '1 hour', 'pro', '2999-04-01 00:00+00');
select is((ops.set_rate('planted', null, null, 'pro', '2999-02-01 00:00+00')).requests, 1, 'everybody''s holds');
prepare planned as
select r.requests, upper(r.effective) from ops.rates r
where r.class = 'planted' and r.plan = 'pro' order by lower(r.effective);
select results_eq(
    'planned', $$values (5, timestamptz '2999-02-01 00:00+00'), (7, '2999-04-01 00:00+00'), (8, null)$$,
    'what is planned stays'
);
select ops.set_rate('planted', null, null, 'pro', '2999-03-01 00:00+00');
select results_eq(
    'planned', $$values (5, timestamptz '2999-02-01 00:00+00'), (8, null)$$, 'what would begin then doesn''t'
);
select is((ops.set_rate('planted', null, '1 hour', 'free')).requests, 1, 'one that never was');
select is((ops.set_rate('planted', null, null, 'pro')).plan::text, null, 'at once');
select is(
    (
        select count(*) from ops.rates
        where class = 'planted' and plan = 'pro' and effective @> clock_timestamp()
    ),
    0::bigint, 'it is over'
);

select * from finish();
rollback;
