-- A rate set before a planned one lasts until that one, one planned later follows it, and one for the same moment takes
-- its place.
begin;
select plan(2);

select tests.a_limit(9);
select ops.set_rate('planted', 3, '1 hour', p_effective_at => '2999-03-01 00:00+00');
select ops.set_rate('planted', 2, '1 hour', p_effective_at => '2999-02-01 00:00+00');
select ops.set_rate('planted', 4, '1 hour', p_effective_at => '2999-04-01 00:00+00');
prepare planned as
select r.requests, upper(r.effective) from ops.rates r
where r.class = 'planted' order by lower(r.effective);
select results_eq(
    'planned',
    $$values
        (9, timestamptz '2999-02-01 00:00+00'), (2, '2999-03-01 00:00+00'), (3, '2999-04-01 00:00+00'),
        (4, null)$$,
    'one after the other'
);
select ops.set_rate('planted', 30, '1 hour', p_effective_at => '2999-03-01 00:00+00');
select results_eq(
    'planned',
    $$values
        (9, timestamptz '2999-02-01 00:00+00'), (2, '2999-03-01 00:00+00'), (30, '2999-04-01 00:00+00'),
        (4, null)$$,
    'in its place'
);

select * from finish();
rollback;
