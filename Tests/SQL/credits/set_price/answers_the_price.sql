-- The answer is the stored row, with what was asked for.
begin;
select plan(2);

create temporary table answer on commit drop as
select p.* from credits.set_price('story', 'tokens', 0.150, 1000000, '2999-01-01 00:00+00') p;

select results_eq('select * from answer', 'select * from credits.prices', 'the stored row');
select results_eq(
    $$select job_type::text, unit::text, price::text, per_units::text, effective from answer$$,
    $$values ('story', 'tokens', '0.15', '1000000', tstzrange('2999-01-01 00:00+00', null))$$,
    'what was asked for'
);

select * from finish();
rollback;
