-- Months are dropped: balance, grants and proofs stay, history begins with what there was then.
-- Alone: months of the archive are dropped.
begin;
select plan(14);

select tests.a_long_story() as user_id \gset
select tests.a_long_story() as other \gset
select tests.a_user(5) as young \gset
create function tests.kept(p_user_id uuid) returns setof text language sql volatile as $$
    select b::text from credits.current_balance(p_user_id) b
    union all
    select format('%s %s', g.id, g.remaining) from credits.grants g where g.user_id = p_user_id
$$;
create temporary table before on commit drop as select s.s from tests.kept(:'user_id') s (s);
create temporary table entries on commit drop as
select e.* from credits.all_entries e where e.user_id = :'user_id';

select is_empty('select * from credits.verify()', 'sound before');
select cmp_ok(tests.drop_old_months(), '>', 3, 'dropped step by step');
select is(
    (select count(*) from credits.archived_entries e where e.created_at < now() - interval '26 months'), 0::bigint,
    'entries are gone'
);
select is(
    (select count(*) from credits.archived_reservations r where r.created_at < now() - interval '26 months'),
    0::bigint, 'reservations too'
);
select is_empty('select * from credits.verify()', 'sound after');
select is_empty(format('select * from credits.verify(%L)', :'user_id'), 'for one user, too');
select bag_eq(format('select tests.kept(%L)', :'user_id'), 'select s from before', 'balance and grants are the same');
select is(
    tests.attempt(
        'authenticated', :'user_id',
        'select (array_agg(kind order by sequence))[1] || '' '' || bool_or(kind = ''opening'' and amount <> balance) '
        'from api.ledger_entries'
    ),
    'opening false', 'the user sees a balance brought forward'
);
select is(
    (select sum(e.amount) from api.ledger_entries e where e.user_id = :'user_id'),
    (select sum(e.amount) from entries e), 'entries add up to the same'
);
select is_empty(
    format(
        'select from (select e.balance - lag(e.balance, 1, 0) over (order by e.sequence) as moved, e.amount '
        'from api.ledger_entries e where e.user_id = %L) m where m.moved <> m.amount', :'user_id'
    ),
    'and replay'
);
select is(
    tests.attempt('authenticated', :'young', 'select string_agg(kind, '','') from api.ledger_entries'), 'grant',
    'who is young sees no opening'
);
select is(
    (select count(*) from credits.drops d), (select count(distinct month) from credits.drops), 'each month once'
);
select is(
    (select p.done_before from ops.retention_policies p where p.relation = 'credits.archived_entries'),
    date_trunc('month', now() - interval '2 years', 'UTC'), 'noted'
);
select is(
    (select sum(r.rows_done) from ops.retention_runs r where r.relation = 'credits.archived_entries'),
    (select sum(d.entry_count + d.reservation_count) from credits.drops d), 'with how many rows'
);

select * from finish();
rollback;
