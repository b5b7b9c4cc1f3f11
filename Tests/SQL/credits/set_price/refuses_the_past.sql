-- A price takes effect from now on at the earliest, so that what was charged stays explained.
begin;
select plan(6);

select credits.set_price('story', 'job', 1);

select is(
    tests.refusal(
        format('select credits.set_price(''story'', ''job'', 2, p_effective_at => %s)', past.at)
    ),
    'TH001 effective_at',
    past.at
)
from unnest(array[
    'clock_timestamp() - interval ''1 microsecond''', 'now()', '''2000-01-01''', '''-infinity''',
    '''infinity'''
]) as past (at);
select results_eq(
    $$select p.price::text, upper_inf(p.effective) from credits.prices p$$,
    $$values ('1', true)$$,
    'nothing changed'
);

select * from finish();
rollback;
