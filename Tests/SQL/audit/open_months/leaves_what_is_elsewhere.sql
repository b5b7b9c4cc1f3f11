-- A month that nobody made a partition for goes to the default one and stays there; the next is made again.
begin;
select plan(5);

-- What is planted is locked until the end, so that whoever else makes months has to wait from here on.
select pg_advisory_xact_lock(hashtextextended('audit.open_months', 0));
select date_trunc('month', now(), 'UTC') as month \gset
insert into audit.log (actor_role, operation, relation, at)
values
    ('x', 'insert', 'ops.planted', :'month'::timestamptz + interval '20 months 10 days'),
    ('x', 'insert', 'ops.planted', 'infinity');
select results_eq(
    $$select distinct l.tableoid::regclass::text from audit.log l where l.relation = 'ops.planted'$$,
    $$values ('audit.log_default')$$, 'it is written'
);
select lives_ok('select audit.open_months(24)', 'months before and after are made');
select hasnt_table(
    'audit', 'log_' || to_char(:'month'::timestamptz at time zone 'UTC' + interval '20 months', 'YYYY_MM'), 'that one is not'
);
select has_table(
    'audit', 'log_' || to_char(:'month'::timestamptz at time zone 'UTC' + interval '21 months', 'YYYY_MM'), 'the next is'
);
select is(tests.refusal('select audit.open_months(25)'), 'TH001 ahead', 'two years at most');

select * from finish();
rollback;
