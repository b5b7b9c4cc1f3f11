-- The price of one job type says nothing about another's.
begin;
select plan(1);

select credits.set_price('story', 'job', 1);
select credits.set_price('stories', 'job', 2);

select set_eq(
    $$select p.job_type::text, p.price::text from credits.prices p where upper_inf(p.effective)$$,
    $$values ('story', '1'), ('stories', '2')$$,
    'both are in force'
);

select * from finish();
rollback;
