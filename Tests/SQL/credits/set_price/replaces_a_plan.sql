-- A price planned for a moment is replaced by another for the same moment, and what follows stays.
begin;
select plan(1);

select credits.set_price('story', 'job', 1);
select credits.set_price('story', 'job', 2, p_effective_at => '2999-02-01 00:00+00');
select credits.set_price('story', 'job', 3, p_effective_at => '2999-03-01 00:00+00');
select credits.set_price('story', 'pages', 9, 10, '2999-02-01 00:00+00');

select results_eq(
    $$select p.unit::text, p.price::text, upper(p.effective) from credits.prices p
    order by lower(p.effective)$$,
    $$values
        ('job', '1', timestamptz '2999-02-01 00:00+00'), ('pages', '9', '2999-03-01 00:00+00'),
        ('job', '3', null)$$,
    'in its place'
);

select * from finish();
rollback;
