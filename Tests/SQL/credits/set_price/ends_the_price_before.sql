-- A new price is in force at once and the one before ends at that moment, without a gap.
begin;
select plan(3);

select (credits.set_price('story', 'job', 5)).id as first \gset
select (credits.set_price('story', 'stories', 0.0001, 1000)).id as second \gset

select results_eq(
    $$select p.unit::text, p.price::text, p.per_units::text, upper_inf(p.effective)
    from credits.prices p where p.job_type = 'story' order by lower(p.effective)$$,
    $$values ('job', '5', '1', false), ('stories', '0.0001', '1000', true)$$,
    'two prices'
);
select is(upper(one.effective), lower(two.effective), 'one ends where the other starts')
from credits.prices one, credits.prices two
where one.id = :'first' and two.id = :'second';
select is((credits.price_job('story')).price_id, :'second', 'the second is in force');

select * from finish();
rollback;
