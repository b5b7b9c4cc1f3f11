-- A price set before a planned one lasts until that one; one planned later follows it.
begin;
select plan(1);

select credits.set_price('story', 'job', 1);
select credits.set_price('story', 'job', 3, p_effective_at => '2999-03-01 00:00+00');
select credits.set_price('story', 'job', 2, p_effective_at => '2999-02-01 00:00+00');
select credits.set_price('story', 'job', 4, p_effective_at => '2999-04-01 00:00+00');

select results_eq(
    $$select p.price::text, upper(p.effective) from credits.prices p order by lower(p.effective)$$,
    $$values
        ('1', timestamptz '2999-02-01 00:00+00'), ('2', '2999-03-01 00:00+00'),
        ('3', '2999-04-01 00:00+00'), ('4', null)$$,
    'one after the other'
);

select * from finish();
rollback;
