-- A new rate is in force at once and the one before ends at that moment, without a gap; what held before stays.
begin;
select plan(3);

select tests.a_limit(1);
select (ops.set_rate('planted', 2, '1 hour')).id as second \gset
select results_eq(
    $$select requests, period, upper_inf(effective) from ops.rates where class = 'planted' order by lower(effective)$$,
    $$values (1, interval '1 day', false), (2, '1 hour', true)$$, 'two rates'
);
select is(upper(one.effective), lower(two.effective), 'one ends where the other starts')
from ops.rates one, ops.rates two
where one.class = 'planted' and one.id <> two.id and two.id = :'second';
select ops.set_rate('planted', 3, '1 hour', 'pro');
select results_eq(
    $$select requests, upper_inf(effective) from ops.rates where class = 'planted' and plan is null
    order by lower(effective)$$,
    $$values (1, false), (2, true)$$, 'a plan''s ends nobody else''s'
);

select * from finish();
rollback;
