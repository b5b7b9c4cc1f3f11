-- What is archived into a month that was dropped goes with a drop of its own.
-- Alone: months of the archive are dropped.
begin;
select plan(5);

select tests.a_long_story() as user_id \gset
select tests.a_user(10) as late \gset
select tests.drop_old_months();
select min(month) as month from credits.drops \gset
select credits.confirm(:'late', tests.reserved(:'late', 1));
select credits.confirm(:'user_id', tests.reserved(:'user_id', 1));
select tests.tamper(format(
    'update credits.%s set created_at = %L where user_id = %L or sequence = (select sequence from credits.accounts where user_id = %L)',
    t.name, :'month' || '-10', :'late', :'user_id'
))
from unnest(array['ledger_entries', 'reservations', 'grants']) as t (name);
select tests.drop_old_months();
select is((select count(*) from credits.drops d where d.month = :'month'), 2::bigint, 'twice');
select is(
    (select count(*) from credits.checkpoints c where c.user_id = :'late' and c.entry_count = 2), 1::bigint, 'all of one user'
);
select is((select count(*) from credits.kept_entries k where k.user_id = :'user_id'), 1::bigint, 'kept of the other');
select is_empty('select * from credits.verify()', 'sound');
select is(tests.refusal('update credits.kept_entries set amount = 1'), 'TH500 credits.kept_entries is append-only.', 'for good');

select * from finish();
rollback;
