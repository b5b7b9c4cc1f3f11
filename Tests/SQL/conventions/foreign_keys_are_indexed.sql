-- An index leads with the columns of each foreign key, in whatever order.
begin;
select plan(2);

prepare offenders as
select c.conname::text
from pg_constraint c
where
    c.connamespace in (select tests.ours()) and c.contype = 'f'
    -- Grants are never deleted, and nobody looks up what names one.
    and c.confrelid <> 'credits.grants'::regclass
    and not exists (
        select
        from pg_index i
        where
            i.indrelid = c.conrelid and i.indisvalid
            -- What a partial index leaves out has no reference.
            and (i.indpred is null or pg_get_expr(i.indpred, i.indrelid) ~ '^\(\w+ IS NOT NULL\)$')
            and (i.indkey::smallint[])[0:cardinality(c.conkey) - 1] @> c.conkey
    );

select is_empty('offenders', 'all are');
create table ops.planted_1 (a integer, b integer, constraint planted_1_pkey primary key (a, b));
create table ops.planted_2 (
    a integer,
    b integer,
    c integer,
    constraint planted_2_fkey foreign key (a, b) references ops.planted_1
);
create table ops.planted_3 (
    a integer,
    b integer,
    c integer,
    constraint planted_3_fkey foreign key (a, b) references ops.planted_1
);
create index planted_2_idx on ops.planted_2 (a, c, b);
create index planted_3_idx on ops.planted_3 (b, a, c);
select set_eq('offenders', $$values ('planted_2_fkey')$$, 'a planted one is found');

select * from finish();
rollback;
