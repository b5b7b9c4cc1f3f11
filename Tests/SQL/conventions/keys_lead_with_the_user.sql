-- Tables of credits, billing, usage, ai and chat that have a user lead with it in every primary key and unique
-- index, so that they can be distributed by it.
begin;
select plan(2);

prepare offenders as
select i.indexrelid::regclass
from pg_index i
join pg_class c on c.oid = i.indrelid
join pg_attribute u on u.attrelid = c.oid and u.attname = 'user_id'
where c.relnamespace::regnamespace::text in ('credits', 'billing', 'usage', 'ai', 'chat')
    and c.oid <> 'ai.budgets'::regclass and c.relkind in (
    'r',
    'p'
) and i.indisunique and i.indkey[0] <> u.attnum;

select is_empty('offenders', 'all do');
create table credits.planted (id integer constraint planted_pkey primary key, user_id uuid);
select set_eq('offenders', $$values ('credits.planted_pkey'::regclass)$$, 'a planted one is found');

select * from finish();
rollback;
