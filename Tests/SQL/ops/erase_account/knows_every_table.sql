-- Of every table it is said what of it is a user's, and what becomes of it: whoever adds one has to think of it. Each
-- table that has a user is exported, or it is said why not.
begin;
select plan(5);

prepare unknown as
select c.oid::regclass::text
from pg_class c
where
    c.relkind in ('r', 'p') and not c.relispartition and c.relnamespace in (select tests.ours())
    and c.relnamespace::regnamespace::text not in ('migrator', 'tests')
    and not exists (select from ops.personal_data d where to_regclass(d.relation) = c.oid);
select is_empty('unknown', 'none is forgotten');
select is_empty(
    'select d.relation from ops.personal_data d where to_regclass(d.relation) is null', 'none is there no more'
);
prepare silent as
select d.relation
from ops.personal_data d
join pg_attribute a on a.attrelid = to_regclass(d.relation) and a.attname in ('user_id', 'owner_id', 'claimed_by')
where d.withheld = 'nothing in it is of a user';
select is_empty('silent', 'none that names users is passed over');
create table ops.planted (user_id uuid);
select results_eq('unknown', $$values ('ops.planted')$$, 'a planted one is found');
insert into ops.personal_data (relation, withheld, erasure) values ('ops.planted', 'nothing in it is of a user', 'stays');
select results_eq('silent', $$values ('ops.planted')$$, 'also if it is called nobody''s');

select * from finish();
rollback;
