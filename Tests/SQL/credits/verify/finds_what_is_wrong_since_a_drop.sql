-- Planted after months were dropped: changed or removed checkpoints, drops, entries, grants.
-- Alone: months of the archive are dropped.
begin;
select plan(14);

select tests.a_long_story() as user_id \gset
select tests.drop_old_months();
select is_empty('select * from credits.verify()', 'sound before');
create function tests.found(p_sql text, p_user_id uuid) returns boolean language plpgsql volatile as $$
declare
    v_found boolean;
begin
    begin
        perform tests.tamper(p_sql);
        v_found := exists (select from credits.verify()) and (p_user_id is null or exists (select from credits.verify(p_user_id)));
        raise exception using errcode = 'TH999';
    exception
        when sqlstate 'TH999' then
            return v_found;
    end;
end
$$;
select is(tests.found(p.sql, :'user_id'), true, p.sql)
from unnest(array[
    'update credits.checkpoints set balance = balance + 1, amount = amount + 1',
    'update credits.checkpoints set archived_entries = 7',
    'delete from credits.checkpoints',
    'update credits.checkpoint_grants set lapsed = 0 where lapsed > 0',
    'delete from credits.checkpoint_reservations where refunded > 0',
    'delete from credits.archived_entries where sequence = (select min(sequence) from credits.archived_entries)',
    'update credits.grants set remaining = remaining + 1 where remaining < amount',
    'update credits.accounts set available = available + 1',
    'update credits.refunds set charged = charged + 1',
    -- With a digest made anew.
    'update credits.checkpoints set balance = balance + 1, amount = amount + 1; update credits.checkpoints c set digest = credits.checkpoint_digest(c)'
]) as p (sql);
select is(tests.found(p.sql, null), true, p.sql)
from unnest(array[
    'update credits.drops set before = before + interval ''1 day''',
    'delete from credits.drops where number = 1',
    'update credits.checkpoint_grants set lapsed = 0; update credits.checkpoints c set digest = credits.checkpoint_digest(c)'
]) as p (sql);

select * from finish();
rollback;
