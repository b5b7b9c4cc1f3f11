-- Planted: two prices of a job type at one time, which the constraint would refuse.
begin;
select plan(2);

alter table credits.prices drop constraint prices_of_a_job_type_do_not_overlap;
insert into credits.prices (job_type, unit, price, effective) values
    ('planted', 'job', 1, '[2026-01-01, 2026-03-01)'),
    ('planted', 'job', 2, '[2026-02-01,)'),
    ('planted_2', 'job', 1, '[2026-01-01, 2026-02-01)'),
    ('planted_2', 'job', 2, '[2026-02-01,)');

select bag_eq(
    'select user_id, invariant, subject from credits.verify()',
    $$values (null::uuid, 'prices of a job type do not overlap', 'planted'),
        (null, 'prices of a job type do not overlap', 'planted')$$,
    'found'
);
select is_empty(format('select * from credits.verify(%L)', tests.a_user()), 'it is no user''s');

select * from finish();
rollback;
